"""The page docs/reference/rules.md: every rule with its values, and every condition that can stop an act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from amends.policy.conditions import AUDIENCES, program_wording
from amends.policy.rules import DatedValue, Rule, program_rules, say_value

OPENING = """\
# The rules, and what can stop an act

Made by `amends docs` from `amends/policy/rules/` and `amends/policy/conditions.toml`; change those instead.
What a rule is, and how one is changed: [the rules explained](../explanation/rules.md).
A case keeps the rules of the day on which it entered.
"""

BETWEEN = """\
## What can stop an act

An act goes ahead only when each of its conditions is known to be met. The last column says who may read the
reason; everybody else reads one sentence that is the same for every reason.
"""

AUDIENCE_WORDS = {
    "survivor": "survivor",
    "accountable": "accountable party",
    "staff": "advocate, facilitator, director",
    "his_side": "coach, counsel",
    "office": "liaison",
}


def rules_page() -> str:
    """Return the page as Markdown, in English, ending with a line break. Raises BadPolicy."""
    return "\n".join([OPENING, *rule_sections(program_rules().values()), BETWEEN, *condition_table()]) + "\n"


def rule_sections(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield the lines of one section with one table for each subject."""
    for subject, of_subject in groupby(rules, key=lambda rule: rule.key.partition(".")[0]):
        yield f"## {subject.capitalize()}\n"
        yield from table_head("Rule", "Question", "From", "Value", "Source", "Decision")
        for rule in of_subject:
            for number, dated in enumerate(rule.values):
                # A rule with several values is named once, so that its values read as one history.
                named = (f"`{rule.key}`", rule.asks) if number == 0 else ("", "")
                yield table_row(*named, *value_cells(rule, dated))
        yield ""


def value_cells(rule: Rule, dated: DatedValue) -> tuple[str, ...]:
    """Return the day, value, source and decision of one dated value, as Markdown."""
    value = say_value(dated.value, rule.unit, "en")
    if rule.unit in ("hour of the day", "list of months"):
        value = f"{value} ({rule.unit})"
    source = dated.source
    if source.startswith("docs/"):
        source = f"[{source.rpartition('/')[2].removesuffix('.md')}](../{source.removeprefix('docs/')})"
    return dated.applies_from.isoformat(), value, source, dated.decided


def condition_table() -> Iterator[str]:
    """Yield the lines of the table of conditions, in the order of the file."""
    yield from table_head("Condition", "Question", "Promise", "Rule", "Who may read the reason")
    for condition in program_wording().conditions.values():
        question = condition.asks["en"]
        if condition.rule is not None:
            question = question.replace(f"{{{condition.rule.unit}}}", f"*n* {condition.rule.unit}")
        yield table_row(
            f"`{condition.id}`",
            question,
            condition.promise,
            f"`{condition.rule.key}`" if condition.rule is not None else "",
            "; ".join(AUDIENCE_WORDS[audience] for audience in AUDIENCES if audience in condition.says),
        )


def table_head(*titles: str) -> Sequence[str]:
    """Return the two lines that begin a Markdown table."""
    return table_row(*titles), table_row(*["---"] * len(titles))


def table_row(*cells: str) -> str:
    """Return one line of a Markdown table; a bar within a cell does not end it."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
