"""The books behind the staff door, and what she reads of them: money asked for, spent, and kept."""

import csv
import io
import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from amends.money.sheets import COLUMNS, BadSheet, read_sheet
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


HEAD = "entry,fund,purpose,side,spent on,dollars,day,receipt\r\n"


def sends(team: Team, content: bytes, name: str = "books.csv"):
    """Let the director send a sheet."""
    file = SimpleUploadedFile(name, content)
    return team.browsers["director"].post(f"{MONEY}sheets/", {"sheet": file})


def test_a_sheet_comes_in_whole_or_not_at_all_and_each_fault_has_its_row(team):
    a_fund(team)
    today = team.walk.today()
    good = f"spent,Her services,housing,hers,services,20.00,{today},R-1\r\n"
    rows = [
        good,
        f"spent,Her services,evaluation,hers,services,20.00,{today},\r\n",
        f"spent,No such fund,housing,hers,services,20.00,{today},\r\n",
        f"spent,Her services,housing,hers,services,twenty,{today},\r\n",
        "spent,Her services,housing,hers,services,20.00,yesterday,\r\n",
        f"given,Her services,housing,hers,services,20.00,{today},\r\n",
        f"spent,Her services,housing,hers,services,9000.00,{today},\r\n",
    ]
    before = WORLD.rows("transfer")
    page = sends(team, (HEAD + "".join(rows)).encode()).content.decode()
    for row in range(3, 9):
        assert f"Row {row}: " in page, row
    assert "Row 2: " not in page
    assert "The funder does not allow this purpose." in page
    assert WORLD.rows("transfer") == before, "nothing was written"
    assert sends(team, (HEAD + good).encode()).status_code == 303
    assert len(WORLD.rows("transfer")) == len(before) + 1


@pytest.mark.parametrize(
    "name,content,says",
    [
        ("books.csv", b"\xff\xfe\x00", "This is no CSV in UTF-8."),
        ("books.csv", b"fund,dollars\r\n", "These columns are missing"),
        ("books.csv", HEAD.encode(), "There is no row"),
        ("books.xlsx", b"not a workbook", "This is no workbook in XLSX."),
    ],
)
def test_what_is_no_sheet_is_told_apart(team, name, content, says):
    assert says in sends(team, content, name).content.decode()


def test_a_sheet_that_went_out_comes_in_again_and_holds_no_formula_and_no_case(team):
    fund, today = a_fund(team), team.walk.today()
    spent = {"purpose": "housing", "side": "hers", "spent_on": "services", **day("on_day", today)}
    director_does(team, f"{fund}/spend/", cents="12.50", **spent)
    team.does("advocate", "cost", fund_id=fund, cents="30", **spent)
    director = team.browsers["director"]
    workbook, text = (director.get(f"{MONEY}books.{kind}").content for kind in ("xlsx", "csv"))
    told = read_sheet("books.csv", text)
    assert read_sheet("books.xlsx", workbook) == told
    assert [row["dollars"] for row in told if row["fund"] == "Her services"] == ["1000.00", "12.50", "30.00"]
    for secret in (str(team.walk.case_id), "Fern", "Alder"):
        assert secret not in text.decode()
    book = Workbook()
    book.active.append(list(COLUMNS))
    book.active.append(["spent", "Her services", "housing", "hers", "services", "=1+1", str(today), ""])
    out = io.BytesIO()
    book.save(out)
    assert "There is a formula in this row." in sends(team, out.getvalue(), "books.xlsx").content.decode()
    assert team.browsers["advocate"].get(f"{MONEY}books.csv").status_code == 404


CELL = st.one_of(
    st.sampled_from(["", "spent", "planned", "hers", "20.00", "2026-03-27", "=1", "Her services"]),
    st.text(max_size=8),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(CELL, max_size=9), max_size=4),
    st.sampled_from(["b.csv", "b.xlsx"]),
    st.binary(max_size=40),
)
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(rows, name, raw):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *rows])
    for content in (text.getvalue().encode(), raw):
        with suppress(BadSheet):
            assert all(set(row) >= set(COLUMNS) for row in read_sheet(name, content))
