"""The page docs/reference/journey.md: where a case can be, every step between, and what each step needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from amends.journey.stages import (
    ACTS,
    FINAL,
    LASTING,
    ROAD,
    STAGES,
    START,
    TAKEN_BY,
    TURNS,
    Move,
    Turn,
    endings,
    moves_from,
)
from amends.policy.page import table_head, table_row

OPENING = """\
# The journey of a case

Made by `amends docs` from `amends/journey/stages.py`; change that file instead. The database stores no
history that is not a path through these tables. What each need asks:
[the rules](rules.md#what-can-stop-an-act). The picture leaves out the endings, which lead out of every stage.
"""

STAGES_OPENING = """\
## Where a case can be

The word is all that the office, the accountable party and their counsel read of it. It goes out with a day,
and what happened inside is not told.
"""

ENDINGS_OPENING = """\
## Ending before the time

An ending leads to `not_accepted` up to `inviting`, and to `returned` afterwards. It is legal while the case
is paused, stopping or held.
"""

TURNS_OPENING = """\
## Pause, stop and hold

These steps keep the stage and switch something on or off within it. The survivor's stop holds at once; the
word goes out when the survivor sends it, or when the hold of the stop is over.
"""

STAGE_OPENING = """\
## From each stage

By voice or on paper, an advocate can take a step for the survivor, and counsel or coach for the accountable
party. Anybody who works for the program can take a pause or a stop by voice.
"""

ACTS_OPENING = """\
## Acts that are no steps

They are refused by the same conditions.
"""


def journey_page() -> str:
    """Return the page as Markdown, in English, ending with a line break."""
    return "\n".join(
        [
            OPENING,
            *_diagram(),
            STAGES_OPENING,
            *_stages(),
            STAGE_OPENING,
            *(line for stage in (START, *LASTING) for line in _moves(stage)),
            ENDINGS_OPENING,
            *_endings(),
            TURNS_OPENING,
            *_turns(),
            ACTS_OPENING,
            *_acts(),
            "",
        ]
    )


def _diagram() -> Iterator[str]:
    """Yield the road as a Mermaid diagram of stages. Endings are left out: they lead from everywhere."""
    yield "```mermaid\nstateDiagram-v2"
    for move in ROAD:
        start = "[*]" if move.start == START else move.start
        yield f"    {start} --> {move.end}: {move.event} ({_words(move.by)})"
    for stage in STAGES:
        if stage in FINAL:
            yield f"    {stage} --> [*]"
    yield "```\n"


def _stages() -> Iterator[str]:
    yield from table_head("Stage", "The word", "Lasts")
    for stage, word in STAGES.items():
        yield table_row(f"`{stage}`", word, "for good" if stage in FINAL else "until the next step")
    yield ""


def _moves(stage: str) -> Iterator[str]:
    """Yield the steps of one stage along the road; those that end a case early have a table of their own."""
    yield f"### {'The start' if stage == START else f'`{stage}`'}\n"
    yield from table_head("Step", "To", "Whose it is", "Also taken by", "Needs", "The word then")
    for move in (move for move in moves_from(stage) if move in ROAD):
        word = "" if STAGES.get(move.start) == STAGES[move.end] else STAGES[move.end]
        who = _words(move.by), _words(_takers(move))
        yield table_row(move.event, f"`{move.end}`", *who, _words(move.needs, code=True), word)
    yield ""


def _endings() -> Iterator[str]:
    yield from table_head("Step", "From", "Whose it is", "Needs", "Reasons")
    for event in dict.fromkeys(move.event for move in endings()):
        same = [move for move in endings() if move.event == event]
        stages = tuple(move.start for move in same)
        everywhere = "every stage that lasts" if stages == LASTING else _words(stages, code=True)
        one = same[0]
        yield table_row(event, everywhere, _words(one.by), _words(one.needs, code=True), _words(one.reasons))
    yield ""


def _turns() -> Iterator[str]:
    yield from table_head("Step", "What it does", "Whose it is", "Also taken by", "Needs", "Legal while")
    for turn in TURNS:
        does = f"{'begins' if turn.on else 'ends'} *{turn.flag}*"
        who = _words(turn.by), _words(_takers(turn))
        yield table_row(turn.event, does, *who, _words(turn.needs, code=True), _words(turn.during))
    yield ""


def _acts() -> Iterator[str]:
    yield from table_head("Act", "Needs")
    for act, needs in ACTS.items():
        yield table_row(act, _words(needs, code=True))


def _takers(row: Move | Turn) -> list[str]:
    return sorted({taker for part in row.by for taker in TAKEN_BY.get(part, ())})


def _words(words: Iterable[str], *, code: bool = False) -> str:
    return ", ".join(f"`{word}`" if code else word for word in words)
