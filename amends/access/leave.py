"""The gate's functions, and who may call each, as gate/*.sql says; a test compares it with the catalog."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("gate")
LEAVE = "7_leave.sql"

FUNCTION = re.compile(
    r"(?P<says>(?:^--[^\n]*\n)*)"
    r"^CREATE FUNCTION access\.(?P<name>\w+)\((?P<arguments>.*?)\)\s+"
    r"(?:RETURNS (?P<returns>.*?)\s+)?LANGUAGE (?P<how>.*?)(?=\sAS \$|\sRETURN\b|\sBEGIN ATOMIC|\sRETURN )",
    re.DOTALL | re.MULTILINE,
)
GRANT = re.compile(
    r"^GRANT EXECUTE ON FUNCTION (?P<functions>.*?)\s+TO (?P<roles>[\w, ]+);", re.DOTALL | re.MULTILINE
)

OPENING = """\
# The gate

Made by `amends docs` from `amends/access/gate/`; change those files instead.

These are the only functions that look past row-level security. They belong to a database role that cannot log
in, and each judges for itself who is asking. Nobody else can call one than the roles named beside it.

## What can be called

| function | answers | by | what it does |
|---|---|---|---|"""

WITHIN = """
## What the gate asks itself

Nobody can call these from outside. Each `condition_` function answers one condition of
[the rules](rules.md#what-can-stop-an-act).

| function | what it does |
|---|---|"""


@dataclass(frozen=True)
class GateFunction:
    """One function: its name and arguments as written, what it answers, and its comment.

    `definer` says that it sees with the gate's eyes; otherwise it sees no more than whoever calls it.
    """

    file: str
    name: str
    arguments: str
    answers: str
    definer: bool
    says: str

    @property
    def call(self) -> str:
        """The name with its arguments, as code."""
        return f"`{self.name}({self.arguments})`"


def gate_functions() -> list[GateFunction]:
    """Return every function of the gate, in the order of the files."""
    return [
        GateFunction(
            file.name,
            found["name"],
            " ".join(found["arguments"].split()),
            " ".join((found["returns"] or "").split()),
            "SECURITY DEFINER" in found["how"],
            " ".join(line.removeprefix("--").strip() for line in found["says"].splitlines()),
        )
        for file in sorted(FOLDER.glob("*.sql"))
        for found in FUNCTION.finditer(file.read_text(encoding="utf-8"))
    ]


def leave() -> dict[str, set[str]]:
    """Return the database roles that may call each function, by the function's name. No name stands twice."""
    text = re.sub(r"--[^\n]*", "", (FOLDER / LEAVE).read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for grant in GRANT.finditer(text):
        for name in re.findall(r"access\.(\w+)\(", grant["functions"]):
            found.setdefault(name, set()).update(role.strip() for role in grant["roles"].split(","))
    return found


def gate_page() -> str:
    """Return docs/reference/gate.md: every function with who may call it, in Markdown."""
    allowed = leave()
    called = [one for one in gate_functions() if one.name in allowed]
    within = [one for one in gate_functions() if one.name not in allowed]
    lines = [
        OPENING,
        *(
            _row(one.call, f"`{one.answers}`", ", ".join(sorted(allowed[one.name])), one.says)
            for one in called
        ),
        WITHIN,
        *(_row(one.call, one.says) for one in within),
    ]
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
