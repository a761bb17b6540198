"""The shape of the repository: chapters that import one way, and no folder for what has no name."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from amends.command.assets import VENDOR, changed

CHECKOUT = Path(__file__).parents[2]
LINT = (
    "import sys; from importlinter.cli import lint_imports_command; sys.argv = ['']; lint_imports_command()"
)
NAMELESS = {"utils", "helpers", "services", "managers", "constants", "signals", "admin", "common", "misc"}


def judge_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    """What the import contracts say of a checkout."""
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=checkout, capture_output=True, text=True, check=False
    )


def test_chapters_import_one_way():
    judged = judge_imports(CHECKOUT)
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize(
    "file, line, contract",
    [
        ("amends/access/backwards.py", "import amends.journey\n", "Chapters import one way BROKEN"),
        ("amends/policy/backwards.py", "import django\n", "The rules know nothing of Django BROKEN"),
        ("amends/evidence/backwards.py", "import click\n", "The evidence knows nothing of the site BROKEN"),
        (
            "amends/money/model/backwards.py",
            "import django\n",
            "The money model knows nothing of Django BROKEN",
        ),
        ("amends/newly/__init__.py", "", "Chapters import one way BROKEN"),
    ],
)
def test_an_import_that_goes_backwards_is_noticed(tmp_path, file, line, contract):
    shutil.copytree(
        CHECKOUT / "amends", tmp_path / "amends", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(line)
    judged = judge_imports(tmp_path)
    assert judged.returncode == 1
    assert contract in judged.stdout


def test_no_file_or_folder_is_named_for_nothing():
    named = {path.stem for path in (CHECKOUT / "amends").rglob("*.py")}
    named |= {path.parent.name for path in (CHECKOUT / "amends").rglob("*.py")}
    assert "database" in named
    assert named & NAMELESS == set()


def test_every_page_of_a_chapter_fits_a_screen():
    pages = list((CHECKOUT / "amends").rglob("README.md"))
    assert pages
    long = {str(page): lines for page in pages if (lines := page.read_text().count("\n")) > 60}
    assert long == {}


def test_a_design_system_comes_without_what_is_not_ours():
    given = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif;background:url(/assets/images/govuk-crest.svg)}"
        ".b{background:url(/assets/images/icon-document.svg)}\n/*# sourceMappingURL=a.css.map */"
    )
    assert changed(given) == (
        ".a{font-family:var(--amends-typeface, sans-serif),arial,sans-serif;background:none}"
        ".b{background:url(images/icon-document.svg)}\n"
    )


def test_the_copied_design_systems_point_to_nothing_that_is_not_there():
    copied = [file for file in VENDOR.rglob("*") if file.suffix in {".css", ".js"}]
    assert len(copied) == 4
    for file in copied:
        text = file.read_text()
        assert not re.search(r"sourceMappingURL|@font-face|GDS Transport|crest\.", text), file
        for named in re.findall(r"url\((?!['\"]?data:)([^)]+)\)", text):
            assert (file.parent / named).is_file(), f"{file.name} shows [{named}]."
        assert "MIT License" in (file.parent / "LICENCE.txt").read_text()
