// Makes the money page answer while one moves a slider. Without it the button does the same.
const form = document.querySelector("form[data-live]");
const results = document.getElementById("results");
const paired = (box) => form.querySelector(`[data-slides="${box.id}"]`);
let waiting;
let asked = 0;

async function answer() {
  const number = (asked += 1);
  const told = new URLSearchParams(new FormData(form));
  [...told].forEach(([name, value]) => value === "" && told.delete(name));
  results.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(`${form.action}?${told}`);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (number !== asked) return;
    results.replaceChildren(...page.getElementById("results").childNodes);
    if (reply.ok) history.replaceState(null, "", reply.url);
  } finally {
    results.removeAttribute("aria-busy");
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(answer, 350);
}

form.querySelectorAll("[data-slides]").forEach((slider) => {
  const box = document.getElementById(slider.dataset.slides);
  slider.hidden = false;
  slider.value = box.value || slider.dataset.usual;
  slider.addEventListener("input", () => {
    box.value = slider.value;
    soon();
  });
});
form.addEventListener("input", (event) => {
  const slider = event.target.id && paired(event.target);
  if (slider) slider.value = event.target.value || slider.dataset.usual;
  if (!event.target.dataset.slides) soon();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  answer();
});
