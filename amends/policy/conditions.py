"""The conditions that can stop an act, and who is told which sentence when one does.

conditions.toml is the list. An audience that has no section under a condition may not know it, and reads one
sentence that is the same for every reason (P6, P12).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from amends.policy.findings import Finding, Met
from amends.policy.reading import PolicyFile, any_of, read_policy
from amends.policy.rules import UNITS, Rule, program_rules

FILE = Path(__file__).parent / "conditions.toml"
LANGUAGES = ("en", "es")
PROMISES = tuple(f"P{number}" for number in range(1, 20))

# Which of the five tellings a role word reads. To ask for a role that is not here is an error.
AUDIENCE = {
    "survivor": "survivor",
    "accountable": "accountable",
    "advocate": "staff",
    "facilitator": "staff",
    "director": "staff",
    "coach": "his_side",
    "counsel": "his_side",
    "liaison": "office",
}
AUDIENCES = tuple(dict.fromkeys(AUDIENCE.values()))

# Read at the first use, so that a broken file can be reported in one sentence by whoever starts the program.
CONDITIONS: Mapping[str, Condition]


@dataclass(frozen=True)
class Condition:
    """One condition: its question, the promise it keeps, and its sentences for those who may know it.

    `asks` is by language. `says` is by audience, then by the answer that is not yes, then by language.
    """

    id: str
    promise: str
    rule: Rule | None
    asks: Mapping[str, str]
    says: Mapping[str, Mapping[Met, Mapping[str, str]]]


class Wording(NamedTuple):
    """What conditions.toml holds: the conditions by id, and what each audience reads instead, by language."""

    conditions: Mapping[str, Condition]
    otherwise: Mapping[str, Mapping[str, str]]


def explain(condition_id: str, answer: Met | str, *, role: str, language: str, rules_on: date) -> Finding:
    """Return what the answer to a condition means, in words for somebody with this role.

    answer    a Met, or the database's word for one
    language  `en` or `es`, with or without a region (`es-mx`)
    rules_on  the day whose rules hold for the case: the day on which it entered

    The sentence of a condition that is met is its question, to be shown beside a yes. Whoever may not know
    the condition gets the very same finding for no and for not known, and an empty sentence for yes.
    Raises KeyError for a condition or language that does not exist, ValueError for such a role or answer,
    and NoRuleYet.
    """
    met, tongue, audience = Met(answer), tongue_of(language), audience_of(role)
    condition = program_wording().conditions[condition_id]
    if audience not in condition.says:
        return Finding(None, met, "", None, None) if met is Met.YES else withheld(role, language=language)
    sentence = condition.asks[tongue] if met is Met.YES else condition.says[audience][met][tongue]
    slot = slot_of(condition.rule)
    if condition.rule is not None and slot is not None:
        sentence = sentence.replace(slot, condition.rule.amount_on(rules_on, tongue))
    return Finding(condition.id, met, sentence, condition.rule, condition.promise)


def withheld(role: str, *, language: str) -> Finding:
    """Return what somebody with this role reads instead of a reason that they may not know: always the same.

    Raises ValueError for a role, and KeyError for a language, that does not exist.
    """
    sentence = program_wording().otherwise[audience_of(role)][tongue_of(language)]
    return Finding(None, Met.NOT_KNOWN, sentence, None, None)


def explain_all(
    answers: Iterable[tuple[str, Met | str]], *, role: str, language: str, rules_on: date
) -> tuple[Finding, ...]:
    """Return the findings of one act for one reader, in the order given, fit to be shown as they are.

    However many conditions withhold their reason, they make one finding at the end, so that its reader cannot
    count them; when all of them are met they make none. Arguments and errors are those of `explain`.
    """
    findings = [
        explain(condition_id, answer, role=role, language=language, rules_on=rules_on)
        for condition_id, answer in answers
    ]
    told = [finding for finding in findings if finding.condition is not None]
    untold = {finding for finding in findings if finding.condition is None and finding.met is not Met.YES}
    return (*told, *untold)


def audience_of(role: str) -> str:
    """Return which telling a role word reads. Raises ValueError for a role that is told nothing."""
    if role not in AUDIENCE:
        raise ValueError(f"Nobody with the role [{role}] is told why an act is refused.")
    return AUDIENCE[role]


def tongue_of(language: str) -> str:
    """Return a language without its region: `es` for `es-mx`."""
    return language.partition("-")[0].lower()


def load_conditions(path: Path = FILE, *, rules: Mapping[str, Rule] | None = None) -> Wording:
    """Return the conditions of a file, with their rules; without `rules`, those are the program's own.

    Raises BadPolicy with file, line and what was expected for whatever is incomplete or would never be read.
    """
    file = read_policy(path)
    if "otherwise" not in file.content:
        file.refuse(expected="expected a table [otherwise], for whoever may not know a reason.")
    section = file.table("otherwise", of=file.content)
    file.only("otherwise", of=section, needed=AUDIENCES)
    otherwise = {audience: read_otherwise(file, audience, section) for audience in AUDIENCES}
    known = program_rules() if rules is None else rules
    conditions = {name: read_condition(file, name, known) for name in file.content if name != "otherwise"}
    return Wording(MappingProxyType(conditions), MappingProxyType(otherwise))


def read_otherwise(file: PolicyFile, audience: str, section: dict[str, Any]) -> Mapping[str, str]:
    """Return the common sentence of one audience, by language. Raises BadPolicy."""
    here = ("otherwise", audience)
    table = file.table(*here, of=section)
    file.only(*here, of=table, needed=("says", "says_es"))
    return both_languages(file, here, "says", table, None)


def read_condition(file: PolicyFile, name: str, rules: Mapping[str, Rule]) -> Condition:
    """Return one condition of the file. Raises BadPolicy."""
    if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name):
        file.refuse(name, expected="is no name; expected whole words in small letters with underscores.")
    section = file.table(name, of=file.content)
    file.only(name, of=section, needed=("promise", "asks", "asks_es", "staff"), allowed=("rule", *AUDIENCES))
    promise = file.words(name, "promise", of=section)
    if promise not in PROMISES:
        file.refuse(name, "promise", expected=f"is [{promise}]; expected one of {any_of(PROMISES)}.")
    rule = None
    if "rule" in section:
        key = file.words(name, "rule", of=section)
        if key not in rules:
            file.refuse(name, "rule", expected=f"is [{key}]; expected the key of a rule in rules/.")
        rule = rules[key]
    return Condition(
        id=name,
        promise=promise,
        rule=rule,
        asks=both_languages(file, (name,), "asks", section, rule),
        says={
            audience: read_sentences(file, (name, audience), section, rule)
            for audience in AUDIENCES
            if audience in section
        },
    )


def read_sentences(
    file: PolicyFile, here: tuple[str, ...], section: dict[str, Any], rule: Rule | None
) -> Mapping[Met, Mapping[str, str]]:
    """Return what one audience is told, by answer and language. Raises BadPolicy."""
    table = file.table(*here, of=section)
    file.only(*here, of=table, needed=("not_met", "not_met_es", "not_known", "not_known_es"))
    return {
        Met.NO: both_languages(file, here, "not_met", table, rule),
        Met.NOT_KNOWN: both_languages(file, here, "not_known", table, rule),
    }


def both_languages(
    file: PolicyFile, here: tuple[str, ...], key: str, table: dict[str, Any], rule: Rule | None
) -> Mapping[str, str]:
    """Return one sentence by language. Raises BadPolicy when it has a slot that the rule cannot fill."""
    said = {}
    for language, written in (("en", key), ("es", f"{key}_es")):
        sentence = file.words(*here, written, of=table)
        slot = slot_of(rule)
        rest = sentence.replace(slot, "") if slot else sentence
        if "{" in rest or "}" in rest:
            expected = (
                f"has another slot; expected only {slot}."
                if slot
                else "has a slot; expected none without a counted rule."
            )
            file.refuse(*here, written, expected=expected)
        said[language] = sentence
    return MappingProxyType(said)


def slot_of(rule: Rule | None) -> str | None:
    """Return the slot that a rule's value fills in a sentence, like `{days}`; None if nothing is counted."""
    return f"{{{rule.unit}}}" if rule is not None and UNITS[rule.unit].one_and_more else None


@cache
def program_wording() -> Wording:
    """Return the program's own conditions, read once. Raises BadPolicy."""
    return load_conditions()


def __getattr__(name: str) -> Mapping[str, Condition]:
    """Read the program's conditions when CONDITIONS is first asked for."""
    if name != "CONDITIONS":
        raise AttributeError(f"module [{__name__}] has no [{name}]")
    return program_wording().conditions
