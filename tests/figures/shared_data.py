"""Where the data with independent results are; a test that needs one skips where they are not."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.command import evidence

SHARED = Path(os.environ.get("AMENDS_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))


def shared(name: str) -> Path:
    """Return a file of the shared data; skips the test where it is not there."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine")
    return path


def ask(word: str, path: Path, *options: str) -> dict:
    """What `amends evidence` answers in JSON, which must be all that it prints."""
    answered = CliRunner().invoke(evidence.command, [word, "--input", str(path), "--json", *options])
    assert answered.exit_code == 0, answered.output
    assert answered.stdout.count("\n") == 1
    return json.loads(answered.stdout)


def refuse(word: str, path: Path, *options: str) -> str:
    """What `amends evidence` says about what it cannot use; it must leave with 2 and print nothing else."""
    answered = CliRunner().invoke(evidence.command, [word, "--input", str(path), "--json", *options])
    assert (answered.exit_code, answered.stdout) == (2, "")
    return answered.stderr
