"""Which words a report may use: words.toml, and what a run has to show before it may use them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amends.evidence.effects.refusing import thresholds
from amends.evidence.faults import BadInput
from amends.evidence.planning.plan import Plan
from amends.evidence.reporting.parts import Part

WORDS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)


def _pattern(word: str) -> str:
    ending = r"\w*" if word.endswith("*") else ""
    return f"{re.escape(word.removesuffix('*'))}{ending}"


# The same as patterns: whole words, in capitals or not.
PATTERNS = {
    kind: re.compile(rf"\b(?:{'|'.join(map(_pattern, rule['words']))})\b", re.IGNORECASE)
    for kind, rule in WORDS.items()
}


def words_in(text: str) -> dict[str, str]:
    """Return the first word of each kind of words.toml that a text says, by kind.

    >>> words_in("The offer redujo it")
    {'causal': 'redujo'}
    """
    found = {}
    # What divides a word for the eye alone does not hide it.
    whole = re.sub(r"[\u00ad\u200b-\u200d\u2060\ufeff]", "", unicodedata.normalize("NFKC", text))
    spaced = " ".join(whole.split())
    for kind, pattern in PATTERNS.items():
        if match := pattern.search(spaced):
            found[kind] = match[0]
    return found


def refuse_words(parts: Iterable[Part]) -> None:
    """Raise BadInput when a part says a word of words.toml that it has not earned."""
    for part in parts:
        for text in dict.fromkeys(part.texts()):
            for kind, word in words_in(text).items():
                if kind not in part.earned:
                    raise BadInput(
                        [
                            f"The report would say [{word}], which asks for {WORDS[kind]['asks']}. Nothing was written."
                        ]
                    )


def words_of_plan(plan: Plan) -> Iterator[str]:
    """Yield each word of a plan's own that no report of it may repeat, with where it stands.

    A plan that says one can be locked and run, and never reported: it is better told before it is locked.
    """
    design = plan.design
    said = {
        "title": plan.title,
        "asks": plan.asks,
        "design": f"{design.says} | {design.offered} | {design.others}",
        **{name: name for name in (one.name for one in plan.outcomes)},
        **{name: name for name in (one.name for one in plan.described)},
        **{f"words.{language}": " | ".join(_texts(asdict(told))) for language, told in plan.words.items()},
        "deviations": " | ".join(f"{one.what} {one.why}" for one in plan.deviations),
    }
    for where, text in said.items():
        yield from (
            f"[{where}] says [{word}], which asks for {WORDS[kind]['asks']}."
            for kind, word in words_in(text).items()
        )


def _texts(told: Mapping[str, Any]) -> Iterator[str]:
    for value in told.values():
        yield from _texts(value) if isinstance(value, Mapping) else (str(value),)


def may_say_causal(run: Mapping[str, Any], *, is_recorded: bool) -> bool:
    """Whether the words of cause may be used of the primary outcome: see words.toml.

    is_recorded  whether the record of plans holds just this run, and the lock of its plan before it
    """
    planned = run["outcomes"][0]["as_planned"]
    if not is_recorded or planned["refused"] is not None:
        return False
    low, high = planned.get("lower"), planned.get("upper")
    if low is None or high is None or low <= 0 <= high:
        return False
    if run["plan"]["design"]["kind"] == "randomized":
        return True
    if run["lock"].get("read_before"):
        return False
    limit = thresholds().warned_difference
    balance = planned.get("balance") or ()
    balanced = bool(balance) and all(
        one["after"] is not None and abs(one["after"]) <= limit for one in balance
    )
    value = planned.get("e_value") or {}
    return balanced and value.get("estimate") is not None and value.get("limit") is not None


def may_say_money(run: Mapping[str, Any], *, is_recorded: bool) -> bool:
    """Whether the words of money may be used: only where the locked plan itself named a payer and an accounting."""
    named = run["plan"].get("money") or {}
    return is_recorded and bool(named.get("payer")) and bool(named.get("accounting"))
