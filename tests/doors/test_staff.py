"""The staff door: the whole road by instruction, every act through its page, and nothing for whoever has no part."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connections

from amends.access.asking import arrive
from amends.access.records import CaseRecord
from amends.circles import models as circles
from amends.database.addresses import connect_as
from amends.database.sight import with_sight
from amends.journey.models import SeatOffer
from amends.journey.seating import PARTS
from amends.journey.stages import STAFF, TAKEN_BY, legal_steps
from amends.portals.shared import words
from amends.portals.staff.acts import ACTS, GROUPS
from amends.portals.staff.caseload import ROWS
from amends.portals.staff.offering import who_may
from amends.portals.staff.things import THINGS
from amends.safety.models import ContactOrder, SafetyCheck
from amends.trace.models import BreakGlass, Look
from tests.doors.opening import come_in, without_tokens
from tests.doors.team import Team, at, day, refusal
from tests.walking import Walk
from tests.world import LONG_AGO, WORLD, Writer, id_of, key_of

# His side hears of what others do at the next fixed time, which is never further away.
NEWS_DAYS = 5


@pytest.fixture
def walk(own_world):
    return Walk()


def test_the_whole_road_can_be_walked_by_instruction_and_read_back(walk):
    walk.refer()
    team = Team(walk)
    for part in PARTS:
        takes_the_part_that_is_offered(team, part)
    from_the_first_talk_to_the_invitation(team)
    from_his_yes_to_an_item_that_he_accepts(team)
    from_the_plan_to_its_end(team)
    assert (walk.state(), walk.words()) == ("completed", ["received", "active", "completed"])
    history = team.reads("facilitator", "history")
    for event in ("refer", "choose the restorative road", "consent", "agree the plan", "complete"):
        assert str(words.EVENTS[event]) in history
    assert "By voice, written down by rose&#x27;s advocate" in history
    assert "do/consent/" not in team.reads("coach"), "what is over asks nothing more of anybody"


def takes_the_part_that_is_offered(team: Team, part: str) -> None:
    """The director asks a worker, who thinks of ties and takes the part."""
    team.director_does("offer-part", who_and_part=f"{part} {team.walk.person(part)}")
    mine = team.browsers[part].get("/staff/").content.decode()
    offer = re.search(r'href="(offers/[0-9a-f-]+/)"', mine.split("Alder Example")[1])
    answered = team.browsers[part].post(f"/staff/{offer[1]}", {"said": "no tie"})
    assert answered["Location"] == "/staff/"


def from_the_first_talk_to_the_invitation(team: Team) -> None:
    """She agrees to talk, is told both roads, chooses by voice, and it is read back."""
    walk, today = team.walk, team.walk.today()
    team.does("advocate", "agreed")
    for kind in ("coercion", "safety"):
        team.does(
            "advocate", "check", kind=kind, level="raised", reason="A debt.", **day("checked_on", today)
        )
    assert "Raised" in team.reads("facilitator")
    assert "A debt." in team.reads("advocate")
    assert "A debt." not in team.reads("facilitator"), "what a level rests on is for her and her advocate"
    team.does("facilitator", "offer")

    told = {"language": "en", "in_the_room": ["survivor", "advocate"], **day("told_on", today)}
    some = ["both roads", "a civil suit stays possible"]
    team.does("advocate", "explain", points=some, **told)
    assert 'value="both roads"' not in team.reads("advocate", "do", "explain")
    team.does("advocate", "explain", points=[point for point in words.POINTS if point not in some], **told)
    assert 'href="do/explain/"' not in team.reads("advocate"), "there is nothing left to explain"
    team.does("advocate", "record-choice", road="restorative", how="voice")
    assert "a second person reads it" in team.reads("advocate")
    team.does_with("facilitator", "read-back")
    assert "has to stand unchanged for 3 days" in team.reads("advocate", "do", "confirm-choice")
    walk.days_pass(4)
    team.does("advocate", "confirm-choice", how="voice")
    assert walk.state() == "inviting"
    walk.days_pass(NEWS_DAYS)


def from_his_yes_to_an_item_that_he_accepts(team: Team) -> None:
    """He consents through his coach, both prepare and go on, and she has one item shown to him."""
    walk, today = team.walk, team.walk.today()
    assert "Not invited yet" not in team.reads("coach")
    days = [
        day(name, today) for name in ("counsel_consulted_on", "consequences_explained_on", "acknowledged_on")
    ]
    team.does("coach", "consent", how="paper", **days[0], **days[1], **days[2])
    assert walk.state() == "preparing"

    session = {"minutes": "60", "mode": "in person", **day("held_on", today)}
    for _ in range(2):
        team.does("advocate", "prepare-hers", **session)
        team.does("coach", "prepare-his", **session)
    team.does("advocate", "her-wish", wish="go on", form="letters", how="voice")
    team.does("coach", "his-wish", wish="go on", how="voice")
    team.does("facilitator", "go-on")

    item = {"kind": "money", "action": "Pay into the program's account.", "for_whom": "survivor"}
    by_when = day("by_when", today + timedelta(days=60))
    team.does("advocate", "item", **item, shown_by="receipt", how="voice", **by_when)
    team.does_with("advocate", "reading", reading="names a place")
    assert "Not passed on" in team.reads("facilitator")
    assert "do/show/" not in team.reads("advocate")
    team.does_with("advocate", "reading", reading="safe to show")
    team.does_with("advocate", "show")
    assert "Pay into" not in team.reads("coach"), "it has not reached its fixed time"
    walk.days_pass(NEWS_DAYS)
    counsel = day("counsel_consulted_on", walk.today())
    team.does_with("coach", "answer", answer="accept", how="voice", **counsel)


def from_the_plan_to_its_end(team: Team) -> None:
    """She agrees the plan by voice, he does what it says, two people see it, and she is asked."""
    walk = team.walk
    assert "a second person reads it" in team.is_refused("advocate", "agree-plan", how="voice")
    team.does("facilitator", "read-plan-back")
    walk.days_pass(2)
    assert "a second person reads it" in team.is_refused("advocate", "agree-plan", how="voice")
    team.does("facilitator", "read-plan-back")
    team.does("advocate", "agree-plan", how="voice")
    assert walk.state() == "following"

    today = walk.today()
    done = {"says": "done", "shown_by": "receipt", "note": "Paid.", **day("done_on", today)}
    team.does_with("coach", "progress", **done)
    team.does_with("facilitator", "progress-read", outcome="accepted")
    assert "do/pass-on/" not in team.reads("facilitator"), "she has not asked to see it"
    team.does("advocate", "hear", wants="yes")
    team.does_with("facilitator", "pass-on")
    assert "do/pass-on/" not in team.reads("facilitator")
    with walk.as_("survivor"):
        assert circles.ProgressShown.objects.get(case_id=walk.case_id).says == "done"
    team.does_with("advocate", "verify")
    assert "do/verify/" not in team.reads("advocate"), "one person sees it once"
    assert "verified by two" in team.is_refused("facilitator", "complete")
    team.does_with("facilitator", "verify")
    team.does("facilitator", "ask-at-end", **day("asked_on", today))
    team.does("advocate", "answer-at-end", answer="it is done")
    team.does("facilitator", "complete")


def test_a_meeting_shows_every_reason_why_not_before_and_after_it_is_typed(walk):
    walk.to_preparing()
    team = Team(walk)
    page = team.reads("facilitator", "do", "schedule")
    assert "This cannot be done yet" in page
    assert "<form method" not in page.split("<main")[1]
    walk.prepares()
    today = walk.today()
    with walk.as_("facilitator"):
        ContactOrder(case_id=walk.case_id, issued_by="court", forbids=["conference"], from_on=today).save(
            force_insert=True
        )
    soon = day("on_day", today + timedelta(days=2))
    assert "In which form?" in team.reads("facilitator", "do", "schedule")

    kept = team.is_refused("facilitator", "schedule", form="conference", **soon)
    assert "This cannot be done yet" in kept
    assert re.search(r'value="conference"[^>]*checked', kept), "what was typed is still there"
    past = team.is_refused(
        "facilitator", "schedule", form="circle", **day("on_day", today - timedelta(days=1))
    )
    assert "This day has passed." in past
    assert f'value="{today.year}"' in past
    with walk.as_("facilitator"):
        assert not circles.Meeting.objects.exists()

    team.does("facilitator", "schedule", form="circle", **soon)
    assert "do/held/" not in team.reads("facilitator"), "its day has not come"
    team.does_with("advocate", "cancel")
    team.does("facilitator", "schedule", form="circle", **soon)
    walk.days_pass(2)
    team.does_with("facilitator", "held", minutes="90")
    page = team.reads("facilitator")
    assert "Took place, 90 min" in page
    assert "Cancelled" in page


def test_anybody_who_works_here_takes_a_stop_by_phone_and_learns_nothing(walk):
    walk.to_following()
    number = number_of(walk)
    stranger = come_in(key_of("a spare coach"))
    assert "Take a stop or a pause by phone" in stranger.get("/staff/").content.decode()

    wrong = stranger.post("/staff/phone/", {"number": "ZZZZZZZZ", "event": "stop"})
    assert wrong.status_code == 200
    assert "There is no such number" in wrong.content.decode()
    assert 'value="ZZZZZZZZ"' in wrong.content.decode()
    assert "Choose stop or pause." in stranger.post("/staff/phone/", {"number": number}).content.decode()
    assert walk.state() == "following"

    answers = []
    for event, state in (("pause", "following paused"), ("stop", "following paused stopping")):
        told = stranger.post("/staff/phone/", {"number": f" {number.lower()} ", "event": event}, follow=True)
        answers.append(without_tokens(told.content))
        assert walk.state() == state
    walk.moves("survivor", "send the word")
    over = stranger.post("/staff/phone/", {"number": number, "event": "stop"}, follow=True)
    assert {without_tokens(over.content), *answers} == {answers[0]}, (
        "the answer never tells how the case stands"
    )
    assert stranger.get(at(walk)).status_code == 404
    assert come_in(key_of("the director")).get("/staff/phone/").status_code == 200


@contextmanager
def as_owner(*tables: str):
    """Write into tables as their owner, with the guard lifted."""
    name = connections["default"].settings_dict["NAME"]
    with connect_as("amends_owner", name) as owner, with_sight(owner, *tables):
        yield owner


def number_of(walk: Walk) -> str:
    """Return the number of a case, as the survivor knows it."""
    with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
        owner.execute("SET LOCAL ROLE amends_gate")
        return owner.execute("SELECT number FROM amends.case_file WHERE id = %s", [walk.case_id]).fetchone()[
            0
        ]


def test_her_stop_and_pause_are_told_to_those_who_may_know_and_to_nobody_else(walk):
    walk.to_following()
    team = Team(walk)
    before = without_tokens(team.browsers["coach"].get(at(walk)).content)
    his_list = without_tokens(team.browsers["coach"].get("/staff/").content)
    assert b"CR-fir" in his_list
    team.does("advocate", "pause")
    assert "Paused" in team.reads("facilitator")
    assert "The advocate checks in by:" in team.reads("advocate")
    assert 'href="do/item/"' not in team.reads("advocate"), "nothing that touches her is offered"
    assert without_tokens(team.browsers["coach"].get(at(walk)).content) == before
    assert "a second person reads it" in team.is_refused("advocate", "resume", how="voice")
    team.does("facilitator", "read-resume-back")
    team.does("advocate", "resume", how="voice")
    team.does("facilitator", "stop")
    assert "the word goes out on:" in team.reads("advocate")
    assert without_tokens(team.browsers["coach"].get(at(walk)).content) == before
    assert without_tokens(team.browsers["coach"].get("/staff/").content) == his_list
    team.does("facilitator", "read-stop-back")
    team.does("advocate", "take-back", how="paper")
    assert walk.state() == "following"
    team.does("coach", "stop")
    team.does("advocate", "send-word", how="voice")
    assert (walk.state(), walk.words()[-1]) == ("returned", "returned")
    page = team.reads("advocate")
    assert "Services" in page, "services go on"
    assert "do/pause/" not in page


def test_coercion_ends_a_case_only_when_two_have_found_it_and_she_was_told(walk):
    walk.to_preparing()
    team, today = Team(walk), walk.today()
    refused = team.is_refused("facilitator", "end-for-coercion")
    assert "This cannot be done yet" in refused
    late = team.is_refused(
        "advocate", "finding", pressure_from="family", her_view="agrees",
        **day("told_her_on", today + timedelta(days=1)), **day("safety_plan_made_on", today),
    )  # fmt: skip
    assert "This day has not come yet." in late
    team.does(
        "advocate", "finding", pressure_from="family", her_view="sees it differently",
        **day("told_her_on", today), **day("safety_plan_made_on", today),
    )  # fmt: skip
    assert "do/confirm-finding/" not in team.reads("advocate"), "nobody is their own second person"
    assert "has not confirmed it yet" in team.reads("facilitator")
    assert walk.state() == "preparing", "a finding ends nothing by itself"
    team.does_with("facilitator", "confirm-finding")
    team.does("facilitator", "end-for-coercion")
    assert (walk.state(), walk.words()[-1]) == ("returned", "returned")
    assert "Ended because coercion was found" in team.reads("advocate", "history")


def test_a_breach_is_answered_by_staff_as_she_wished_beforehand(walk):
    walk.to_following()
    team, today = Team(walk), walk.today()
    team.does("advocate", "breach-wish", kind="task not done", wish="ask me first")
    team.does("coach", "breach", kind="task not done", **day("happened_on", today))
    assert "Ask me first" in team.reads("facilitator")
    assert "This cannot be done yet" in team.is_refused("facilitator", "end-for-breach")
    team.director_does(
        "breach", kind="task not done", **day("happened_on", today), **day("asked_her_on", today)
    )
    team.does("facilitator", "end-for-breach")
    assert walk.state() == "returned"


@pytest.mark.parametrize(
    "act, typed",
    [
        ("end-for-safety", {}),
        ("end-not-eligible", {}),
        ("end-by-program", {"because": "cannot be reached"}),
    ],
)
def test_the_program_ends_a_case_for_a_reason_that_stays_inside(walk, act, typed):
    walk.to_screening()
    team = Team(walk)
    page = team.reads("facilitator", "do", act)
    assert "The survivor&#x27;s services go on." in page
    if typed:
        empty = team.is_refused("facilitator", act)
        assert "Why does it end?" in empty
        early = team.is_refused("facilitator", act, because="no answer by the deadline")
        assert "This cannot be done yet" in early
        assert "Why does it end?" in early, "another reason may do"
    team.does("facilitator", act, **typed)
    assert (walk.state(), walk.words()[-1]) == ("not_accepted", "not accepted")
    assert "Ended" in team.reads("advocate", "history")


def test_a_hold_ends_only_after_people_outside_looked_at_it(walk):
    walk.to_preparing()
    team = Team(walk)
    team.does("coach", "hold")
    walk.days_pass(0)
    assert "On hold" in team.reads("facilitator")
    assert "This cannot be done yet" in team.is_refused("facilitator", "let-go-on")
    team.director_does("hold-review", outcome="go on")
    assert "It can go on" in team.reads("facilitator")
    team.does("facilitator", "let-go-on")
    assert walk.state() == "preparing"


def test_time_is_reviewed_at_its_months_and_more_of_it_asked_for(walk):
    walk.to_following()
    team, today = Team(walk), walk.today()
    team.does("facilitator", "review", month="3", outcome="goes on", **day("held_on", today))
    assert 'value="3"' not in team.reads("facilitator", "do", "review")
    again = team.is_refused("facilitator", "review", month="3", outcome="goes on", **day("held_on", today))
    assert "Please check this page" in again
    team.does("facilitator", "more-time", **day("until_on", today + timedelta(days=900)))
    same = team.is_refused("facilitator", "more-time", **day("until_on", today + timedelta(days=900)))
    assert "Choose a day after today" in same


def test_services_and_ways_of_contact_are_kept_by_the_advocate_and_outlive_the_case(walk):
    walk.to_screening()
    team, today = Team(walk), walk.today()
    backwards = team.is_refused(
        "advocate", "service", kind="housing", **day("opened_on", today),
        **day("means_until_on", today - timedelta(days=1)),
    )  # fmt: skip
    assert "This day must not come before the first one." in backwards
    until = day("means_until_on", today + timedelta(days=40))
    team.does("advocate", "service", kind="housing", **day("opened_on", today), **until)
    team.does_with("advocate", "service-means", **day("means_until_on", today + timedelta(days=80)))
    nowhere = team.is_refused("advocate", "way", channel="phone", allowed="yes")
    assert "Write where this way leads." in nowhere
    team.does("advocate", "way", channel="text", allowed="no")
    team.does("advocate", "way", channel="phone", allowed="yes", address="555-0199", hours="before noon")
    team.does("advocate", "safety-plan", steps="Call first.")
    team.does("advocate", "case-name", name="Blue door")
    team.does("advocate", "her-name", called="Wren", language="es")
    team.does("advocate", "other-worker", role="coach")
    team.does("facilitator", "end-for-safety")
    page = team.reads("advocate")
    assert "Never use:" in page
    assert page.index("Never use:") < page.index("Call first.") < page.index("Where the case is")
    for kept in ("555-0199", "Blue door", "Wren (Español)", "A place to live"):
        assert kept in page
        assert kept not in team.reads("coach")
    team.does("advocate", "way", channel="phone", allowed="no")
    team.does_with("advocate", "service-end", **day("ended_on", today))
    assert "None is open." in team.reads("advocate")


def test_what_is_hers_is_changed_and_dropped_as_she_says(walk):
    walk.to_following()
    team = Team(walk)
    wording = {"kind": "learning", "action": "Finish the longer course.", "for_whom": "community"}
    page = team.reads("advocate")
    link = re.search(r'href="(do/reword/[0-9a-f-]+)/"', page)[1]
    form = team.reads("advocate", link)
    assert "Attend the course and finish it.</textarea>" in form, "the form begins with what is there"
    slip = team.browsers["advocate"].post(at(walk, link), {**wording, "shown_by": "receipt", "how": "voice"})
    assert "Finish the longer course." in slip.content.decode()
    typed = {**wording, "shown_by": "receipt", "how": "voice", **day("by_when", walk.today())}
    assert team.browsers["advocate"].post(at(walk, link), typed).status_code == 303
    assert "A newer wording stands beside it." in team.reads("facilitator")
    assert team.is_too_late("advocate", link), "a wording is replaced once"
    team.does_with("advocate", "drop")
    assert "1 item was dropped." in team.reads("facilitator")
    team.does("advocate", "order", issued_by="court", forbids=["circle"], **day("from_on", walk.today()))
    half = team.is_refused(
        "facilitator", "order", issued_by="court", forbids=["circle"], **day("from_on", walk.today()),
        **day("exception_from_on", walk.today()),
    )  # fmt: skip
    assert "An exception needs both days." in half
    assert "A court" in team.reads("facilitator")


def test_a_worker_with_a_tie_gets_no_part_and_one_of_another_side_is_refused(walk):
    walk.refer()
    director = come_in(key_of("the director"))
    page = f"/staff/program/{walk.case_id}/do/offer-part/"
    for who, part in (("a spare advocate", "advocate"), ("rose's coach", "coach")):
        asked = director.post(page, {"who_and_part": f"{part} {id_of(who)}"})
        assert asked.status_code == 303, refusal(asked)
    spare = come_in(key_of("a spare advocate"))
    offer = re.search(r'href="(offers/[0-9a-f-]+/)"', spare.get("/staff/").content.decode())[1]
    assert "Alder Example" in spare.get(f"/staff/{offer}").content.decode()
    assert come_in(key_of("a spare coach")).get(f"/staff/{offer}").status_code == 404
    assert "Please answer this." in spare.post(f"/staff/{offer}", {"said": ""}).content.decode()
    thanked = spare.post(f"/staff/{offer}", {"said": "tie"}, follow=True)
    assert "Somebody else will be asked." in thanked.content.decode()
    assert spare.get(at(walk)).status_code == 404
    assert spare.get(f"/staff/{offer}").status_code == 404, "an offer is answered once"

    with as_owner("credential") as owner:
        owner.execute(
            "UPDATE amends.credential SET until_on = access.today() WHERE person_id = %s",
            [id_of("a spare facilitator")],
        )
    assert str(id_of("a spare facilitator")) not in director.get(page).content.decode()
    nobody = director.post(page, {"who_and_part": f"facilitator {id_of('a spare facilitator')}"})
    assert nobody.status_code == 200
    walk.seats("facilitator")
    with walk.as_("director", at_case=False):
        assert {one.answer for one in SeatOffer.objects.filter(case_id=walk.case_id)} == {
            None,
            "tie",
            "no tie",
        }


def test_whoever_worked_between_the_sides_of_a_matter_never_works_on_one_of_them(walk):
    walk.to_screening()
    facilitator = walk.person("facilitator")
    with as_owner("appointment", "credential") as owner:
        row = {"person_id": facilitator, "role": "coach"}
        Writer(owner).row(
            "appointment",
            **row,
            id=uuid4(),
            organization_id=id_of("community"),
            called="Both",
            from_at=LONG_AGO,
        )
        Writer(owner).row("credential", **row, id=uuid4(), from_on=LONG_AGO.date())
    director = come_in(key_of("the director"))
    refused = director.post(
        f"/staff/program/{walk.case_id}/do/offer-part/",
        {"who_and_part": f"coach {facilitator}"},
    )
    assert "has a part on another side" in refused.content.decode()


def test_a_worker_leaves_and_the_director_ends_a_part_at_once(walk):
    walk.to_screening()
    team = Team(walk)
    page = team.browsers["facilitator"].post(at(walk, "do", "leave-part"))
    assert page["Location"] == "/staff/", "the case is no longer theirs"
    assert team.browsers["facilitator"].get(at(walk)).status_code == 404
    team.director_does("end-part", part="coach")
    assert team.browsers["coach"].get(at(walk)).status_code == 404
    lacking = team.browsers["director"].get("/staff/program/?lacking=coach").content.decode()
    assert number_of(walk) in lacking
    assert (
        number_of(walk)
        not in team.browsers["director"].get("/staff/program/?lacking=advocate").content.decode()
    )


def test_a_director_opens_a_case_only_by_breaking_the_glass_and_she_is_told(walk):
    walk.to_following()
    director = come_in(key_of("the director"))
    outside = f"/staff/program/{walk.case_id}/"
    page = director.get(outside).content.decode()
    for hers in ("Fern", "Attend the course", "555-0100", "PC 236.1"):
        assert hers not in page
    assert director.get(at(walk)).status_code == 404
    short = director.post(f"{outside}do/break-glass/", {"reason": "why"})
    assert "Write at least ten letters." in short.content.decode()
    assert director.get(at(walk)).status_code == 404
    reason = "The advocate is in hospital and a court order came."
    assert director.post(f"{outside}do/break-glass/", {"reason": reason}).status_code == 303
    opened = director.get(at(walk)).content.decode()
    assert "PC 236.1" in opened
    assert "Fern" in opened
    assert "555-0100" not in opened, "how she is reached stays with her advocate"
    assert director.get(at(walk, "history")).status_code == 200
    with walk.as_("survivor"):
        assert BreakGlass.objects.get(case_id=walk.case_id).reason == reason
        look = Look.objects.get(case_id=walk.case_id, role="director")
        assert look.purpose == "break-glass"
    assert reason in director.get(outside).content.decode()
    walk.days_pass(1)
    assert director.get(at(walk)).status_code == 404


def test_the_director_finds_a_case_and_whoever_waits_for_another_worker(walk):
    walk.to_screening()
    director = come_in(key_of("the director"))
    found = director.post("/staff/program/", {"number": number_of(walk).lower()})
    assert found["Location"] == f"/staff/program/{walk.case_id}/"
    none = director.post("/staff/program/", {"number": "NOPE"})
    assert "There is no case with this number." in none.content.decode()
    with walk.as_("survivor"):
        circles.WorkerChangeAsked(case_id=walk.case_id, role="advocate").save(force_insert=True)
    assert (
        f'href="{walk.case_id}/"' in director.get("/staff/program/").content.decode().split("Nobody holds")[1]
    )
    people = director.get("/staff/program/people/").content.decode()
    assert "a spare coach" in people
    made = director.post(f"/staff/program/people/{id_of('a spare coach')}/")
    assert "It is shown only now" in made.content.decode()
    myself = director.post(f"/staff/program/people/{id_of('the director')}/")
    assert myself.status_code == 404


def test_a_party_is_given_a_code_by_voice_and_he_not_before_he_is_invited(walk):
    walk.to_choosing()
    team = Team(walk)
    made = team.browsers["advocate"].post(at(walk, "invite"))
    assert "It is shown only now" in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    too_early = team.browsers["coach"].post(at(walk, "invite")).content.decode()
    assert "A code cannot be made now." in too_early, "nothing reaches him before (P2)"
    assert "It is shown only now" not in too_early
    walk.explains()
    walk.chooses()
    walk.days_pass(4)
    walk.moves("survivor", "choose the restorative road")
    walk.days_pass(NEWS_DAYS)
    assert "It is shown only now" in team.browsers["coach"].post(at(walk, "invite")).content.decode()


def test_an_advocate_asks_an_office_for_a_referral_and_others_cannot(own_world):
    advocate = come_in(key_of("rose's advocate"))
    empty = advocate.post("/staff/referrals/", {"court_number": "CR-77"})
    assert 'value="CR-77"' in empty.content.decode()
    asked = advocate.post(
        "/staff/referrals/", {"office": str(id_of("prosecutor")), "court_number": "CR-77"}, follow=True
    )
    assert "No answer yet" in asked.content.decode()
    assert come_in(key_of("rose's facilitator")).get("/staff/referrals/").status_code == 404


def test_a_list_shows_fifty_cases_a_page_each_once_and_marks_what_is_urgent(own_world):
    seat_in_many_cases("rose's advocate", how_many=ROWS + 9)
    advocate = come_in(key_of("rose's advocate"))
    numbers: list[str] = []
    address = "/staff/"
    pages = 0
    while address:
        page = advocate.get(address).content.decode()
        rows = re.findall(r'<a class="govuk-link" href="[0-9a-f-]{36}/">(\w+)</a>', page)
        assert len(rows) <= ROWS
        numbers += rows
        pages += 1
        more = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        address = f"/staff/{more[1].replace('&amp;', '&')}" if more else ""
    assert pages == 2
    assert len(numbers) == len(set(numbers)) == ROWS + 10
    assert numbers[-1] == "ROSE", "who was seated first stands last"
    first = advocate.get("/staff/").content.decode()
    assert "Late" in first
    assert "Soon" in first
    assert "Paused" in first
    only = advocate.get("/staff/?stage=choosing").content.decode()
    assert set(re.findall(r"cell\">(Choosing|Planning|Following the plan)", only)) == {"Choosing"}
    for bad in ("?stage=nowhere", "?part=director", "?after=never", "?after=2026-01-01~x"):
        assert advocate.get(f"/staff/{bad}").status_code == 404, bad
    found = advocate.post("/staff/open/", {"number": "rose"})
    assert found["Location"] == f"/staff/{WORLD.rose}/"
    other = advocate.post("/staff/open/", {"number": "OAK"})
    assert "You work on no case with this number." in other.content.decode()


def seat_in_many_cases(who: str, *, how_many: int) -> None:
    """Give somebody a seat in many cases, written by the gate's role as it would, in one go."""
    with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
        owner.execute("SET LOCAL ROLE amends_gate")
        owner.execute(
            """
            WITH made AS (
                SELECT n, gen_random_uuid() AS matter, gen_random_uuid() AS file FROM generate_series(1, %s) AS n
            ), matters AS (
                INSERT INTO amends.matter (id, office_id, court_number) SELECT matter, %s, 'M-' || n FROM made
            ), files AS (
                INSERT INTO amends.case_file
                    (id, matter_id, number, entered_on, move_number, state, stage, since, due_on)
                SELECT file, matter, 'MANY' || n, access.today() - 90, 1,
                    CASE n %% 3 WHEN 0 THEN 'choosing' WHEN 1 THEN 'planning paused' ELSE 'planning' END,
                    CASE n %% 3 WHEN 0 THEN 'choosing' ELSE 'planning' END,
                    access.now() - make_interval(days => n), access.today() + n %% 20 - 5
                FROM made
            )
            INSERT INTO amends.seat (id, matter_id, case_id, person_id, role, side, from_at)
                SELECT gen_random_uuid(), matter, file, %s, 'advocate', 'hers',
                    access.now() - make_interval(hours => n / 2) FROM made
            """,
            [how_many, id_of("prosecutor"), id_of(who)],
        )


def test_a_page_of_somebody_elses_case_is_the_page_of_nothing(own_world):
    outsiders = ["oak's advocate", "a spare facilitator", "oak's coach", "the director"]
    item = id_of("rose plan_item by survivor")
    pages = ["", "history/", "people/", "memorandum/", "invite/", "do/check/", f"do/reading/{item}/"]
    for who in outsiders:
        browser = come_in(key_of(who))
        nothing = browser.get(f"/staff/{uuid4()}/")
        assert nothing.status_code == 404
        for page in pages:
            for answer in (
                browser.get(f"/staff/{WORLD.rose}/{page}"),
                browser.post(f"/staff/{WORLD.rose}/{page}"),
            ):
                if answer.status_code == 405:
                    continue
                assert answer.status_code == 404, (who, page)
                assert without_tokens(answer.content) == without_tokens(nothing.content), (who, page)
    for who in ("rose's survivor", "rose's accountable", "rose's counsel", "rose's liaison"):
        browser = come_in(key_of(who))
        for page in ("/staff/", f"/staff/{WORLD.rose}/", "/staff/phone/", "/staff/program/"):
            assert browser.get(page).status_code == 404, (who, page)
    for who in ("rose's advocate", "rose's coach"):
        for page in ("", f"{WORLD.rose}/", "people/", f"{WORLD.rose}/do/break-glass/"):
            assert come_in(key_of(who)).get(f"/staff/program/{page}").status_code == 404, (who, page)
    assert come_in(key_of("rose's advocate")).get(f"/staff/{WORLD.rose}/").status_code == 200


def test_an_act_of_another_role_does_not_exist_and_one_of_another_time_sends_back_and_says_so(own_world):
    every = {act.address: act for act in ACTS}
    rose = f"/staff/{WORLD.rose}/"
    for part in PARTS:
        browser = come_in(key_of(f"rose's {part}"))
        page = browser.get(rose).content.decode()
        offered = set(re.findall(r'href="do/([a-z-]+)/"', page))
        assert offered
        for address in every.keys() - offered:
            about = f"{id_of('nothing')}/" if every[address].about else ""
            answer = browser.post(f"{rose}do/{address}/{about}")
            if any(act.address == address and part in who_may(act) for act in ACTS):
                assert (answer.status_code, answer["Location"]) == (303, rose), (part, address)
                assert "This is not possible as things stand now" in browser.get(rose).content.decode()
            else:
                assert answer.status_code == 404, (part, address)
        for address in offered:
            assert browser.get(f"{rose}do/{address}/").status_code == 200, (part, address)


def test_whoever_comes_too_late_with_sentences_of_their_own_gets_them_back_to_copy(own_world):
    browser = come_in(key_of("rose's facilitator"))
    rose = f"/staff/{WORLD.rose}/"
    offered = set(re.findall(r'href="do/([a-z-]+)/"', browser.get(rose).content.decode()))
    late = next(
        act for act in ACTS if "facilitator" in who_may(act) and not act.about and act.address not in offered
    )
    written = "We spoke for an hour.\nShe wants <two> meetings."
    answer = browser.post(
        f"{rose}do/{late.address}/", {"note": written, "point": "restitution needs a conviction"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "We spoke for an hour.<br>She wants &lt;two&gt; meetings." in page
    assert "This is not possible as things stand now" in page
    assert f'href="{rose}"' in page
    assert "conviction" not in page


def test_of_two_who_take_a_step_at_once_one_is_told_that_it_is_taken(walk):
    walk.to_following()
    team = Team(walk)
    typed = {"because": "cannot be reached"}
    team.reads("facilitator", "do", "end-by-program")
    director = team.browsers["director"]
    outside = f"/staff/program/{walk.case_id}/do/end-by-program/"
    assert director.get(outside).status_code == 200
    team.does("facilitator", "end-by-program", **typed)
    answer = director.post(outside, typed)
    assert answer.status_code == 303
    assert "This is not possible as things stand now" in director.get(answer["Location"]).content.decode()


def test_every_step_that_staff_may_take_has_its_page():
    given = {act.needs for act in ACTS}
    takers = {event: {taker for part in by for taker in (part, *TAKEN_BY.get(part, ()))} for event, by in
              {step.event: step.by for step in legal_steps()}.items()}  # fmt: skip
    assert {event for event, who in takers.items() if who & set(STAFF)} - given == set()
    for act in ACTS:
        assert set(who_may(act)) & set(STAFF), act.address
        assert act.group in GROUPS, act.address
        assert not act.about or act.about in THINGS, act.address
        if act.needs in takers:
            allowed = takers[act.needs] | (
                {"facilitator", "coach"} if act.needs in ("stop", "pause") else set()
            )
            assert set(who_may(act)) <= allowed, act.address


def test_every_stored_word_has_words_for_a_page():
    lists = {
        frozenset(word for word, _ in field.choices)
        for model in apps.get_models()
        if issubclass(model, CaseRecord)
        for field in model._meta.concrete_fields
        for field in (field, getattr(field, "base_field", None))
        if field is not None and field.choices
    }
    assert len(lists) > 20
    spoken = [frozenset(said) - {""} for said in vars(words).values() if isinstance(said, dict)]
    told_elsewhere = {
        # How a meeting came out is said by each door in its own words.
        frozenset({"held", "cancelled"}),
    }
    unsaid = [
        sorted(one) for one in lists if not any(one <= said for said in spoken) and one not in told_elsewhere
    ]
    assert unsaid == []


def test_looking_at_a_case_is_recorded_before_its_page_and_a_list_is_no_look(own_world):
    advocate = come_in(key_of("rose's advocate"))
    before = len(WORLD.rows("look"))
    advocate.get("/staff/")
    assert len(WORLD.rows("look")) == before
    advocate.get(f"/staff/{WORLD.rose}/")
    assert len(WORLD.rows("look")) == before + 1
    assert arrive(key_of("rose's advocate")).person_id == id_of("rose's advocate")
    assert SafetyCheck.objects.count() == 0, "without a key there is nothing to read"
