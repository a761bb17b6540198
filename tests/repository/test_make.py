"""What `make` and `amends` offer: everything is listed with a sentence, and everything listed is there."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.command import __main__ as command
from amends.command import evidence

CHECKOUT = Path(__file__).parents[2]
TARGETS = [
    "demo",
    "run",
    "test",
    "test-slow",
    "check",
    "fix",
    "access",
    "docs",
    "break",
    "story",
    "benchmark",
]
TARGETS += ["evidence", "coverage", "clean"]


def make(*words: str) -> str:
    """What make prints."""
    return subprocess.run(
        ["make", "--no-print-directory", *words], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout


def test_bare_make_lists_every_target_with_a_sentence():
    listed = dict(re.findall(r"^  make ([\w-]+) +(.+)$", make(), re.MULTILINE))
    assert set(TARGETS) <= set(listed)
    assert all(sentence[0].isupper() and sentence.endswith((".", "=")) for sentence in listed.values())


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_says_what_it_would_do(target):
    assert make("--dry-run", target)


def test_what_the_machine_runs_is_what_a_person_runs():
    script = (CHECKOUT / ".ci" / "run").read_text()
    script = (CHECKOUT / ".ci" / "run").read_text()
    assert re.findall(r"^make (\w+)", script, re.MULTILINE) == ["check", "test"]


def test_every_command_is_a_file_and_every_file_is_a_command():
    files = {file.stem for file in (CHECKOUT / "amends" / "command").glob("*.py")} - {"__init__", "__main__"}
    assert {one.word for one in command.COMMANDS} == files


def test_every_estimate_is_a_file_and_every_file_is_an_estimate():
    files = {file.stem for file in (CHECKOUT / "amends" / "command" / "estimating").glob("*.py")}
    assert {one.word for one in evidence.ESTIMATES} == files - {
        "__init__",
        "asking",
        "planned",
        "money_beside",
    }


@pytest.mark.parametrize("one", evidence.ESTIMATES, ids=lambda one: one.word)
def test_every_estimate_explains_itself(one):
    assert one.says[0].isupper()
    assert one.says.endswith(".")
    assert importlib.import_module(f"amends.command.estimating.{one.word}").command.help


@pytest.mark.parametrize("one", command.COMMANDS, ids=lambda one: one.word)
def test_every_command_explains_itself(one):
    assert one.says[0].isupper()
    assert one.says.endswith(".")
    assert importlib.import_module(f"amends.command.{one.word}").command.help


def test_help_loads_neither_django_nor_a_single_command():
    ask = "import sys; from amends.command.__main__ import program; "
    ask += "program(['--help'], standalone_mode=False); "
    ask += "sys.exit('django' in sys.modules or 'amends.command.assets' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    assert all(one.says in " ".join(said.stdout.split()) for one in command.COMMANDS)


def test_a_wrong_word_leaves_with_status_two_and_one_sentence():
    for words in (["nothing-like-this"], ["database", "nothing"], ["assets", "--nothing"]):
        answer = CliRunner().invoke(command.program, words)
        assert answer.exit_code == 2, words
        assert answer.stderr.strip().splitlines()[-1].startswith("Error: ")


def test_a_refusal_is_one_sentence_and_no_traceback(tmp_path):
    for environment, status, sentence in (
        ({"AMENDS_POSTGRES_BIN": str(tmp_path)}, 1, "expected PostgreSQL's programs there."),
        ({"AMENDS_HOME": str(tmp_path / "nowhere")}, 1, "cannot be used: No such file or directory."),
    ):
        said = subprocess.run(
            [sys.executable, "-m", "amends", "database", "start"],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "AMENDS_HOME": str(tmp_path), **environment},
        )
        assert said.returncode == status
        assert said.stderr.startswith("Error: ")
        assert said.stderr.endswith(f"{sentence}\n")
        assert said.stderr.count("\n") == 1
