"""What is made from other files says what they say, and what must fit together is found when it does not."""

from datetime import timedelta
from functools import partial

from click.testing import CliRunner
from django.db import connections

from amends.access.leave import FOLDER, gate_functions, leave
from amends.access.policies import FILE, policies_sql
from amends.command import check, docs
from amends.database.addresses import administer, connect_as
from amends.database.clock import set_clock
from amends.journey import stages


def test_the_pages_and_the_policies_say_what_they_are_made_from():
    assert set(docs.stale({**docs.PAGES, FILE: policies_sql})) == set()


def test_a_page_that_is_stale_is_named_and_nothing_is_written(tmp_path, monkeypatch):
    page = docs.PROJECT / "docs" / "reference" / "journey.md"
    before = page.read_text()
    monkeypatch.setattr(docs, "PAGES", {page: lambda: "Something else."})
    answer = CliRunner().invoke(docs.command, ["--check"])
    assert (answer.exit_code, "docs/reference/journey.md" in answer.output) == (1, True)
    assert page.read_text() == before


def test_every_function_of_the_gate_is_on_its_page():
    written = sum(
        line.startswith("CREATE FUNCTION")
        for file in FOLDER.glob("*.sql")
        for line in file.read_text().splitlines()
    )
    names = [one.name for one in gate_functions()]
    assert len(names) == len(set(names)) == written
    assert leave().keys() <= set(names)


def test_the_journey_the_conditions_and_the_gate_fit_each_other(monkeypatch):
    assert list(check.faults_of_the_files()) == []
    monkeypatch.setitem(stages.ACTS, "hold a meeting", ("the_moon_is_full",))
    assert list(check.faults_of_the_files()) == [
        "journey/stages.py needs [the_moon_is_full]: expected it in policy/conditions.toml.",
        "[hold a meeting] needs [the_moon_is_full]: expected the gate to judge it in access/gate/.",
    ]


def test_a_clock_that_was_set_is_found(own_world):
    name = connections["default"].settings_dict["NAME"]
    with connect_as("amends_web", name) as web:
        assert list(check.faults_of_a_database(web, live=False)) == []
    with connect_as("amends_owner", name) as owner:
        set_clock(owner, ahead=timedelta(days=1))
    with connect_as("amends_web", name) as web:
        assert len(list(check.faults_of_a_database(web, live=False))) == 1


def test_a_database_with_nothing_in_it_is_told_and_is_no_fault(own_world, monkeypatch, capsys):
    name = connections["default"].settings_dict["NAME"]
    with administer(name) as server:
        server.execute("DROP SCHEMA access CASCADE")
    monkeypatch.setattr(check, "connect_as", partial(connect_as, database=name))
    assert list(check.faults_of_the_database()) == []
    assert "is empty: `amends migrate` fills it" in capsys.readouterr().out
