"""The books refuse what a funder forbids and what is not there; a mistake is undone whole, and money never appears."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.journey.moving import NoSuchCase, Refused
from amends.journey.recording import add
from amends.money import booking, spending
from amends.money.models import (
    PURPOSES,
    SPENT,
    EmergencyAnswer,
    EmergencyRequest,
    HeldIn,
    HerCost,
    HisCost,
    Transfer,
)
from amends.money.refusals import REFUSALS
from amends.money.standing import cost_by_case, funds_now, held_for_everybody
from tests.access.rows import as_web
from tests.money.people import a_day_in_rose, i_am, the_fund
from tests.world import World, id_of

GIVEN_CENTS = 1_000_000
TODAY = date(2026, 4, 1)


def narrow_fund():
    """A fund for housing and health on her side, in the spring of 2026, with a hundred dollars in it."""
    fund = booking.open_fund(
        funder="The county",
        name="Housing grant",
        purposes=["housing", "health"],
        sides=["hers"],
        from_on=date(2026, 1, 1),
        until_on=date(2026, 6, 30),
    )
    booking.receive(fund, cents=10_000, on_day=date(2026, 1, 2))
    return fund


def refused_as(act, *told, **more) -> str:
    """Return the name under which the database refuses an act; every such name has a sentence for people."""
    with pytest.raises(Refused) as refusal:
        act(*told, **more)
    assert refusal.value.constraint in REFUSALS
    return refusal.value.constraint


FITS = {"purpose": "housing", "side": "hers", "spent_on": "services", "cents": 2_500, "on_day": TODAY}


@pytest.mark.parametrize(
    "change,promise",
    [
        ({"purpose": "evaluation"}, "fund_pays_for_this_purpose"),
        ({"side": "his"}, "fund_pays_for_this_side"),
        ({"on_day": date(2026, 7, 1)}, "fund_is_open_on_this_day"),
        ({"on_day": date(2025, 12, 31)}, "fund_is_open_on_this_day"),
        ({"cents": 10_001}, "fund_has_this_much_left"),
    ],
)
def test_the_database_refuses_what_the_funder_forbids(world, change, promise):
    with a_day_in_rose():
        i_am("director")
        fund = narrow_fund()
        assert refused_as(booking.spend, fund, **(FITS | change)) == promise
        assert booking.spend(fund, **FITS).pk
        # Setting aside is spending's elder sister: the same terms hold for it.
        told = {name: value for name, value in (FITS | change).items() if name != "spent_on"}
        assert refused_as(booking.commit, fund, **told) == promise


def test_a_case_can_spend_no_more_than_the_books_allow(world):
    with a_day_in_rose():
        i_am("director")
        fund = narrow_fund()
        i_am("advocate")
        told = {"fund_id": fund.pk, "spent_on": "services", "cents": 4_000, "on_day": TODAY}
        assert refused_as(spending.spend_on_her, World.rose, purpose="legal", **told) == (
            "fund_pays_for_this_purpose"
        )
        spending.spend_on_her(World.rose, purpose="housing", **told)
        i_am("coach")
        assert refused_as(spending.spend_on_him, World.rose, purpose="housing", **told) == (
            "fund_pays_for_this_side"
        )
        assert not HisCost.objects.filter(fund=fund).exists()


def test_the_newest_terms_hold_and_what_was_entered_before_stays(world):
    with a_day_in_rose():
        i_am("director")
        booking.spend(the_fund(), **FITS)
        narrower = {"purposes": ["legal"], "sides": ["hers"], "from_on": TODAY, "until_on": TODAY}
        booking.set_terms(the_fund(), **narrower)
        assert refused_as(booking.spend, the_fund(), **FITS) == "fund_pays_for_this_purpose"
        assert booking.spend(the_fund(), **(FITS | {"purpose": "legal"})).pk
        assert Transfer.objects.filter(purpose="housing").count() == 1


def test_what_is_spent_in_a_case_enters_the_books_without_the_case(world):
    with a_day_in_rose():
        i_am("advocate")
        cost = spending.spend_on_her(
            World.rose,
            fund_id=id_of("fund"),
            purpose="health",
            spent_on="services",
            cents=12_345,
            on_day=TODAY,
        )
        assert not Transfer.objects.exists(), "an advocate reads no books"
        i_am("director")
        entry = Transfer.objects.get(pk=cost.pk)
        assert (entry.cents, entry.side, entry.taker, entry.added_by_id) == (
            12_345, "hers", "services", id_of("rose's advocate"),
        )  # fmt: skip
        assert "case" not in {field.name for field in Transfer._meta.get_fields()}
        assert not HerCost.objects.exists(), "a director opens a case on record, or not at all"
        # The world has a cent on each side of each case.
        assert cost_by_case() == {
            World.rose: {"hers": 12_346, "his": 1}, World.oak: {"hers": 1, "his": 1},
        }  # fmt: skip
        i_am("advocate")
        assert cost_by_case() == {}
        assert held_for_everybody() is None


def test_a_cost_of_a_case_is_put_right_in_the_case_and_nowhere_else(world):
    with a_day_in_rose():
        i_am("coach")
        cost = spending.spend_on_him(
            World.rose,
            fund_id=id_of("fund"),
            purpose="treatment",
            spent_on="services",
            cents=900,
            on_day=TODAY,
        )
        i_am("director")
        entry = Transfer.objects.get(pk=cost.pk)
        assert refused_as(booking.undo, entry) == "case_cost_is_put_right_in_its_case"
        i_am("coach")
        spending.undo_in_case(cost)
        assert refused_as(spending.undo_in_case, HisCost.objects.get(puts_right=cost)) == (
            "what_puts_right_is_not_undone"
        )
        with pytest.raises(Refused):
            spending.undo_in_case(cost)
        i_am("director")
        assert funds_now(TODAY)[0].left_cents == GIVEN_CENTS
        assert cost_by_case()[World.rose] == {"hers": 1, "his": 1}


def test_nobody_undoes_a_part_of_an_entry(world):
    with a_day_in_rose():
        i_am("director")
        spent = booking.spend(the_fund(), **FITS)
        told = Transfer(
            puts_right=spent, fund=the_fund(), giver="services", taker="fund", cents=1, on_day=TODAY,
            purpose="legal", side="his",
        )  # fmt: skip
        told.save(force_insert=True)
        told = Transfer.objects.get(pk=told.pk)
        assert (told.cents, told.purpose, told.side) == (FITS["cents"], FITS["purpose"], FITS["side"])


def test_what_was_promised_is_paid_and_given_back_and_no_more(world):
    with a_day_in_rose():
        i_am("director")
        told = {name: value for name, value in FITS.items() if name != "spent_on"}
        committed = booking.commit(the_fund(), **told)
        booking.pay_committed(committed, spent_on="services", cents=1_500, on_day=TODAY)
        assert (
            refused_as(booking.release, committed, cents=1_001, on_day=TODAY)
            == "commitment_has_this_much_left"
        )
        booking.release(committed, cents=1_000, on_day=TODAY)
        stands = funds_now(TODAY)[0]
        assert (stands.committed_cents, stands.spent_cents, stands.left_cents) == (
            0,
            1_500,
            GIVEN_CENTS - 1_500,
        )


def test_a_plan_is_made_once_and_can_be_taken_back(world):
    with a_day_in_rose():
        i_am("director")
        told = {"year": 2027, "purpose": "legal", "side": "hers", "cents": 5}
        line = booking.plan(the_fund(), **told)
        assert refused_as(booking.plan, the_fund(), **told) == "budget_line_is_planned_once"
        booking.unplan(line)
        assert booking.plan(the_fund(), **told).pk
        assert refused_as(booking.plan, the_fund(), **(told | {"year": 2040})) == "fund_is_open_on_this_day"


class TestEmergency:
    """A worker asks with a word from a list; a director answers; a grant is set aside at once."""

    def test_a_grant_is_set_aside_and_spent_up_to_its_amount(self, world):
        with a_day_in_rose():
            i_am("advocate")
            asked = spending.ask_emergency_fund(World.rose, need="a safe night", cents=20_000)
            i_am("director")
            spending.grant(EmergencyRequest.objects.get(pk=asked.pk), fund=the_fund())
            assert funds_now(TODAY)[0].committed_cents == 20_000
            i_am("advocate")
            asked = EmergencyRequest.objects.select_related("answer").get(pk=asked.pk)
            spending.spend_what_was_granted(asked, spent_on="services", cents=15_000, on_day=TODAY)
            assert refused_as(
                spending.spend_what_was_granted, asked, spent_on="services", cents=5_001, on_day=TODAY
            ) == "commitment_has_this_much_left"  # fmt: skip
            i_am("director")
            stands = funds_now(TODAY)[0]
            assert (stands.committed_cents, stands.spent_cents) == (5_000, 15_000)

    def test_what_was_declined_is_not_spent(self, world):
        with a_day_in_rose():
            i_am("advocate")
            asked = spending.ask_emergency_fund(World.rose, need="food", cents=5_000)
            i_am("director")
            spending.decline(EmergencyRequest.objects.get(pk=asked.pk), reason="no money is left")
            i_am("advocate")
            told = {"purpose": "emergency", "spent_on": "services", "cents": 1, "on_day": TODAY}
            cost = HerCost(case_id=World.rose, request=asked, fund=the_fund(), **told)
            assert refused_as(add, cost) == "emergency_request_was_granted"

    def test_nobody_but_a_director_answers_and_a_fund_is_not_overdrawn_by_a_grant(self, world):
        with a_day_in_rose():
            i_am("advocate")
            asked = spending.ask_emergency_fund(World.rose, need="food", cents=GIVEN_CENTS + 1)
            with pytest.raises(NoSuchCase):
                spending.grant(asked, fund=the_fund())
            i_am("director")
            asked = EmergencyRequest.objects.get(pk=asked.pk)
            assert refused_as(spending.grant, asked, fund=the_fund()) == "fund_has_this_much_left"
            assert not EmergencyAnswer.objects.filter(request=asked).exists()


def test_what_is_held_for_her_names_neither_her_nor_an_account_and_his_side_sees_none_of_it(world):
    with a_day_in_rose():
        i_am("survivor")
        held = spending.held_now(World.rose)
        i_am("director")
        everybody = held_for_everybody()
        spending.hold_for_her(World.rose, cents=700, on_day=TODAY, through="the court")
        assert held_for_everybody() == everybody + 700
        assert not HeldIn.objects.exists(), "not even the director without breaking the glass"
        for part in ("accountable", "counsel", "coach", "liaison"):
            i_am(part)
            assert not HeldIn.objects.exists(), part
        i_am("survivor")
        assert spending.held_now(World.rose) == held + 700
    texts = {field.name for field in HeldIn._meta.concrete_fields if field.get_internal_type() == "TextField"}
    assert texts == {"through"}, "one word from a list, and nothing that is typed"


AMOUNTS = st.integers(min_value=1, max_value=40_000)
HOLDING = st.lists(st.tuples(st.sampled_from(["in", "out", "undo"]), AMOUNTS), max_size=9)
QUIET = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUIET
@given(acts=HOLDING)
def test_what_is_held_for_her_is_never_less_than_nothing(world, acts):
    with a_day_in_rose():
        i_am("advocate")
        expected, entries = spending.held_now(World.rose), []
        for what, cents in acts:
            change = {"in": cents, "out": -cents}.get(what)
            if what == "undo":
                if not entries:
                    continue
                entry, was = entries[cents % len(entries)]
                change, act = -was, lambda entry=entry: spending.undo_in_case(entry)
            elif what == "in":
                act = lambda cents=cents: spending.hold_for_her(  # noqa: E731
                    World.rose, cents=cents, on_day=TODAY, through="the court"
                )
            else:
                act = lambda cents=cents: spending.pay_out_to_her(  # noqa: E731
                    World.rose, cents=cents, on_day=TODAY, paid_by="check"
                )
            if expected + change < 0:
                assert refused_as(act) == "held_money_is_there"
                continue
            made = act()
            expected += change
            if what == "undo":
                entries.remove((entry, was))
            else:
                entries.append((made, change))
            assert spending.held_now(World.rose) == expected >= 0


MOVES = st.lists(
    st.tuples(st.sampled_from(["give", "spend", "commit", "pay", "release", "undo"]), AMOUNTS), max_size=12
)


@QUIET
@given(moves=MOVES)
def test_what_was_given_is_what_is_spent_promised_and_left_whatever_happens(world, moves):
    with a_day_in_rose():
        i_am("director")
        fund, made = narrow_fund(), []
        for what, cents in moves:
            commitments = [one for one in made if one.taker == "committed"]
            told = {"purpose": "housing", "side": "hers", "cents": cents, "on_day": TODAY}
            try:
                match what:
                    case "give":
                        made.append(booking.receive(fund, cents=cents, on_day=TODAY))
                    case "spend":
                        made.append(booking.spend(fund, spent_on=SPENT[cents % len(SPENT)], **told))
                    case "commit":
                        made.append(booking.commit(fund, **told))
                    case "pay" if commitments:
                        of = commitments[cents % len(commitments)]
                        made.append(booking.pay_committed(of, spent_on="services", cents=cents, on_day=TODAY))
                    case "release" if commitments:
                        of = commitments[cents % len(commitments)]
                        made.append(booking.release(of, cents=cents, on_day=TODAY))
                    case "undo" if made:
                        undone = made.pop(cents % len(made))
                        before = stands_of(fund)
                        booking.undo(undone)
                        assert stands_of(fund).left_cents - before.left_cents == {
                            undone.giver: undone.cents, undone.taker: -undone.cents,
                        }.get("fund", 0)  # fmt: skip
            except Refused:
                if what == "undo":
                    made.append(undone)
            stands = stands_of(fund)
            assert stands.given_cents == stands.spent_cents + stands.committed_cents + stands.left_cents
            assert min(stands.spent_cents, stands.committed_cents, stands.left_cents) >= 0
        # Undone to the last, in an order in which each can be, nothing is left but what the funder gave at first.
        while made:
            left = [one for one in reversed(made) if not can_be_undone(one)]
            assert len(left) < len(made)
            made = left[::-1]
        stands = stands_of(fund)
        assert (stands.given_cents, stands.left_cents) == (10_000, 10_000)


def can_be_undone(entry: Transfer) -> bool:
    try:
        booking.undo(entry)
    except Refused:
        return False
    return True


def stands_of(fund):
    return next(one for one in funds_now(TODAY) if one.fund_id == fund.pk)


def test_two_at_once_cannot_spend_the_same_money(own_world):
    told = (
        "INSERT INTO transfer (id, fund_id, giver, taker, cents, on_day, purpose, side, added_by_id, added_at)"
        " VALUES (gen_random_uuid(), %s, 'fund', 'services', %s, '2026-04-01', 'housing', 'hers', %s, access.now())"
    )
    values = [id_of("fund"), GIVEN_CENTS * 6 // 10, id_of(World.director)]
    with as_web(World.director) as first:
        first.execute(told, values)
        with pytest.raises(psycopg.errors.LockNotAvailable), as_web(World.director) as second:
            second.execute(told, values)
    with pytest.raises(psycopg.errors.CheckViolation), as_web(World.director) as second:
        second.execute(told, values)


def test_every_word_of_a_purpose_can_be_spent_on(world):
    with a_day_in_rose():
        i_am("director")
        for purpose, _ in PURPOSES["choices"]:
            booking.spend(the_fund(), **(FITS | {"purpose": purpose, "cents": 1}))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM transfer WHERE purpose IS NOT NULL")
            assert cursor.fetchone() == (len(PURPOSES["choices"]),)


def test_what_is_of_a_day_to_come_is_not_in_the_books(world):
    with a_day_in_rose():
        i_am("director")
        later = date.today() + timedelta(days=40)  # noqa: DTZ011
        assert refused_as(booking.spend, the_fund(), **(FITS | {"on_day": later})) == (
            "record_is_of_a_day_that_has_come"
        )
