"""What the liaison and counsel can do in a case: each act, and the word under which it is offered."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from amends.circles.answering import answer_extension, answer_task, say_his_wish
from amends.circles.consenting import consent, decline, leave
from amends.circles.wishing import ask_for_another_worker
from amends.journey.moving import take_move
from amends.journey.recording import add
from amends.journey.stages import move_called
from amends.portals.office.forms import (
    AnotherWorkerForm,
    EndForm,
    InstructedAnswerForm,
    InstructedConsentForm,
    InstructedForm,
    InstructedMoreTimeForm,
    InstructedWishForm,
    MoreTimeForm,
    OrderForm,
)
from amends.portals.shared.acts import Act
from amends.safety.models import ContactOrder


def file_order(case_id: UUID, **order: object) -> None:
    """Store an order that forbids contact, for those who plan meetings to read. Raises as add."""
    add(ContactOrder(case_id=case_id, **order))


def end_by_the_office(case_id: UUID, *, because: str) -> None:
    """End the case for a reason from the list. Raises as take_move; then nothing is written."""
    take_move(case_id, "end by the office", because=because)


INSTRUCTED = _("You write down what the accountable party asked you to. It is recorded as theirs.")

LIAISON_ACTS = (
    Act(
        "order",
        title=_("File an order that forbids contact"),
        submit=_("File the order"),
        does=file_order,
        form=OrderForm,
        lead=(_("No meeting and no letter is planned against an order, except within a written exception."),),
        done=_("The order is filed."),
    ),
    Act(
        "more-time",
        title=_("Say yes or no to more time"),
        submit=_("Save the answer"),
        does=answer_extension,
        form=MoreTimeForm,
        lead=(_("The process goes on longer only if all three say yes. An answer is given once."),),
    ),
    Act(
        "end",
        title=_("End the case for the office"),
        submit=_("End the case now"),
        does=end_by_the_office,
        form=EndForm,
        lead=(
            _("Work on the case stops at once. This cannot be taken back; a new referral opens a new case."),
            _("The survivor's services go on. The reason stays inside the program; one word goes out."),
        ),
        danger=True,
        done=_("The case is ended."),
    ),
)

COUNSEL_ACTS = (
    Act(
        "yes",
        title=_("Record the yes"),
        submit=_("Record the yes"),
        does=consent,
        form=InstructedConsentForm,
        typed=move_called("consent").needs,
        lead=(INSTRUCTED, _("The yes is free. Leaving is possible on any day after it, without a reason.")),
        done=_("The yes is recorded."),
    ),
    Act(
        "no",
        title=_("Record the no"),
        submit=_("Record the no"),
        does=decline,
        form=InstructedForm,
        lead=(INSTRUCTED, _("Nothing adverse is recorded. The court case goes on as before.")),
        done=_("The no is recorded."),
    ),
    Act(
        "wish",
        title=_("Record whether they want to go on"),
        submit=_("Record it"),
        does=say_his_wish,
        form=InstructedWishForm,
        lead=(INSTRUCTED,),
    ),
    Act(
        "more-time",
        title=_("Record the yes or no to more time"),
        submit=_("Record it"),
        does=answer_extension,
        form=InstructedMoreTimeForm,
        lead=(INSTRUCTED, _("An answer is given once.")),
    ),
    Act(
        "another-worker",
        title=_("Ask for another worker"),
        submit=_("Ask for another worker"),
        does=ask_for_another_worker,
        form=AnotherWorkerForm,
        lead=(_("No reason is asked. The director of the program answers."),),
        done=_("It is asked."),
    ),
    Act(
        "leave",
        title=_("Record that they leave"),
        submit=_("Record that they leave"),
        does=leave,
        form=InstructedForm,
        lead=(
            INSTRUCTED,
            _("Nothing adverse is recorded. The case goes back to the court. It cannot be taken back."),
        ),
        done=_("It is recorded that they left."),
    ),
)

TASK_ACT = Act(
    "answer",
    title=_("Record an answer"),
    submit=_("Record the answer"),
    does=answer_task,
    form=InstructedAnswerForm,
    lead=(INSTRUCTED,),
)

ACTS = {"liaison": LIAISON_ACTS, "counsel": COUNSEL_ACTS}

# What is offered while a word stands on the case, by role. It rests on the word that this role reads, alone.
OFFERED = {
    "liaison": {"received": ("order", "end"), "active": ("order", "more-time", "end")},
    "counsel": {
        "received": ("yes", "no"),
        "active": ("wish", "more-time", "another-worker", "leave"),
    },
}
