"""The road of a case, written a second time from the program's design and in another shape, for the judge alone.

Nothing here may come from the product's own table: a slip that stands in one would then stand in both.
"""

from __future__ import annotations

START = "(start)"
ALONG = {
    (START, "refer"): ("liaison", "referred"),
    ("referred", "agree to talk"): ("advocate", "screening"),
    ("screening", "offer the choice"): ("facilitator", "choosing"),
    ("choosing", "choose the restorative road"): ("survivor", "inviting"),
    ("choosing", "choose another road"): ("survivor", "not_accepted"),
    ("inviting", "consent"): ("accountable", "preparing"),
    ("inviting", "decline"): ("accountable", "not_accepted"),
    ("preparing", "go on"): ("facilitator", "planning"),
    ("planning", "agree the plan"): ("survivor", "following"),
    ("following", "complete"): ("facilitator", "completed"),
}
UNTIL_HIS_YES = ("referred", "screening", "choosing", "inviting")
AFTER_HIS_YES = ("preparing", "planning", "following")
LASTING = UNTIL_HIS_YES + AFTER_HIS_YES
ENDED = ("completed", "returned", "not_accepted")
WORDS = ("received", "not accepted", "active", "returned", "completed")

# Endings that others make, and hers that goes out: by whom, and whether only after his yes.
ENDINGS = {
    "send the word": (("survivor", "clock"), False),
    "end as not eligible": (("facilitator", "director"), False),
    "end for safety": (("facilitator", "director"), False),
    "end for coercion": (("facilitator", "director"), False),
    "end by the program": (("facilitator", "director"), False),
    "end by the office": (("liaison",), False),
    "leave": (("accountable",), True),
    "breach": (("facilitator", "director"), True),
}
# The reasons that have to be named. Every other end has its own name for a reason, and nobody's own words.
REASONS = {
    "send the word": ("send the word", "stop"),
    "end by the program": (
        "survivor under 18", "death", "cannot be reached", "removed from the country", "no answer by the deadline",
        "time is up",
    ),
    "end by the office": ("charge dismissed", "prosecution resumed", "memorandum ended"),
}  # fmt: skip
# What is switched, to what, by whom, and what must not be on already besides.
SWITCHES = {
    "pause": ("paused", True, ("survivor",), {"stopping"}),
    "resume": ("paused", False, ("survivor",), {"stopping"}),
    "stop": ("stopping", True, ("survivor",), set()),
    "take it back": ("stopping", False, ("survivor",), set()),
    "hold": ("held", True, ("advocate", "facilitator", "coach", "director"), {"stopping"}),
    "let go on": ("held", False, ("facilitator", "director"), {"stopping"}),
}
# What may end a case while something is on, although it stands on the road above.
ENDS_DURING = {"choose another road": {"paused", "held"}, "decline": {"paused", "held", "stopping"}}

State = tuple[str, frozenset[str]]


def as_state(words: str) -> State:
    """Return a stored state, for example `planning paused held`, as a stage and what is switched on."""
    stage, *on = words.split(" ")
    return stage, frozenset(on)


def after(state: State, event: str) -> tuple[tuple[str, ...], State] | None:
    """Return whose act a step is and where it leads, or None when the design knows no such step from there."""
    stage, on = state
    if event in SWITCHES:
        flag, turns_on, by, never_with = SWITCHES[event]
        if stage not in LASTING or (flag in on) == turns_on or on & never_with:
            return None
        return by, (stage, on | {flag} if turns_on else on - {flag})
    if event in ENDINGS:
        by, only_late = ENDINGS[event]
        if stage not in LASTING or (only_late and stage in UNTIL_HIS_YES):
            return None
        if event == "send the word" and "stopping" not in on:
            return None
        return by, ("not_accepted" if stage in UNTIL_HIS_YES else "returned", frozenset())
    if (stage, event) not in ALONG or on - ENDS_DURING.get(event, set()):
        return None
    by, leads_to = ALONG[stage, event]
    return (by,), (leads_to, frozenset())


def word_inside(stage: str) -> str:
    """Return the word that belongs to a stage, when nothing else has gone out before."""
    if stage in UNTIL_HIS_YES:
        return "received"
    return "active" if stage in AFTER_HIS_YES else stage.replace("_", " ")
