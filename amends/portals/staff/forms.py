"""What staff type and tick. Each form is given the case at hand, which decides what it offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from amends.care import models as care
from amends.circles import models as circles
from amends.circles.explaining import points_to_tell
from amends.circles.models import Extension
from amends.journey.seating import PARTS, who_could_take
from amends.journey.stages import PROGRAM_REASONS
from amends.people import models as people
from amends.portals.shared import words
from amends.portals.shared.forms import DatedForm, PlainDateField
from amends.portals.staff.at_hand import CaseAtHand
from amends.portals.staff.things import reviews_waiting
from amends.safety import models as safety

Choices = Iterable[tuple[str, Any]]

SHORT = 200
LONG = 1200
GIVEN = (("voice", words.HOW["voice"]), ("paper", words.HOW["paper"]))
NOTHING_SAID = _("Write no more than is needed. What somebody said is not kept here.")
NOT_WHERE = _("Write nothing that shows where the survivor lives, works or goes, and no names of others.")


def one_of(label: Any, choices: Choices = (), *, hint: Any = "", required: bool = True) -> forms.ChoiceField:
    """Return a question with a few answers."""
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, required=required, widget=forms.RadioSelect
    )


def some_of(label: Any, choices: Choices = (), *, hint: Any = "") -> forms.MultipleChoiceField:
    """Return a question that may have several answers at once."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.CheckboxSelectMultiple
    )


def day(label: Any, *, hint: Any = "", required: bool = True) -> PlainDateField:
    """Return a question for a day."""
    return PlainDateField(label=label, help_text=hint, required=required)


def line(label: Any, *, hint: Any = "", required: bool = True, longest: int = SHORT) -> forms.CharField:
    """Return a question answered in one line."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=longest)


def text(label: Any, *, hint: Any = NOTHING_SAID, longest: int = LONG, rows: int = 5) -> forms.CharField:
    """Return a question answered in some lines."""
    return forms.CharField(
        label=label, help_text=hint, max_length=longest, widget=forms.Textarea({"rows": rows})
    )


def minutes(label: Any, *, most: int) -> forms.IntegerField:
    """Return a question for how long something took."""
    return forms.IntegerField(label=label, min_value=1, max_value=most)


def choice_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """Return a question of a form, so that its answers can be filled in."""
    return cast("forms.ChoiceField", form.fields[name])


class StaffForm(DatedForm):
    """A form about the case at hand. The days named in `begins_today` begin with today, to be changed."""

    begins_today: tuple[str, ...] = ()

    def __init__(self, *args: Any, at: CaseAtHand, **kwargs: Any) -> None:
        """Keep the case, and let `prepare` fill in what there is to choose from."""
        super().__init__(*args, today=at.today, **kwargs)
        self.at = at
        for name in self.begins_today:
            self.fields[name].initial = at.today
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on the case. Nothing by default."""


class Given(StaffForm):
    """How the survivor or the accountable party gave an instruction."""

    how = one_of(_("How was it given?"), GIVEN)


class Ending(StaffForm):
    """Why the program ends a case: a word from a closed list."""

    because = one_of(
        _("Why does it end?"), [(reason, words.ENDING_REASONS[reason]) for reason in PROGRAM_REASONS]
    )


# Safety.


class Judgement(StaffForm):
    """One check: what of, how high, on which day, and what it rests on."""

    past = begins_today = ("checked_on",)
    kind = one_of(_("What is judged?"), words.in_words(safety.CHECKS["choices"], words.CHECKS))
    level = one_of(
        _("How high is it, in your judgement?"),
        words.in_words(safety.LEVELS["choices"], words.LEVELS),
        hint=_("A level is not a finding. It ends nothing by itself."),
    )
    checked_on = day(_("On which day did you judge it?"))
    reason = text(
        _("What does the level rest on?"),
        hint=_("The survivor and the advocate can read this. Facts and signs, not what somebody said."),
    )


class SafetySteps(StaffForm):
    """A safety plan."""

    steps = text(
        _("What is done when something happens?"),
        hint=_("The plan before this one is kept. The newest one counts."),
        rows=8,
    )


class ContactOrder(StaffForm):
    """An order that forbids forms of contact, and its exception."""

    issued_by = one_of(_("Who issued it?"), list(words.ISSUED_BY.items()))
    forbids = some_of(_("What does it forbid?"), words.in_words(safety.FORMS["choices"], words.FORMS))
    from_on = day(_("From which day?"))
    until_on = day(_("Until which day?"), hint=_("Leave it empty when it has no end."), required=False)
    exception_from_on = day(
        _("Written exception of the court: from which day?"),
        hint=_(
            "Leave both days empty when there is none. If the order is on file, file it again with its exception."
        ),
        required=False,
    )
    exception_until_on = day(_("Written exception of the court: until which day?"), required=False)

    def clean(self) -> dict[str, Any]:
        """What was given, with an error beside a day that comes too early or is missing."""
        given = super().clean()
        for first, last in (("from_on", "until_on"), ("exception_from_on", "exception_until_on")):
            if given.get(first) and given.get(last) and given[last] <= given[first]:
                self.add_error(last, _("This day must come after the first one."))
        exception = [given.get("exception_from_on"), given.get("exception_until_on")]
        if any(exception) and not all(exception) and not self.errors:
            self.add_error("exception_until_on", _("An exception needs both days."))
        return given


class Finding(StaffForm):
    """A finding of coercion. The survivor is told first."""

    past = ("told_her_on", "safety_plan_made_on")
    pressure_from = one_of(
        _("Where does the pressure come from?"), words.in_words(safety.PRESSURE["choices"], words.PRESSURE)
    )
    told_her_on = day(
        _("On which day was the survivor told?"), hint=_("The survivor is told first, before anybody.")
    )
    safety_plan_made_on = day(_("On which day was a safety plan made with them?"))
    her_view = one_of(
        _("What is the survivor's own view?"), words.in_words(safety.VIEWS["choices"], words.VIEWS)
    )


# The choice.


class PointsTold(StaffForm):
    """Which points of the choice were told, how, and who was there."""

    past = begins_today = ("told_on",)
    points = some_of(_("What did you explain?"), hint=_("Tick only what the survivor has been told in full."))
    language = one_of(
        _("In which language?"),
        [*words.LANGUAGES.items(), ("other", _("Another language, with an interpreter"))],
    )
    in_the_room = some_of(
        _("Who was in the room?"), words.in_words(circles.IN_THE_ROOM["choices"], words.IN_THE_ROOM)
    )
    told_on = day(_("On which day?"))

    def prepare(self) -> None:
        """Offer the points that nobody has told yet."""
        left = points_to_tell(self.at.case_id, points=self.at.rule("choice.points"))
        choice_of(self, "points").choices = [(point, words.POINTS[point]) for point in left]


class Road(Given):
    """Which road the survivor chose."""

    field_order = ("road", "how")
    road = one_of(
        _("Which road did the survivor choose?"), words.in_words(circles.ROADS["choices"], words.ROADS)
    )


# Talks and wishes.


class Session(StaffForm):
    """One preparation session: a day, minutes, how. There is no place for what was said."""

    past = begins_today = ("held_on",)
    held_on = day(_("On which day?"))
    minutes = minutes(_("How many minutes?"), most=600)
    mode = one_of(_("How?"), words.in_words(circles.MODES["choices"], words.MODES))


class HerWish(Given):
    """Whether the survivor wants to go on, and the form of meeting."""

    field_order = ("wish", "form", "how")
    wish = one_of(
        _("Does the survivor want to go on?"), [("go on", _("Yes, go on")), ("not yet", _("Not yet"))]
    )
    form = one_of(
        _("Which form of meeting did the survivor choose?"),
        [("", _("None")), *words.in_words(safety.FORMS["choices"], words.FORMS)],
        hint=_("All forms are equal. None is fine too."),
        required=False,
    )


class HisWish(Given):
    """Whether the accountable party wants to go on."""

    field_order = ("wish", "how")
    wish = one_of(
        _("Does the accountable party want to go on?"),
        [("go on", _("Yes, go on")), ("not yet", _("Not yet"))],
    )


# Meetings.


class MeetingPlan(StaffForm):
    """A meeting to be planned."""

    form = one_of(_("In which form?"), words.in_words(safety.FORMS["choices"], words.FORMS))
    on_day = day(
        _("On which day?"),
        hint=_("The accountable party's side is told the form and the day at the next fixed time."),
    )

    def clean_on_day(self) -> Any:
        """The day, unless it has passed."""
        if self.cleaned_data["on_day"] < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return self.cleaned_data["on_day"]


class MeetingHeld(StaffForm):
    """How long a meeting was."""

    minutes = minutes(_("How many minutes did it take?"), most=1440)


# The plan.


class Item(Given):
    """One thing in the plan, in the survivor's words, checkable."""

    field_order = ("kind", "action", "for_whom", "by_when", "shown_by", "how")
    kind = one_of(
        _("What kind of thing is it?"), words.in_words(circles.ITEM_KINDS["choices"], words.ITEM_KINDS)
    )
    action = text(_("What is to be done?"), hint=NOT_WHERE, longest=500, rows=3)
    for_whom = one_of(_("For whom?"), words.in_words(circles.FOR_WHOM["choices"], words.FOR_WHOM))
    by_when = day(_("By when?"))
    shown_by = one_of(
        _("What shows that it was done?"), words.in_words(circles.EVIDENCE["choices"], words.EVIDENCE)
    )


class Reading(StaffForm):
    """What the advocate found on reading an item."""

    reading = one_of(
        _("What did you find?"),
        words.in_words(circles.READINGS["choices"], words.READINGS),
        hint=_("Only an item that is safe to show can be shown. The survivor reads your answer."),
    )


class HearsOfProgress(StaffForm):
    """Whether the survivor wants to see what was done."""

    wants = forms.TypedChoiceField(
        label=_("Does the survivor want to see what was done?"),
        choices=list(words.YES_OR_NO.items()),
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )


class BreachWish(StaffForm):
    """What the survivor wants to hear of."""

    kind = one_of(_("What kind of breach?"), words.in_words(circles.BREACHES["choices"], words.BREACHES))
    wish = one_of(
        _("What does the survivor want?"),
        words.in_words(circles.BREACH_WISHES["choices"], words.BREACH_WISHES),
    )


class ProgressRead(StaffForm):
    """Whether what was given for a task is enough."""

    outcome = one_of(_("Is it enough?"), words.in_words(circles.PASSED["choices"], words.PASSED))


class TaskAnswered(Given):
    """The accountable party's answer to a task, given by instruction."""

    field_order = ("answer", "counsel_consulted_on", "how")
    past = ("counsel_consulted_on",)
    answer = one_of(_("What is the answer?"), words.in_words(circles.ANSWERS["choices"], words.ANSWERS))
    counsel_consulted_on = day(
        _("On which day was counsel consulted?"), hint=_("A yes needs this day."), required=False
    )

    def clean(self) -> dict[str, Any]:
        """What was given, with an error when a yes comes without counsel."""
        given = super().clean()
        day_was_read = "counsel_consulted_on" not in self.errors
        if given.get("answer") == "accept" and day_was_read and not given["counsel_consulted_on"]:
            self.add_error("counsel_consulted_on", _("A yes needs the day on which counsel was consulted."))
        return given


class ProgressGiven(StaffForm):
    """What the accountable party did for a task."""

    past = begins_today = ("done_on",)
    says = one_of(_("How far is it?"), words.in_words(circles.SAYS["choices"], words.SAYS))
    shown_by = one_of(_("What shows it?"), words.in_words(circles.EVIDENCE["choices"], words.EVIDENCE))
    done_on = day(_("On which day was it done?"))
    note = forms.CharField(
        label=_("A note for the facilitator"),
        help_text=_("It does not reach the survivor. You can leave it empty."),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )


class Consent(Given):
    """What came before the accountable party's yes."""

    field_order = ("counsel_consulted_on", "consequences_explained_on", "acknowledged_on", "how")
    past = ("counsel_consulted_on", "consequences_explained_on", "acknowledged_on")
    counsel_consulted_on = day(_("On which day was counsel consulted?"))
    consequences_explained_on = day(_("On which day were the consequences explained?"))
    acknowledged_on = day(
        _("On which day was the harm acknowledged?"), hint=_("A day, never words."), required=False
    )


class AskedOn(StaffForm):
    """On which day the survivor was asked whether all is done."""

    past = begins_today = ("asked_on",)
    asked_on = day(_("On which day was the survivor asked?"))


class AnswerAtTheEnd(StaffForm):
    """What the survivor answered at the end."""

    answer = one_of(
        _("What did the survivor answer?"),
        list(words.AT_THE_END.items()),
    )


class Breach(StaffForm):
    """A term that was not kept."""

    past = ("happened_on", "asked_her_on")
    kind = one_of(_("What was it?"), words.in_words(circles.BREACHES["choices"], words.BREACHES))
    happened_on = day(_("On which day did it happen?"))
    asked_her_on = day(
        _("On which day was the survivor asked?"),
        hint=_("Only where they wished to be asked first. Leave it empty otherwise."),
        required=False,
    )


# Time.


class Reviewed(StaffForm):
    """A review at one of its fixed months."""

    past = begins_today = ("held_on",)
    month = forms.TypedChoiceField(label=_("Which review?"), coerce=int, widget=forms.RadioSelect)
    held_on = day(_("On which day?"))
    outcome = one_of(_("What came of it?"), list(words.REVIEWED.items()))

    def prepare(self) -> None:
        """Offer the months that have not been reviewed yet."""
        choice_of(self, "month").choices = [
            (month, _("After %(months)s months, %(day)s") % {"months": month, "day": falls_on.isoformat()})
            for month, falls_on in reviews_waiting(self.at)
        ]


class MoreTime(StaffForm):
    """Until when more time is asked for."""

    until_on = day(
        _("Until which day?"), hint=_("The survivor, the accountable party and the office must say yes.")
    )

    def clean_until_on(self) -> Any:
        """The day, unless it is no later than what there is."""
        asked = self.cleaned_data["until_on"]
        last = [
            self.today,
            *Extension.objects.filter(case_id=self.at.case_id).values_list("until_on", flat=True),
        ]
        if asked <= max(last):
            raise forms.ValidationError(
                _("Choose a day after today, and after any that was asked for before.")
            )
        return asked


# Services, and how the survivor is reached.


class ServiceOpened(StaffForm):
    """A service that is opened, with the end of its means."""

    past = begins_today = ("opened_on",)
    kind = one_of(_("Which service?"), words.in_words(care.SERVICES["choices"], words.SERVICES))
    opened_on = day(_("From which day?"))
    means_until_on = day(
        _("Until which day does the program have the means?"),
        hint=_("The survivor sees this day. No stage of the case ends a service."),
    )

    def clean(self) -> dict[str, Any]:
        """What was given, with an error when the means end before the service begins."""
        given = super().clean()
        if (
            given.get("opened_on")
            and given.get("means_until_on")
            and given["means_until_on"] < given["opened_on"]
        ):
            self.add_error("means_until_on", _("This day must not come before the first one."))
        return given


class ServiceEnded(StaffForm):
    """On which day the survivor ended a service."""

    past = begins_today = ("ended_on",)
    ended_on = day(_("On which day did the survivor say so?"))


class Means(StaffForm):
    """A new end of the means for a service."""

    means_until_on = day(_("Until which day does the program have the means?"))


class Way(StaffForm):
    """One way to reach the survivor, or never to."""

    channel = one_of(_("Which way?"), words.in_words(people.CHANNELS["choices"], words.CHANNELS))
    allowed = forms.TypedChoiceField(
        label=_("May it be used?"),
        choices=[("yes", _("Yes, it is safe")), ("no", _("No, never"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    address = line(_("Number, address, or the person to go through"), required=False)
    hours = line(_("When is it safe?"), hint=_("In the survivor's words."), required=False)

    def clean(self) -> dict[str, Any]:
        """What was given, with an error when a way that may be used leads nowhere."""
        given = super().clean()
        if given.get("allowed") and not given.get("address"):
            self.add_error("address", _("Write where this way leads."))
        return given


class CaseName(StaffForm):
    """What the survivor calls the case on lists."""

    name = line(_("What does the survivor call the case?"), hint=NOT_WHERE, longest=60)


class HerName(StaffForm):
    """What the survivor is called, and the language they read."""

    called = line(_("What is the survivor called?"), hint=_("As they say, not as papers say."), longest=80)
    language = one_of(_("Which language do they read?"), list(words.LANGUAGES.items()))

    def prepare(self) -> None:
        """Begin with what is there."""
        now = people.HerName.objects.filter(case_id=self.at.case_id).first()
        if now:
            self.initial = {"called": now.called, "language": now.language, **self.initial}


class Part(StaffForm):
    """One of the three parts of staff."""

    role = one_of(_("For which part?"), [(part, words.ROLES[part]) for part in PARTS])


# The director's.


class PartOffer(StaffForm):
    """Who is asked to take which part."""

    who_and_part = forms.ChoiceField(
        label=_("Who is asked to take which part?"),
        help_text=_(
            "Only people whose credential is in force. They learn the name as charged, to think of ties."
        ),
        widget=forms.Select,
    )

    def prepare(self) -> None:
        """Offer everybody who could take a part today, part by part."""
        could = {part: who_could_take(part, today=self.at.today) for part in PARTS}
        choice_of(self, "who_and_part").choices = [
            ("", _("Choose")),
            *(
                (
                    words.ROLES[part],
                    [(f"{part} {one.person_id}", f"{one.called}, {one.organization}") for one in found],
                )
                for part, found in could.items()
            ),
        ]


class PartEnd(StaffForm):
    """Whose part ends."""

    part = one_of(_("Whose part ends?"), [])

    def prepare(self) -> None:
        """Offer the parts that somebody holds now."""
        held = {worker.role: worker.called for worker in reversed(self.at.workers) if not worker.until_at}
        choice_of(self, "part").choices = [
            (part, f"{words.ROLES[part]}: {held[part]}") for part in PARTS if part in held
        ]


class HoldReviewed(StaffForm):
    """What people outside the case decided."""

    outcome = one_of(
        _("What was decided?"),
        list(words.HOLD_REVIEWED.items()),
    )


class Glass(StaffForm):
    """Why a director opens a case."""

    reason = text(
        _("Why must you open this case now?"),
        hint=_("The survivor will read this, with your name and the hours. At least ten letters."),
        longest=500,
        rows=3,
    )
    reason.validators.append(RegexValidator(r"\S.{9,}", _("Write at least ten letters.")))


# Without a case.


class ByPhone(forms.Form):
    """A stop or a pause that a survivor gives by voice."""

    number = forms.CharField(
        label=_("Case number"),
        max_length=20,
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    event = one_of(
        _("What did the survivor say?"),
        [("stop", _("Stop")), ("pause", _("Pause"))],
        hint=_("Ask for no reason. It holds from the moment it is said."),
    )


class Ties(forms.Form):
    """Whether a worker has a tie to either side."""

    said = one_of(
        _("Do you know this person, or anybody close to either side?"),
        [("no tie", _("I have no tie to either side")), ("tie", _("I have a tie"))],
        hint=_("Family, friends, work, faith, neighbors. You need not say which tie."),
    )


class ReferralAsked(forms.Form):
    """A case that an office is asked to refer."""

    office = forms.ChoiceField(label=_("Which office?"), widget=forms.RadioSelect)
    court_number = line(
        _("Court number"),
        hint=_("Only a charged case can be referred. Write nothing about the survivor."),
        longest=60,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the prosecutors' offices of the program."""
        super().__init__(*args, **kwargs)
        offices = people.Organization.objects.filter(kind="prosecutor").order_by("name")
        choice_of(self, "office").choices = [(str(one.id), one.name) for one in offices]


class CaseNumber(forms.Form):
    """The number of a case to open."""

    number = forms.CharField(
        label=_("Case number"),
        max_length=20,
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
