"""What the accountable party can do: each act with its page, and the word under which it is offered."""

from django.utils.translation import gettext_lazy as _

from amends.circles.answering import answer_extension, answer_task, say_his_wish, tell_progress
from amends.circles.consenting import consent, decline, leave
from amends.circles.wishing import ask_for_another_worker
from amends.journey.stages import move_called
from amends.portals.accountable.forms import (
    AnotherWorkerForm,
    AnswerForm,
    ConsentForm,
    MoreTimeForm,
    ProgressForm,
    WishForm,
)
from amends.portals.shared.acts import Act

ACTS = (
    Act(
        "yes",
        title=_("Say yes"),
        submit=_("Yes, I want to take part"),
        does=consent,
        form=ConsentForm,
        typed=move_called("consent").needs,
        lead=(
            _("Say yes only if you want to. No one can make you."),
            _("Talk with your lawyer first. Ask what a yes would mean for your court case."),
            _("After a yes, you meet a coach. Then you are asked to do things to make up for harm."),
            _("You see each thing first, and you can say no to it. You can leave on any day."),
        ),
        done=_("Your yes is saved. Your coach will tell you the next step."),
    ),
    Act(
        "no",
        title=_("Say no"),
        submit=_("No, I do not want to take part"),
        does=decline,
        lead=(
            _("You can say no. You do not have to say why."),
            _("Nothing bad is written down about you for a no. Your court case goes on as before."),
            _("You cannot take the no back on this page. You may want to talk with your lawyer first."),
        ),
        done=_("Your no is saved. There is nothing more that you have to do here."),
    ),
    Act(
        "wish",
        title=_("Say if you want to go on"),
        submit=_("Save my answer"),
        does=say_his_wish,
        form=WishForm,
        lead=(_("Both answers are fine. You can change yours on any day."),),
    ),
    Act(
        "another-worker",
        title=_("Ask for someone else"),
        submit=_("Ask for someone else"),
        does=ask_for_another_worker,
        form=AnotherWorkerForm,
        lead=(_("You can ask to work with someone else. You do not have to say why."),),
        done=_("We have it. A person who runs the program will look at it and tell you."),
    ),
    Act(
        "more-time",
        title=_("Say yes or no to more time"),
        submit=_("Save my answer"),
        does=answer_extension,
        form=MoreTimeForm,
        lead=(_("Talk with your lawyer first. You can say yes or no. You can answer one time."),),
    ),
    Act(
        "leave",
        title=_("Leave"),
        submit=_("Leave now"),
        does=leave,
        lead=(
            _("You can leave on any day. You do not have to say why."),
            _("Nothing bad is written down about you for it. Your case goes back to the court."),
            _("You cannot take this back here. You may want to talk with your lawyer first."),
        ),
        done=_("You have left. There is nothing more that you have to do here."),
    ),
)

TASK_ACTS = (
    Act(
        "answer",
        title=_("Answer"),
        submit=_("Save my answer"),
        does=answer_task,
        form=AnswerForm,
        lead=(_("Talk with your lawyer first. You can say yes, say no, or ask. You can change it later."),),
    ),
    Act(
        "done",
        title=_("Tell us what you did"),
        submit=_("Send this"),
        does=tell_progress,
        form=ProgressForm,
        lead=(_("Our staff read this and tell you if it is enough. Keep your papers in a safe place."),),
        done=_("We have it. Our staff will read it."),
    ),
)

# What is offered while a word stands on the case. It rests on the word alone, which is all that he can read
# of where things are, so that nothing here can tell him more (P4, P12).
OFFERED = {
    "received": ("yes", "no"),
    "active": ("wish", "more-time", "another-worker", "leave"),
}
