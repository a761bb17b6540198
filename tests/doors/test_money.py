"""The books behind the staff door, and what she reads of them: money asked for, spent, and kept."""

import re
from datetime import timedelta

import pytest

from tests.doors.opening import come_in
from tests.doors.team import Team, at, day, refusal
from tests.walking import Walk
from tests.world import WORLD

MONEY = "/staff/program/money/"


@pytest.fixture
def team(own_world):
    walk = Walk()
    walk.to_following()
    return Team(walk)


def director_does(team: Team, address: str, **typed: object) -> str:
    """Let the director send one form of the books; returns where it leads."""
    director = team.browsers["director"]
    assert director.get(f"{MONEY}{address}").status_code == 200
    done = director.post(f"{MONEY}{address}", typed)
    assert done.status_code == 303, refusal(done)
    return done["Location"]


def a_fund(team: Team, **changes: object) -> str:
    """Let the director write down a fund with a thousand dollars; returns its id."""
    today = team.walk.today()
    told = {
        "funder": "The county",
        "name": "Her services",
        "purposes": ["housing", "emergency"],
        "sides": ["hers"],
        **day("from_on", today - timedelta(days=30)),
        **day("until_on", today + timedelta(days=300)),
        **changes,
    }
    director_does(team, "open/", **told)
    page = team.browsers["director"].get(MONEY).content.decode()
    fund = re.search(rf'href="([0-9a-f-]{{36}})/">{told["name"]}<', page)[1]
    director_does(team, f"{fund}/receive/", cents="1,000.00", **day("on_day", today))
    return fund


def test_a_budget_is_planned_spent_and_read_against_what_was_spent(team):
    fund, today = a_fund(team), team.walk.today()
    director_does(team, f"{fund}/plan/", year=today.year, purpose="housing", side="hers", cents="800")
    spent = {"purpose": "housing", "side": "hers", "spent_on": "services", **day("on_day", today)}
    director_does(team, f"{fund}/spend/", cents="250.50", **spent)
    page = team.browsers["director"].get(MONEY).content.decode()
    for words in ("$800.00", "$250.50", "$549.50", "$749.50", "<svg", "The same as a table"):
        assert words in page, words
    fund_page = team.browsers["director"].get(f"{MONEY}{fund}/").content.decode()
    undo = re.search(rf'href="({MONEY}entries/[0-9a-f-]+/undo/)"', fund_page)[1]
    director_does(team, undo.removeprefix(MONEY))
    assert "$250.50" in team.browsers["director"].get(f"{MONEY}{fund}/").content.decode(), "both stay"


def test_what_the_funder_forbids_is_said_beside_the_form_and_what_was_typed_stays(team):
    fund, today = a_fund(team), team.walk.today()
    director = team.browsers["director"]
    spent = {"side": "hers", "spent_on": "services", **day("on_day", today)}
    for change, words in (
        ({"purpose": "evaluation", "cents": "20"}, "The funder does not allow this purpose."),
        ({"purpose": "housing", "cents": "1,000.01"}, "The fund has not this much left."),
        ({"purpose": "housing", "cents": "twenty"}, "Write dollars and cents"),
        ({"purpose": "housing", "cents": "-5"}, "Write dollars and cents"),
        ({"purpose": "housing", "cents": ""}, "Write an amount."),
    ):
        page = director.post(f"{MONEY}{fund}/spend/", {**spent, **change})
        assert page.status_code == 200
        assert words in page.content.decode(), change
        if change["cents"]:
            assert f'value="{change["cents"]}"' in page.content.decode()
    assert f"{MONEY}{fund}" in director_does(team, f"{fund}/spend/", purpose="housing", cents="20", **spent)


def test_an_emergency_is_asked_answered_and_spent_and_she_can_read_it(team):
    fund, today = a_fund(team), team.walk.today()
    team.does("advocate", "emergency", need="a safe night", cents="120")
    hers = come_in(team.walk.key("survivor"))
    help_page = f"/my/{team.walk.case_id}/help/"
    assert "A safe night, $120.00" in hers.get(help_page).content.decode()
    page = team.browsers["director"].get(MONEY).content.decode()
    request = re.search(r'href="requests/([0-9a-f-]{36})/"', page)[1]
    assert "Fern" not in page, "the director reads the number of the case and no name"
    refused = team.browsers["director"].post(f"{MONEY}requests/{request}/", {"answer": "it fits the fund"})
    assert b"Choose the fund that pays." in refused.content
    director_does(team, f"requests/{request}/", answer="it fits the fund", fund_id=fund)
    again = team.browsers["director"].get(f"{MONEY}requests/{request}/")
    assert again.status_code == 404, "an answer is given once"
    team.does_with("advocate", "grant-spent", spent_on="services", cents="110", **day("on_day", today))
    told = hers.get(help_page).content.decode()
    for words in ("Granted", "$110.00", "You never have to pay it back"):
        assert words in told, words


def test_money_under_the_plan_is_kept_for_her_and_nothing_of_it_is_on_his_pages(team):
    today = team.walk.today()
    his_address = f"/answer/{team.walk.case_id}/"
    his = come_in(team.walk.key("accountable"))
    before = his.get(his_address).content
    held = {"cents": "40", "through": "an account of the program", **day("on_day", today)}
    team.does("advocate", "held-in", **held)
    hers = come_in(team.walk.key("survivor"))
    assert "$40.00" in hers.get(f"/my/{team.walk.case_id}/help/").content.decode()
    too_much = team.is_refused("advocate", "held-out", cents="41", paid_by="check", **day("on_day", today))
    assert "Not this much is held." in too_much
    team.does("advocate", "held-out", cents="15", paid_by="check", **day("on_day", today))
    assert "$25.00" in hers.get(f"/my/{team.walk.case_id}/help/").content.decode()
    assert re.sub(rb'value="[^"]+"', b"", his.get(his_address).content) == re.sub(
        rb'value="[^"]+"', b"", before
    )


def test_the_books_are_the_directors_alone(team):
    fund = a_fund(team)
    for part in ("advocate", "facilitator", "coach"):
        for address in ("", "open/", f"{fund}/", f"{fund}/spend/"):
            assert team.browsers[part].get(f"{MONEY}{address}").status_code == 404, (part, address)
    assert team.browsers["director"].get(f"{MONEY}{fund}/nothing/").status_code == 404
    team.browsers["facilitator"].post(at(team.walk, "do", "emergency"), {"need": "food", "cents": "5"})
    assert not [row for row in WORLD.rows("emergency_request") if row["case_id"] == team.walk.case_id]
    team.does("advocate", "emergency", need="food", cents="5")
    assert [row for row in WORLD.rows("emergency_request") if row["case_id"] == team.walk.case_id]
