/* Leaves at once: by the link, or by pressing Shift three times. The link alone works without this file. */
(function () {
  "use strict";
  var link = document.querySelector("a[data-exit]");
  if (!link) return;

  function leave() {
    /* Nothing may stay on the screen while the next page is on its way. */
    document.title = "";
    document.body.hidden = true;
    var token = document.querySelector("input[name=csrfmiddlewaretoken]");
    var form = new FormData();
    if (token) form.append("csrfmiddlewaretoken", token.value);
    var neutral = link.getAttribute("data-exit-to");
    /* The sign-out is sent in the background only when there is a neutral site to go to; otherwise the link's
       own address signs out and sends on. A page without a token (an error page) takes the link's way too. */
    var sent = neutral && token && navigator.sendBeacon && navigator.sendBeacon(link.href, form);
    window.location.replace(sent ? neutral : link.href);
  }

  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });

  var presses = 0;
  var forget;
  document.addEventListener("keyup", function (event) {
    clearTimeout(forget);
    presses = event.key === "Shift" ? presses + 1 : 0;
    if (presses === 3) leave();
    else forget = setTimeout(function () { presses = 0; }, 3000);
  });

  /* A page that the browser kept in memory is asked for anew, and the server knows who has left. */
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    document.body.hidden = true;
    window.location.reload();
  });
})();
