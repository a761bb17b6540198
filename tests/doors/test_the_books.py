"""Money behind the doors: asked in a case, answered by the director, spent, held, and read by whoever may."""

from __future__ import annotations

import re

import pytest

from amends.money.models import EmergencyRequest, HisCost
from tests.doors.opening import come_in, without_tokens
from tests.world import WORLD, id_of, key_of

BOOKS = "/staff/program/money/"
CASE = f"/staff/{WORLD.rose}/"
ON_DAY = {"on_day_month": "3", "on_day_day": "3", "on_day_year": "2026"}


@pytest.fixture
def doors(own_world):
    """A browser for each part of rose, and the director's."""
    parts = ("survivor", "advocate", "facilitator", "coach", "accountable", "counsel", "director")
    return {part: come_in(key_of(WORLD.person(part))) for part in parts}


def reads(browser, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


def does(browser, address: str, **typed: object) -> None:
    assert "<form" in reads(browser, address)
    done = browser.post(address, typed)
    assert done.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", done.content.decode().split("<main")[-1])[
        :900
    ]


def test_an_emergency_is_asked_answered_spent_and_read_by_her(doors):
    director, advocate = doors["director"], doors["advocate"]
    does(advocate, f"{CASE}do/emergency/", need="a safe night", cents="180.50")
    overview = reads(director, BOOKS)
    assert "A safe night, $180.50" in overview
    assert "rose&#x27;s survivor" not in overview
    waits = re.search(r'href="(requests/[0-9a-f-]+/)"[^>]*>Answer now<span[^>]*>: A safe night', overview)
    without_fund = director.post(f"{BOOKS}{waits[1]}", {"answer": "it fits the fund", "fund_id": ""})
    assert "Choose the fund that pays." in without_fund.content.decode()
    does(director, f"{BOOKS}{waits[1]}", answer="it fits the fund", fund_id=str(id_of("fund")))
    assert "A safe night" not in reads(director, BOOKS)

    page = reads(advocate, CASE)
    spent = re.search(r'href="(do/grant-spent/[0-9a-f-]+/)"', page)
    too_much = advocate.post(f"{CASE}{spent[1]}", {"spent_on": "services", "cents": "180.51", **ON_DAY})
    assert "Not this much is left of what was set aside." in too_much.content.decode()
    does(advocate, f"{CASE}{spent[1]}", spent_on="services", cents="180.50", **ON_DAY)
    hers = reads(doors["survivor"], f"/my/{WORLD.rose}/help/")
    assert "$180.50. Emergency." in hers
    for part in ("accountable", "counsel"):
        first = {"accountable": f"/answer/{WORLD.rose}/", "counsel": f"/office/{WORLD.rose}/"}[part]
        assert "180.50" not in reads(doors[part], first)
    assert "180.50" not in reads(doors["coach"], CASE)
    assert "180.50" not in reads(doors["facilitator"], CASE)


def test_what_is_held_for_her_goes_in_and_out_and_never_below_nothing(doors):
    advocate = doors["advocate"]
    does(advocate, f"{CASE}do/held-in/", cents="500", through="the court", **ON_DAY)
    assert "$500.0" in reads(doors["facilitator"], CASE), (
        "whoever verifies an item about money sees that it came"
    )
    over = advocate.post(f"{CASE}do/held-out/", {"cents": "900", "paid_by": "check", **ON_DAY})
    assert "Not this much is held." in over.content.decode()
    does(advocate, f"{CASE}do/held-out/", cents="120", paid_by="prepaid card", **ON_DAY)
    hers = reads(doors["survivor"], f"/my/{WORLD.rose}/help/")
    assert "$380.0" in hers
    assert "A prepaid card" in hers
    assert "$500.0" not in reads(doors["coach"], CASE)


def test_his_page_is_the_same_with_and_without_what_is_spent_and_held_for_her(doors):
    his, address = doors["accountable"], f"/answer/{WORLD.rose}/"
    before = without_tokens(his.get(address).content)
    does(doors["advocate"], f"{CASE}do/held-in/", cents="40", through="the court", **ON_DAY)
    told = {"purpose": "housing", "spent_on": "services", "fund_id": str(id_of("fund"))}
    does(doors["advocate"], f"{CASE}do/cost/", cents="30", **told, **ON_DAY)
    assert "$30.00" in reads(doors["survivor"], f"/my/{WORLD.rose}/help/")
    assert without_tokens(his.get(address).content) == before


def test_a_cost_of_his_side_is_stored_by_his_coach_and_undone_whole(doors):
    coach = doors["coach"]
    told = {"purpose": "treatment", "spent_on": "services", "fund_id": str(id_of("fund"))}
    does(coach, f"{CASE}do/his-cost/", cents="75", **told, **ON_DAY)
    page = reads(coach, CASE)
    assert "$75.0" in page
    undo = re.findall(r'href="(do/undo-cost/[0-9a-f-]+/)"', page)
    rows = {f"do/undo-cost/{row['id']}/": row for row in WORLD.rows(HisCost._meta.db_table)}
    ours = next(link for link in undo if rows[link]["cents"] == 7_500)
    does(coach, f"{CASE}{ours}")
    assert "$75.00" not in reads(coach, CASE)


def test_the_books_are_written_by_the_director_and_a_forbidden_entry_is_explained(doors):
    director = doors["director"]
    does(
        director, f"{BOOKS}open/", funder="The county", name="Housing grant", purposes=["housing"], sides=["hers"],
        from_on_month="1", from_on_day="1", from_on_year="2026",
        until_on_month="12", until_on_day="31", until_on_year="2026",
    )  # fmt: skip
    fund = re.search(r'href="([0-9a-f-]{36})/">Housing grant', reads(director, BOOKS))[1]
    does(director, f"{BOOKS}{fund}/receive/", cents="1,000.00", **ON_DAY)
    does(director, f"{BOOKS}{fund}/plan/", year="2026", purpose="housing", side="hers", cents="900")
    spent = {"purpose": "housing", "side": "hers", "spent_on": "services", "voucher": "R-1", **ON_DAY}
    does(director, f"{BOOKS}{fund}/spend/", cents="950", **spent)
    for change, sentence in {
        ("voucher", "R-1"): "A receipt with this number is in the books already.",
        ("purpose", "legal"): "The funder does not allow this purpose.",
        ("side", "his"): "The funder does not allow this side.",
        ("on_day_year", "2025"): "The fund does not pay on this day",
        ("cents", "50.01"): "The fund has not this much left.",
    }.items():
        typed = {**spent, "voucher": "R-2", "cents": "1", change[0]: change[1]}
        assert sentence in director.post(f"{BOOKS}{fund}/spend/", typed).content.decode(), change
    overview = reads(director, f"{BOOKS}?year=2026")
    assert "more than planned" in overview
    assert "<title>What is left of the budget of 2026</title>" in overview
    for planned in ("$5,989,950.00", "$4,999,950.00", "$133,110.00", "$111,110.00"):
        assert planned in overview, "what was planned for the public stands beside what was spent"
    assert " style=" not in overview, "the content policy lets no style in"
    undo = re.search(r'href="([^"]*/entries/[0-9a-f-]+/undo/)"', reads(director, f"{BOOKS}{fund}/"))[1]
    does(director, undo)
    assert "more than planned" not in reads(director, f"{BOOKS}?year=2026")


def test_nobody_but_a_director_finds_the_books(doors):
    asked = EmergencyRequest(pk=id_of("rose emergency_request by advocate"))
    for part in ("advocate", "facilitator", "coach"):
        for address in ("", "open/", f"{id_of('fund')}/", f"{id_of('fund')}/spend/", f"requests/{asked.pk}/"):
            assert doors[part].get(f"{BOOKS}{address}").status_code == 404, (part, address)
    assert reads(doors["director"], f"{BOOKS}{id_of('fund')}/")
