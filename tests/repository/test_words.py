"""The words of GLOSSARY.md are the words of the project: what it refuses stands in no file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.journey.stages import FLAGS, STAGES

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("amends", "benchmarks", "docs", "examples", "locale", "tests")
KINDS = {".css", ".html", ".js", ".md", ".po", ".py", ".sql", ".svg", ".toml", ".txt"}
# The list itself, the search for it, and what others wrote.
NOT_OURS = {"GLOSSARY.md", "tests/repository/test_words.py"}
OTHERS_FOLDERS = {"vendor", "node_modules", "__pycache__"}

# Where a refused word may stand all the same, and why.
ALLOWED = {
    "victim services": "what the law calls the help that the person charged may have a right to (P1)",
    "victim of trafficking too": "how the law asks whether the person charged was trafficked (P1)",
    "caseworker (Evid. Code": "the word of the law for the worker to whom a survivor's privilege belongs",
    "Victims of Crime Act": "the name of a law",
    "Trafficking Victims Protection Act": "the name of a law",
}


def glossary() -> Iterator[tuple[str, list[str]]]:
    """Yield each row of the glossary's tables under the heading that it stands under."""
    heading = ""
    for line in (PROJECT / "GLOSSARY.md").read_text().splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith(("| word ", "| ---")):
            yield heading, [cell.strip() for cell in line.strip("|").split("|")]


ROWS = list(glossary())
READ_BY_PEOPLE = "Only where people read"


def refused(*, read_by_people: bool) -> list[str]:
    """Return the synonyms that are refused everywhere, or those refused only where people read."""
    return [
        synonym.strip()
        for heading, cells in ROWS
        for synonym in cells[-1].split(",")
        if synonym.strip() and (heading == READ_BY_PEOPLE) == read_by_people
    ]


def found_in(text: str, synonyms: list[str]) -> list[tuple[int, str]]:
    """Return the line and the words of each refused synonym in a text, alone or in its plural.

    Words within a name count: neither a line below nor a capital letter within a word hides one.
    """
    for phrase in ALLOWED:
        written = re.compile(r"\s+".join(map(re.escape, phrase.split())), re.IGNORECASE)
        text = written.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    one_of = "|".join(re.sub(r"[ -]", r"[\\s_-]+", synonym) for synonym in synonyms)
    pattern = re.compile(rf"(?<![^\W_])(?:{one_of})(?:e?s)?(?![^\W_])", re.IGNORECASE)
    return [(text.count("\n", 0, match.start()) + 1, match[0]) for match in pattern.finditer(text)]


def our_files() -> Iterator[Path]:
    """Yield every text file that we wrote."""
    yield from (path for path in PROJECT.glob("*.md") if path.name not in NOT_OURS)
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            known = path.relative_to(PROJECT)
            ours = str(known) not in NOT_OURS and not OTHERS_FOLDERS & set(known.parts)
            if ours and path.suffix in KINDS and path.is_file():
                yield path


def words_for_people(path: Path) -> str:
    """Return what a person may read of a file: empty for code, a template without its tags, data as it is."""
    text = path.read_text()
    if path.suffix == ".po":
        return "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    if path.suffix == ".toml" and "policy" in path.parts:
        return re.sub(r"(?m)^\s*#.*$", "", text)
    if "templates" in path.parts:
        said = re.findall(r"{%\s*(?:trans|translate)\s+[\"'](.*?)[\"']", text)
        bare = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", " ", text, flags=re.DOTALL)
        return "\n".join([*said, bare])
    return ""


def test_no_file_says_a_word_that_the_glossary_refuses():
    synonyms = refused(read_by_people=False)
    files = list(our_files())
    assert len(files) > 50, "the search reads next to nothing"
    wrong = [
        f"{path.relative_to(PROJECT)}:{line}: [{word}]"
        for path in files
        for line, word in found_in(path.read_text(), synonyms)
    ]
    assert wrong == []


def test_no_page_and_no_message_calls_a_person_by_a_word_for_machines():
    synonyms = refused(read_by_people=True)
    assert synonyms
    texts = {path: words_for_people(path) for path in our_files()}
    assert any(texts.values())
    wrong = [
        f"{path.relative_to(PROJECT)}: [{word}]"
        for path, text in texts.items()
        for _, word in found_in(text, synonyms)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "the offender",
        "OFFENDERS",
        "class OffenderList:",
        "offender_id",
        "a case\nworker",
        "case_workers",
        "la víctima",
        "las víctimas",
        "a non-compliance",
    ],
)
def test_a_refused_word_is_found_however_it_is_written(text):
    assert found_in(f"Good.\n{text} and more", refused(read_by_people=False))


@pytest.mark.parametrize(
    "text",
    [
        "reoffended",
        "a conviction",
        "Victim services go on.",
        "victim\nservices",
    ],
)
def test_a_word_that_only_resembles_a_refused_one_is_let_pass(text):
    assert found_in(text, refused(read_by_people=False)) == []


def test_the_line_of_a_refused_word_is_told_even_after_an_allowed_phrase():
    assert found_in("victim\nservices\nand the offender", ["offender"]) == [(3, "offender")]


def test_a_template_is_read_without_what_the_machine_reads(tmp_path):
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text(
        '{{ user }}<p class="client">{% if user %}{% trans "Dear client" %}{% endif %}our user</p>'
    )
    found = [word for _, word in found_in(words_for_people(page), ["client", "user"])]
    assert found == ["client", "user"]


def test_every_word_is_explained_in_one_place_and_in_both_languages():
    words = [cells[0] for _, cells in ROWS]
    assert len(words) == len(set(words)) > 40
    for _, cells in ROWS:
        word, spanish, meaning, _ = cells
        assert word
        assert spanish
        assert meaning.endswith("."), f"[{word}] needs a plain sentence"


def test_no_word_of_the_glossary_is_refused_by_it():
    synonyms = refused(read_by_people=False) + refused(read_by_people=True)
    assert len(synonyms) == len(set(synonyms))
    for _, (word, spanish, meaning, _) in ROWS:
        assert found_in(f"{word}. {spanish}. {meaning}", synonyms) == []


def test_every_stage_and_flag_of_the_journey_is_in_the_glossary():
    said = " ".join(f"{word} {meaning}" for _, (word, _, meaning, _) in ROWS)
    forms = {"paused": "pause", "stopping": "stop", "held": "hold"}
    for name in (*STAGES, *(forms[flag] for flag in FLAGS)):
        assert re.search(rf"\b{name.replace('_', ' ')}\b", said), f"[{name}] is not explained"
