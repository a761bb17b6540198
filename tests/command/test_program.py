"""A program is written down from a file, once, and its first director can come in."""

from pathlib import Path

import pytest
from django.db import connections

from amends.command.program import found_program
from amends.database.addresses import connect_as
from amends.entrance.inviting import find_invitation
from amends.policy.reading import BadPolicy, read_policy

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "program.toml"


def found(file: Path):
    with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
        return found_program(owner, read_policy(file))


def counted(table: str) -> int:
    with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
        return owner.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_the_example_makes_a_program_whose_director_is_invited_once(own_world):
    (director,) = found(EXAMPLE)
    assert find_invitation(director.code, address="127.0.0.1").made_as == "operator"
    organizations = counted("organization")
    assert found(EXAMPLE) == []
    assert counted("organization") == organizations


@pytest.mark.parametrize(
    "right, wrong, says",
    [
        ('kind = "program"', 'kind = "programme"', "programme"),
        ('county = "Example County"', 'county = "Nowhere"', "Nowhere"),
        ("from = 2026-01-01", 'from = "soon"', "is no day"),
        ('version = "1"', 'version = "1"\nsigned = true', "signed"),
    ],
)
def test_a_wrong_file_says_where_and_writes_nothing(own_world, tmp_path, right, wrong, says):
    file = tmp_path / "program.toml"
    file.write_text(EXAMPLE.read_text().replace(right, wrong))
    before = counted("organization"), counted("site")
    with pytest.raises(BadPolicy, match=says):
        found(file)
    assert (counted("organization"), counted("site")) == before
