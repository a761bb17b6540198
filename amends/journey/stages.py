"""The journey of a case: its stages, every step between them, and what each step needs.

This table is the journey. The database refuses any history that is not a path through it, the page
docs/reference/journey.md is drawn from it, the doors offer its moves, and tests walk every path.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

START = "(start)"

# Where a case can be, in the order of the road, and the word that the office and his side read
# from then on (P10). Several stages share a word, so that the word gives nothing else away.
STAGES = {
    "referred": "received",
    "screening": "received",
    "choosing": "received",
    "inviting": "received",
    "preparing": "active",
    "planning": "active",
    "following": "active",
    "completed": "completed",
    "returned": "returned",
    "not_accepted": "not accepted",
}
FINAL = ("completed", "returned", "not_accepted")
LASTING = tuple(stage for stage in STAGES if stage not in FINAL)
BEFORE_HIS_YES = ("referred", "screening", "choosing", "inviting")
AFTER_HIS_YES = ("preparing", "planning", "following")

# What may be switched on within a stage. It is part of the state, so a forbidden step during a
# pause has no row to stand on: nothing has to be remembered, and no race can lose it.
FLAGS = ("paused", "stopping", "held")

# Who may write a move down for somebody who gave it by voice or on paper.
TAKEN_BY = {"survivor": ("advocate",), "accountable": ("counsel", "coach")}
STAFF = ("advocate", "facilitator", "coach", "director")


@dataclass(frozen=True)
class Move:
    """One step from stage to stage: who may take it, and what must be true first.

    `needs` are ids of policy/conditions.toml. `reasons` is the closed list of inward reasons, empty when
    none is asked. `during` says which flags may be on when the step is taken.
    """

    start: str
    event: str
    end: str
    by: tuple[str, ...]
    needs: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    during: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One step that keeps the stage and switches a flag on or off."""

    event: str
    flag: str
    on: bool
    by: tuple[str, ...]
    needs: tuple[str, ...] = ()
    during: tuple[str, ...] = ()


SAFE_NOW = ("coercion_check_fresh", "safety_check_fresh", "safe_enough")
TEAM = ("advocate_seated", "facilitator_seated", "coach_seated", "three_different_workers")
BOTH_READY = ("prepared_hers", "prepared_his", "her_wish_fresh", "his_wish_fresh")
FOUND = ("finding_by_two", "told_first", "safety_plan_made", "her_view_recorded")

# fmt: off
ROAD = (
    #    from         when                           to              moved by           needs
    Move(START,       "refer",                       "referred",     ("liaison",),
         ("charged", "told_about_program", "contact_agreed", "adult", "two_different_people")),
    Move("referred",  "agree to talk",               "screening",    ("advocate",),     ("contact_agreed",)),
    Move("screening", "offer the choice",            "choosing",     ("facilitator",),
         ("advocate_seated", *SAFE_NOW)),
    Move("choosing",  "choose the restorative road", "inviting",     ("survivor",),
         ("roads_explained", "choice_recorded", "choice_is_this_road", "cooling_off_over", "read_back")),
    Move("choosing",  "choose another road",         "not_accepted", ("survivor",),     ("read_back",),
         during=("paused", "held")),
    Move("inviting",  "consent",                     "preparing",    ("accountable",),
         ("counsel_consulted", "consequences_explained", "acknowledged")),
    Move("inviting",  "decline",                     "not_accepted", ("accountable",),  during=FLAGS),
    Move("preparing", "go on",                       "planning",     ("facilitator",),
         (*TEAM, *SAFE_NOW, *BOTH_READY, "mou_in_force")),
    Move("planning",  "agree the plan",              "following",    ("survivor",),
         ("plan_has_items", "money_decided", "items_read", "items_agreed", "read_back")),
    Move("following", "complete",                    "completed",    ("facilitator",),
         ("all_verified", "she_was_asked")),
)
# fmt: on

PROGRAM_REASONS = (
    "survivor under 18",
    "death",
    "cannot be reached",
    "removed from the country",
    "no answer by the deadline",
    "time is up",
)
OFFICE_REASONS = ("charge dismissed", "prosecution resumed", "memorandum ended")


def endings() -> Iterator[Move]:
    """Yield every way in which a case that is still going can end before its time, from each stage."""
    for stage in LASTING:
        end = "not_accepted" if stage in BEFORE_HIS_YES else "returned"
        ours = ("facilitator", "director")
        # Her stop has been made by then; this is the word going out, by her or by the clock.
        yield Move(stage, "send the word", end, ("survivor", "clock"), ("hold_over",), during=FLAGS)
        yield Move(stage, "end as not eligible", end, ours, during=FLAGS)
        yield Move(stage, "end for safety", end, ours, during=FLAGS)
        yield Move(stage, "end for coercion", end, ours, FOUND, during=FLAGS)
        yield Move(stage, "end by the program", end, ours, ("reason_given",), PROGRAM_REASONS, FLAGS)
        yield Move(stage, "end by the office", end, ("liaison",), ("reason_given",), OFFICE_REASONS, FLAGS)
        if stage in AFTER_HIS_YES:
            yield Move(stage, "leave", end, ("accountable",), during=FLAGS)
            yield Move(stage, "breach", end, ours, ("breach_recorded", "her_breach_wish_asked"), during=FLAGS)


# fmt: off
TURNS = (
    #    when             flag        on     by                                              legal during
    Turn("pause",         "paused",   True,  ("survivor",),                                  during=("held",)),
    Turn("resume",        "paused",   False, ("survivor",), ("read_back",),                  during=("paused", "held")),
    Turn("stop",          "stopping", True,  ("survivor",),                                  during=("paused", "held")),
    Turn("take it back",  "stopping", False, ("survivor",), ("read_back",),                  during=FLAGS),
    Turn("hold",          "held",     True,  ("advocate", "facilitator", "coach", "director"), during=("paused",)),
    Turn("let go on",     "held",     False, ("facilitator", "director"), ("review_is_outside",),
         during=("paused", "held")),
)
# fmt: on

JOURNEY: tuple[Move, ...] = (*ROAD, *endings())

MEETING_IS_SAFE = (
    "stage_allows", "not_paused", "not_stopping", "not_held", *TEAM, *SAFE_NOW, *BOTH_READY,
    "mou_in_force", "no_order_forbids", "form_is_hers",
)  # fmt: skip

# Acts that are not moves and are refused by the same conditions, each said in the database by a trigger.
ACTS = {
    # All of it again on the day itself: what was so when a meeting was planned need not be so any more (P6).
    "schedule a meeting": MEETING_IS_SAFE,
    "hold a meeting": MEETING_IS_SAFE,
    "show him an item": ("not_paused", "not_stopping", "not_held", "items_read"),
}  # fmt: skip

# Whose facts a condition rests on. Whoever sits on his side or in the office is never told of hers.
HIS_FACTS = ("counsel_consulted", "consequences_explained", "acknowledged", "prepared_his", "his_wish_fresh")
OFFICE_FACTS = (
    "charged", "told_about_program", "contact_agreed", "adult", "two_different_people", "mou_in_force",
    "reason_given",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Step:
    """One row of the database's table of legal moves: a state, what happens, the state after it."""

    start: str
    event: str
    end: str
    by: tuple[str, ...]
    word: str | None


def state_word(stage: str, flags: tuple[str, ...]) -> str:
    """Return a stage and the flags that are on as the one phrase that the history stores.

    >>> state_word("planning", ("held", "paused"))
    'planning paused held'
    """
    return " ".join([stage, *(flag for flag in FLAGS if flag in flags)])


def all_flags() -> Iterator[tuple[str, ...]]:
    """Yield every combination of flags, none first."""
    for on in product((False, True), repeat=len(FLAGS)):
        yield tuple(flag for flag, is_on in zip(FLAGS, on, strict=True) if is_on)


def legal_steps() -> list[Step]:
    """Return every step that a history may hold, in a stable order.

    An ending clears all flags: nothing is left to be paused. *Send the word* needs a stop to have been made.
    `word` is what then goes out, or None when the word stays as it was.
    """
    steps = []
    for move, flags in product(JOURNEY, all_flags()):
        if move.start == START and flags:
            continue
        if not set(flags) <= set(move.during):
            continue
        if move.event == "send the word" and "stopping" not in flags:
            continue
        word = STAGES[move.end]
        before = None if move.start == START else STAGES[move.start]
        start = START if move.start == START else state_word(move.start, flags)
        steps.append(Step(start, move.event, move.end, move.by, word if word != before else None))
    for turn, stage, flags in product(TURNS, LASTING, all_flags()):
        is_on = turn.flag in flags
        if is_on == turn.on or not set(flags) <= set(turn.during):
            continue
        after = tuple(set(flags) ^ {turn.flag})
        steps.append(Step(state_word(stage, flags), turn.event, state_word(stage, after), turn.by, None))
    return sorted(steps)


@cache
def steps_from(state: str) -> tuple[Step, ...]:
    """Return the steps that may be taken next from a stage with its flags, as `state_word` writes it."""
    return tuple(step for step in legal_steps() if step.start == state)


def moves_from(stage: str) -> tuple[Move, ...]:
    """Return the moves that may be made next from a stage, in the order of the table."""
    return tuple(move for move in JOURNEY if move.start == stage)


def move_called(event: str) -> Move | Turn:
    """Return the first row with this name, for its `by`, `needs` and `reasons`, which are the same in each.

    Raises KeyError when the journey has no such step.
    """
    rows: tuple[Move | Turn, ...] = (*JOURNEY, *TURNS)
    for row in rows:
        if row.event == event:
            return row
    raise KeyError(event)


def needs_of(act: str) -> tuple[str, ...]:
    """Return the conditions of a move, a turn or another act, by its name."""
    return ACTS[act] if act in ACTS else move_called(act).needs
