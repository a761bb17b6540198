"""Every frame, part and field on pages of invented content, to be looked at and tested without a database.

`python tests/doors/gallery.py` serves it on a free port of this machine and prints the address.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from amends.portals.shared.forms import PlainDateField

CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
CONTENT_POLICY += "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def strict(get_response):
    """The content policy of the real site, so that an inline style or script shows as broken here too."""

    def answer(request):
        response = get_response(request)
        response["Content-Security-Policy"] = CONTENT_POLICY
        return response

    return answer


def somebody(request):
    """What the site gives every page: who is signed in, and where the way out leads."""
    return {
        "asker": request.path not in {"/public", "/sign-in"},
        "exit_to": "/elsewhere",
        "help_phone": "555 0100",
    }


FINDINGS = [
    SimpleNamespace(answer="met", sentence="Everything that you need to know was told to you.", rule=None),
    SimpleNamespace(
        answer="not met",
        sentence="You chose 2 days ago. You can say yes for good after 3 days.",
        rule=SimpleNamespace(
            asks="How long is the time to think?", asks_es="¿Cuánto dura el tiempo para pensar?"
        ),
    ),
    SimpleNamespace(answer="not known", sentence="We do not know yet who can be your coach.", rule=None),
]
STEPS = [
    ("First talk", "done"),
    ("Your choice", "done"),
    ("Asking the other side", "now"),
    ("Getting ready", "ahead"),
    ("Your plan", "ahead"),
    ("Plan kept", "ahead"),
]
EVENTS = [
    SimpleNamespace(when=date(2026, 11, 12), title="You chose to make a plan", by="You", text=""),
    SimpleNamespace(
        when=datetime(2026, 11, 9, 15, 30, tzinfo=UTC),
        title="Both ways were explained",
        by="Marigold Testperson, your advocate",
        text="You asked for a copy on paper. It is ready for you at the front desk.",
    ),
]
LOOKS = [
    ("November 12, 2026", "Marigold Testperson, your advocate", "To get ready for a talk with you"),
    ("November 10, 2026", "Juniper Testperson, facilitator", "To check that the next step is safe"),
]
ROWS = [
    ("How we reach you", "Text message, weekdays after 6 in the evening", ("/fields", "Change")),
    ("A safe word", "You have one", ("/fields", "Change")),
    ("Your case name", "Rose", None),
]
PEOPLE = ["Your advocate", "Your facilitator", "The other side"]
KINDS = [
    ("How to reach you", list(zip(PEOPLE, ["All of it", "", ""], strict=True))),
    ("Your plan", list(zip(PEOPLE, ["All of it", "All of it", "What you have sent"], strict=True))),
    ("Your notes to yourself", list(zip(PEOPLE, ["", "", ""], strict=True))),
]
CHOICES = [
    ("/fields", "Write a line of your plan", "Say what would help. Nobody else sees it until you send it."),
    ("/fields", "Take a pause", "Nothing new is asked of you until you are ready."),
    ("/danger", "Stop", "You can stop at any time. You do not have to say why."),
]
TASKS = [
    ("/fields", "Talk with the coach", "By December 4", "To do", False),
    (None, "First payment", None, "Done", True),
]
PLACES = [("/staff", "Cases", True), ("/fields", "What is due", False), ("/fields", "Meetings", False)]


class EveryField(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="What should we call you?", help_text="Any name you like.")
    day = PlainDateField(label="By which day?", help_text="For example, 3 27 2026.")
    form_of_meeting = forms.ChoiceField(
        label="How would you like to do this?",
        help_text="You can change this later.",
        widget=forms.RadioSelect,
        choices=[
            ("circle", "In a circle"),
            ("letters", "By letters"),
            ("shuttle", "Somebody goes between you"),
        ],
    )
    ways = forms.MultipleChoiceField(
        label="How may we reach you?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("text", "Text message"), ("call", "Phone call"), ("mail", "E-mail")],
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Español")])
    minutes = forms.IntegerField(label="How many minutes?", min_value=1, max_value=480)
    action = forms.CharField(label="What is to be done?", widget=forms.Textarea(attrs={"rows": 4}))
    passphrase = forms.CharField(label="Your passphrase", widget=forms.PasswordInput, help_text="Four words.")
    agrees = forms.BooleanField(label="I was told that I can stop at any time")
    number = forms.CharField(widget=forms.HiddenInput, initial="7")


def page(template, title, **given):
    """A view that shows one template with what it is given."""

    def show(request):
        return render(request, template, {"page_title": title, "title": title, **given})

    return show


def act(title, **given):
    """A view of the page for one act, on the survivor's frame."""
    given = {"frame": "frames/survivor.html", "back": ("/", "Back"), **given}
    return page("shared/act.html", title, **given)


def fields(request):
    """The form with every field; sent with mistakes, it comes back with them named."""
    form = EveryField(request.POST or None)
    if form.is_valid():
        messages.success(request, "Saved.")
    return act("Tell us", form=form, submit="Save", lead=["Answer what you can."])(request)


def home(request):
    """A page with every part on it, behind the door that the address names."""
    messages.success(request, "Your choice was saved.")
    frame = f"frames/{request.path.strip('/') or 'survivor'}.html"
    given = {
        "frame": frame,
        "page_title": "Your page",
        "door_name": "Amends" if "survivor" not in frame and "accountable" not in frame else "",
        "navigation": PLACES if "staff" in frame else None,
        "identity": ("Rose · 2026-014", ["Getting ready", "Alder County"]) if "staff" in frame else None,
        "next": SimpleNamespace(
            title="Decide how you would like to go on",
            sentence="There is no hurry. You have until November 30, and you can ask for more time.",
            link=("/fields", "Look at the two ways"),
        ),
        "steps": STEPS,
        "findings": FINDINGS,
        "events": EVENTS,
        "looks": LOOKS,
        "rows": ROWS,
        "kinds": KINDS,
        "choices": CHOICES,
        "tasks": TASKS,
        "empty": "You have not written anything in your plan yet.",
    }
    return render(request, "gallery.html", given)


def elsewhere(request):
    """Stands for the neutral site that the way out leads to."""
    return HttpResponse("<!DOCTYPE html><html lang='en'><title>Weather</title><h1>Weather</h1></html>")


def leave(request):
    """Stands for leaving: takes note that it was asked, and goes to the neutral site."""
    LEFT.append(request.method)
    return HttpResponseRedirect("/elsewhere")


def who_left(request):
    """How leaving was asked for since the gallery began, one word a time."""
    return HttpResponse(" ".join(LEFT), content_type="text/plain")


def error(status):
    """A view that shows an error page as Django does: with nothing but the template."""

    def show(request):
        return HttpResponse(get_template(f"{status}.html").render(), status=int(status[:3]))

    return show


LEFT = []
ERRORS = ["400", "403", "403_csrf", "404", "429", "500", "503"]
FRAMES = ["accountable", "staff", "office", "public"]

urlpatterns = [
    path("", home),
    *(path(frame, home) for frame in FRAMES),
    path("fields", fields),
    path("refused", act("Ask for a meeting", findings=FINDINGS, refused=True)),
    path(
        "danger",
        act(
            "Stop",
            lead=["You can stop now. You do not have to say why.", "All the help you get stays as it is."],
            submit="Yes, stop now",
            danger=True,
            aside=["Please do not write down what was said."],
        ),
    ),
    *(path(f"errors/{status}", error(status)) for status in ERRORS),
    path("language", set_language, name="language"),
    path("sign-out", elsewhere, name="sign_out"),
    path("leave", csrf_exempt(leave), name="leave_page"),
    path("elsewhere", elsewhere),
    path("who-left", who_left),
]


class Quiet(WSGIRequestHandler):
    """A server that writes no line a request."""

    def log_message(self, *words):
        """Nothing."""


def main(port=0):
    """Serve the gallery on this machine until stopped; prints its address first."""
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        FORM_RENDERER="amends.portals.shared.forms.PlainFormRenderer",
        INSTALLED_APPS=["django.contrib.staticfiles", "django.contrib.messages", "amends.portals.shared"],
        LANGUAGES=[("en", "English"), ("es", "Spanish")],
        LOCALE_PATHS=[Path(__file__).parents[2] / "locale"],
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        MIDDLEWARE=[
            "__main__.strict",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        ROOT_URLCONF="__main__",
        SECRET_KEY="only for the gallery",
        STATIC_URL="/static/",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "DIRS": [Path(__file__).parent],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                        "__main__.somebody",
                    ],
                },
            }
        ],
        USE_I18N=True,
    )
    django.setup()
    with make_server("127.0.0.1", port, StaticFilesHandler(WSGIHandler()), handler_class=Quiet) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201 - whoever starts it waits for this line
        server.serve_forever()


if __name__ == "__main__":
    main()
