"""The books as sheets, behind the staff door: out and in, whole or not at all."""

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
from tests.doors.team import Team, day, refusal
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
    told = {name: value for name, value in spent.items() if name != "spent_on"}
    director_does(team, f"{fund}/commit/", cents="100", **told)
    page = team.browsers["director"].get(f"{MONEY}{fund}/").content.decode()
    pay = re.search(rf'href="({MONEY}entries/[0-9a-f-]+/pay/)"', page)[1]
    director_does(team, pay.removeprefix(MONEY), spent_on="services", cents="60", **day("on_day", today))
    team.does("advocate", "cost", fund_id=fund, cents="30", **spent)
    director = team.browsers["director"]
    workbook, text = (director.get(f"{MONEY}books.{kind}").content for kind in ("xlsx", "csv"))
    told = read_sheet("books.csv", text)
    assert read_sheet("books.xlsx", workbook) == told
    assert [row["dollars"] for row in told if row["fund"] == "Her services"] == [
        "1000.00",
        "12.50",
        "40.00",
        "60.00",
        "30.00",
    ], "of a commitment stands what was not paid yet"
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
