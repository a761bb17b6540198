"""Whoever gets SQL through the site, with one valid key, learns and does no more than behind their own door."""

from amends.circles import models as circles
from tests.adversary.injecting import through_the_gate
from tests.world import id_of, key_of

CONSENT = "SELECT access.take_move(%s, 'consent', %s)"


def test_a_yes_given_in_no_listed_way_is_refused_alike_with_and_without_their_pause(walk, injected):
    walk.to_inviting()
    with walk.as_("accountable") as asker:
        days = {"counsel_consulted_on": asker.today, "consequences_explained_on": asker.today}
        circles.Consent(case_id=walk.case_id, acknowledged_on=asker.today, **days).save(force_insert=True)
    party = injected(walk.key("accountable"), at_case=walk.case_id)
    before = [party.is_told(CONSENT, walk.case_id, how) for how in ("fax", "", None)]
    walk.moves("survivor", "pause")
    assert [party.is_told(CONSENT, walk.case_id, how) for how in ("fax", "", None)] == before
    assert "taken" in party.is_told(CONSENT, walk.case_id, "page")


def test_whoever_ends_a_case_leaves_no_words_of_their_own_in_it(walk, injected):
    walk.to_preparing()
    party = injected(walk.key("accountable"))
    party.runs("SELECT access.take_move(%s, 'leave', 'page', 'You know where I am.')", walk.case_id)
    question = "SELECT reason FROM amends.ending_reason WHERE case_id = %s"
    assert through_the_gate(question, walk.case_id) == [("leave",)]


def test_a_reason_of_the_list_is_kept(walk):
    walk.to_preparing()
    walk.moves("liaison", "end by the office", because="charge dismissed")
    question = "SELECT reason FROM amends.ending_reason WHERE case_id = %s"
    assert through_the_gate(question, walk.case_id) == [("charge dismissed",)]


def test_what_a_step_still_needs_is_told_after_the_look_and_not_before(walk, injected):
    walk.to_planning()
    walk.days_pass(1)
    question = "SELECT condition FROM access.findings(%s, 'schedule a meeting', '{\"form\": \"circle\"}')"
    facilitator = injected(walk.key("facilitator"))
    assert facilitator.runs(question, walk.case_id) == []
    looked = injected(walk.key("facilitator"), at_case=walk.case_id)
    assert ("safe_enough",) in looked.runs(question, walk.case_id)


def test_whether_an_item_was_read_is_not_told_to_the_workers_of_another_case(walk, injected):
    walk.to_following()
    of_rose = injected(key_of("rose's advocate"), at_case=walk.case_id)
    question = (
        "SELECT answer FROM access.findings(%s, 'show him an item', jsonb_build_object('item', %s::uuid))"
        " WHERE condition = 'items_read'"
    )
    assert of_rose.runs(question, walk.case_id, walk.item.id) == [("met",)]
    of_rose.runs("SELECT access.record_look(%s, 'working on the case')", id_of("rose"))
    assert of_rose.runs(question, id_of("rose"), walk.item.id) == [("not met",)]


def test_nobody_but_the_survivor_can_ask_who_sits_in_the_case(walk, injected):
    walk.to_preparing()
    question = "SELECT count(*) FROM access.cases_with('advocate')"
    assert injected(walk.key("survivor"), at_case=walk.case_id).runs(question) == [(1,)]
    for part in ("accountable", "counsel", "coach", "liaison"):
        assert injected(walk.key(part), at_case=walk.case_id).runs(question) == [(0,)], part
