"""The survivor's door: each act through its page, and nothing on it that leads to her or says what it is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from amends.access.asking import NotOpen
from amends.access.matrix import load_matrix
from amends.care.models import Service
from amends.circles import models as circles
from amends.circles.answering import answer_task
from amends.circles.planning import items_asked, items_in_force
from amends.database.addresses import connect_as
from amends.journey import stages
from amends.people.models import ChosenName, HerName, SafeWay
from amends.portals.shared.theirs import tasks_asked
from amends.portals.survivor import words
from amends.portals.survivor.acts import ACTS
from amends.safety.models import ContactOrder, SafetyPlan
from tests.doors.opening import come_in, sentences, without_tokens
from tests.reading import reading_grade
from tests.walking import Walk
from tests.world import WORLD, key_of

# Words that must not stand in an address or a tab: whoever sees a browser's history would know.
TELLING = re.compile(
    r"stop|pause|plan|court|restor|survivor|case|vict|abus|traffick|justice|safe|advoc|prosec|amends",
    re.IGNORECASE,
)


@pytest.fixture
def walk(own_world):
    return Walk()


def at(walk: Walk, *words: object) -> str:
    """Return an address behind her door."""
    return "/".join(["/my", str(walk.case_id), *map(str, words), ""])


def text(response) -> str:
    """Return what the main part of a page says, in one line."""
    return " ".join(sentences(response.content))


def day(name: str, on: date) -> dict[str, str]:
    """Return a day as it is typed into the three boxes of a field."""
    return {f"{name}_month": str(on.month), f"{name}_day": str(on.day), f"{name}_year": str(on.year)}


def new_item(walk: Walk, **changes: str) -> dict[str, str]:
    """Return what a whole new item sends."""
    typed = {
        "kind": "learning",
        "action": "Take the course and finish it.",
        "for_whom": "community",
        "shown_by": "attendance sheet",
        **day("by_when", walk.today() + timedelta(days=60)),
    }
    return typed | changes


def of_hers(walk: Walk, model: type, **those: object) -> list:
    """Return the rows of a record that she can read, oldest first."""
    with walk.as_("survivor"):
        return list(model.objects.filter(case_id=walk.case_id, **those).order_by("added_at"))


def every_page(browser, first: str) -> dict[str, bytes]:
    """Return every page that links lead to from her first one, by address, each 200 and without a query."""
    found, ahead = {}, [first]
    while ahead:
        address = ahead.pop()
        if address in found:
            continue
        response = browser.get(address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "no-store"
        found[address] = response.content
        for link in re.findall(r'href="(/my/[^"]*)"', response.content.decode()):
            assert "?" not in link
            ahead.append(link)
    return found


def test_her_first_page_answers_in_one_look(walk):
    walk.to_choosing()
    walk.adds(
        "advocate",
        Service,
        kind="housing",
        opened_on=walk.today(),
        means_until_on=walk.today() + timedelta(days=99),
    )
    hers = come_in(walk.keys["survivor"])
    to_her_case = hers.get("/my/")
    assert (to_her_case.status_code, to_her_case["Location"]) == (302, at(walk))

    page = hers.get(at(walk))
    said = text(page)
    assert "Your choice You are here" in said
    assert "See the two roads" in said
    assert "rose's advocate" in said
    assert "A place to live (we have the means for it until" in said
    assert "See who can see what" in said
    looked = said[said.index("Who has looked") :]
    assert "Your advocate, rose's advocate" in looked
    assert "Who You What for To see this page" in looked
    header = page.content.decode().split("<main")[0]
    assert at(walk, "rest") in header
    assert at(walk, "close") in header


def test_both_roads_are_explained_point_by_point_with_what_was_told(walk):
    walk.to_choosing()
    hers = come_in(walk.keys["survivor"])
    page = hers.get(at(walk, "two"))
    for point in words.POINTS.values():
        assert str(point.heading) in text(page)
    for word in ("Received", "Not accepted", "Active", "Returned", "Completed"):
        assert f"{word}." in text(page)
    assert text(page).count("Not told yet") == len(words.POINTS)
    assert "It can take up to 24 months." in text(page)

    walk.explains()
    told = text(hers.get(at(walk, "two")))
    assert told.count("Told to you") == len(words.POINTS)
    assert "English. In the room: you, your advocate." in told


def test_her_choice_is_recorded_thought_over_changed_and_confirmed(walk):
    walk.to_choosing()
    walk.explains()
    hers = come_in(walk.keys["survivor"])

    empty = hers.post(at(walk, "mine"), {})
    assert "Please answer this." in text(empty)
    assert of_hers(walk, circles.Choice) == []

    hers.post(at(walk, "mine"), {"road": "another"})
    hers.post(at(walk, "mine"), {"road": "restorative"})
    assert [choice.road for choice in of_hers(walk, circles.Choice)] == ["another", "restorative"]
    assert "Before you can say yes for good" in text(hers.get(at(walk, "two")))

    too_soon = hers.post(at(walk, "yes"))
    assert too_soon.status_code == 200
    assert "You have 3 days to think about your choice." in text(too_soon)
    assert "<form" not in too_soon.content.decode().split("<main")[1]
    assert walk.state() == "choosing"

    walk.days_pass(4)
    assert "Do you still want the plan road?" in text(hers.get(at(walk)))
    done = hers.post(at(walk, "yes"))
    assert (done.status_code, done["Location"]) == (303, at(walk, "two"))
    assert walk.state() == "inviting"
    assert "You said yes. Now we ask the other person." in hers.get(at(walk)).content.decode()


def test_another_road_ends_it_her_help_goes_on_and_he_never_hears(walk):
    walk.to_choosing()
    walk.adds(
        "advocate", Service, kind="legal", opened_on=walk.today(), means_until_on=walk.today() + timedelta(9)
    )
    hers = come_in(walk.keys["survivor"])
    asked = hers.get(at(walk, "other"))
    assert "Your help goes on." in text(asked)
    assert hers.post(at(walk, "other")).status_code == 303
    assert walk.state() == "not_accepted"
    with pytest.raises(NotOpen), walk.as_("accountable"):
        pass
    page = text(hers.get(at(walk)))
    assert "You chose another road." in page
    assert "Legal help (we have the means for it until" in page
    for word in ("Not accepted", "not accepted", "Received", "Returned"):
        assert word not in page


@pytest.mark.parametrize("stage", stages.LASTING)
def test_she_can_pause_go_on_stop_take_it_back_and_send_the_word_from_every_stage(walk, stage):
    getattr(walk, f"to_{stage}")()
    hers = come_in(walk.keys["survivor"])

    hers.post(at(walk, "rest"))
    assert walk.state() == f"{stage} paused"
    paused = text(hers.get(at(walk)))
    assert "You have paused" in paused
    assert "Your advocate gets in touch by" in paused
    hers.post(at(walk, "on"))
    assert walk.state() == stage

    asked = hers.get(at(walk, "close"))
    assert "You do not have to say why." in text(asked)
    form = asked.content.decode().split("<main")[1]
    assert set(re.findall(r'<(?:input|textarea|select)[^>]*name="([^"]*)"', form)) == {"csrfmiddlewaretoken"}
    hers.post(at(walk, "close"))
    assert walk.state() == f"{stage} stopping"
    stopped = text(hers.get(at(walk)))
    assert "You have stopped. This holds now." in stopped
    assert "the others hear that it has ended" in stopped
    hers.post(at(walk, "return"))
    assert walk.state() == stage

    before = walk.words()
    hers.post(at(walk, "close"))
    assert walk.words() == before
    hers.post(at(walk, "send"))
    assert walk.state() == ("not_accepted" if stage in stages.BEFORE_HIS_YES else "returned")
    ended = text(hers.get(at(walk)))
    assert "You stopped this." in ended
    assert not re.search(r"\b([Rr]eturned|[Nn]ot accepted|[Aa]ctive)\b", ended)


def test_a_stop_that_cannot_be_stored_at_once_is_kept_and_her_page_says_so(walk):
    walk.to_choosing()
    hers = come_in(walk.keys["survivor"])
    hers.get(at(walk))
    with connect_as("amends_owner", connection.settings_dict["NAME"]) as somebody:
        somebody.execute("SET LOCAL ROLE amends_gate")
        somebody.execute("SELECT 1 FROM amends.case_file WHERE id = %s FOR NO KEY UPDATE", [walk.case_id])
        asked = hers.post(at(walk, "close"))
        assert asked.status_code == 303
        page = hers.get(at(walk)).content.decode()
        assert "Your stop is safe with us. It holds, and it will be stored in a few seconds." in page
    with connect_as("amends_jobs", connection.settings_dict["NAME"]) as clock:
        clock.execute("SELECT access.do_what_is_due()")
    assert walk.state() == "choosing stopping"


def test_the_plan_is_hers_from_the_first_word_to_the_day_it_begins(walk):
    walk.to_planning()
    hers = come_in(walk.keys["survivor"])
    assert "Your plan is empty." in text(hers.get(at(walk, "list")))

    over = hers.post(at(walk, "new"), new_item(walk, **day("by_when", walk.today() - timedelta(days=1))))
    assert "This day is over. Choose a later day." in text(over)
    assert "Take the course and finish it." in over.content.decode()
    long = hers.post(at(walk, "new"), new_item(walk, action="a" * 401))
    assert "at most 400" in text(long)
    assert of_hers(walk, circles.PlanItem) == []

    hers.post(at(walk, "new"), new_item(walk))
    (item,) = of_hers(walk, circles.PlanItem)
    assert "Your advocate will read it" in text(hers.get(at(walk, "list")))

    # Nobody has read it: it cannot be shown, whatever is sent.
    refused = hers.post(at(walk, "list", item.id, "show"), follow=True)
    assert "not possible" in refused.content.decode()
    assert of_hers(walk, circles.Task) == []

    walk.adds("advocate", circles.ItemReading, item=item, reading="names a place")
    page = text(hers.get(at(walk, "list", item.id)))
    assert "It names a place. That could show where you are." in page
    hers.post(at(walk, "list", item.id, "again"))
    assert len(of_hers(walk, circles.SecondView)) == 1

    hers.post(at(walk, "list", item.id, "edit"), new_item(walk, action="Take a course and finish it."))
    anew = of_hers(walk, circles.PlanItem)[-1]
    assert (anew.replaces_id, anew.action) == (item.id, "Take a course and finish it.")
    walk.adds("advocate", circles.ItemReading, item=anew, reading="safe to show")
    last_look = text(hers.get(at(walk, "list", anew.id, "show")))
    assert "This is all that they will see" in last_look
    assert "Tuesday, Friday" in last_look
    hers.post(at(walk, "list", anew.id, "show"))
    (task,) = of_hers(walk, circles.Task)
    assert task.action == "Take a course and finish it."
    soon = text(hers.get(at(walk, "list", anew.id)))
    assert f"The other person can see it from {timezone.localtime(task.shown_from):%b}" in soon

    hers.post(at(walk, "none"))
    assert len(of_hers(walk, circles.NoMoneyWanted)) == 1
    too_soon = hers.post(at(walk, "agree"))
    assert "The other person has not said yes to all of your plan." in text(too_soon)
    assert walk.state() == "planning"

    walk.days_pass(8)
    walk.accepts(anew)
    assert "Look at your plan once more" in text(hers.get(at(walk)))
    hers.post(at(walk, "agree"))
    assert walk.state() == "following"
    assert "Agreed" in text(hers.get(at(walk, "list")))


def test_old_words_count_until_he_agrees_to_the_new_ones_and_are_then_no_longer_asked(walk):
    walk.to_following()
    hers = come_in(walk.keys["survivor"])
    hers.post(at(walk, "list", walk.item.id, "edit"), new_item(walk, action="Finish the course by June."))
    second = of_hers(walk, circles.PlanItem)[-1]
    hers.post(at(walk, "list", second.id, "edit"), new_item(walk, action="Finish the course by July."))
    third = of_hers(walk, circles.PlanItem)[-1]
    walk.adds("advocate", circles.ItemReading, item=third, reading="safe to show")
    hers.post(at(walk, "list", third.id, "show"))
    walk.days_pass(8)

    with walk.as_("survivor"):
        assert [item.id for item in items_asked(walk.case_id)] == [third.id]
        assert [item.id for item in items_in_force(walk.case_id)] == [walk.item.id]
    assert "These words count until the other person says yes" in text(hers.get(at(walk, "list")))

    walk.accepts(third)
    with walk.as_("survivor"):
        assert [item.id for item in items_in_force(walk.case_id)] == [third.id]
    walk.days_pass(8)
    with walk.as_("accountable"):
        assert [task.item_id for task in tasks_asked(walk.case_id)] == [third.id]
    # The database counts as the page does.
    with connect_as("amends_owner", connection.settings_dict["NAME"]) as owner:
        owner.execute("SET LOCAL ROLE amends_gate")
        rows = owner.execute("SELECT id FROM access.items_in_force(%s)", [walk.case_id]).fetchall()
    assert rows == [(third.id,)]


def test_she_drops_a_part_at_once_even_while_she_has_paused(walk):
    walk.to_following()
    hers = come_in(walk.keys["survivor"])
    hers.post(at(walk, "rest"))
    assert "Your plan rests now." in text(hers.get(at(walk, "list")))
    refused = hers.post(at(walk, "new"), new_item(walk))
    assert "This is not possible as things stand now." in refused.content.decode()
    hers.post(at(walk, "list", walk.item.id, "off"))
    with walk.as_("survivor"):
        assert items_asked(walk.case_id) == items_in_force(walk.case_id) == []
    again = hers.post(at(walk, "list", walk.item.id, "off"), follow=True)
    assert "not possible as things stand now" in again.content.decode()
    with walk.as_("accountable"):
        assert len(tasks_asked(walk.case_id)) == 1
    walk.days_pass(8)
    with walk.as_("accountable"):
        assert tasks_asked(walk.case_id) == []


def test_what_she_says_is_stored_as_she_says_it(walk):
    walk.to_following()
    hers = come_in(walk.keys["survivor"])

    no_address = hers.post(at(walk, "way"), {"channel": "text", "allowed": "yes", "hours": "after six"})
    assert "Tell us the number, the address or the name." in text(no_address)
    assert 'value="after six"' in no_address.content.decode()
    hers.post(at(walk, "way"), {"channel": "text", "allowed": "yes", "address": "555-0199"})
    hers.post(at(walk, "way"), {"channel": "text", "allowed": "no"})
    said = [(way.channel, way.allowed, way.address) for way in of_hers(walk, SafeWay)]
    assert said[1:] == [("text", True, "555-0199"), ("text", False, "")]
    assert "Text message Never use this" in text(hers.get(at(walk, "ways")))

    for name in ("Blue", "Green"):
        hers.post(at(walk, "name"), {"name": name})
    assert [one.name for one in of_hers(walk, ChosenName)] == ["Green"]
    hers.post(at(walk, "me"), {"called": "Fe", "language": "es"})
    assert [(one.called, one.language) for one in of_hers(walk, HerName)] == [("Fe", "es")]

    hers.post(at(walk, "steps"), {"steps": "Call my advocate."})
    assert of_hers(walk, SafetyPlan)[-1].steps == "Call my advocate."
    assert "Call my advocate." in hers.get(at(walk, "steps")).content.decode()

    hers.post(at(walk, "wish"), {"wish": "not yet", "form": "letters"})
    hers.post(at(walk, "wish"), {"wish": "go on", "form": ""})
    wishes = [(one.wish, one.form) for one in of_hers(walk, circles.HerWish)]
    assert wishes[-2:] == [("not yet", "letters"), ("go on", None)]

    every_kind = dict.fromkeys(dict(circles.BREACHES["choices"]), "tell me")
    promised = hers.post(at(walk, "tell"), every_kind | {"threat": "ask me first"})
    assert promised.status_code == 200, "a threat is answered at once: to be asked first cannot be chosen"
    hers.post(at(walk, "tell"), every_kind | {"other": "ask me first", "threat": "do not tell me"})
    stored = {(one.kind, one.wish) for one in of_hers(walk, circles.BreachWish)}
    assert stored == {("other", "ask me first"), ("threat", "do not tell me")}

    hers.post(at(walk, "news"), {"wants": "yes"})
    assert [one.wants for one in of_hers(walk, circles.HearsOfProgress)] == [True]
    hers.post(at(walk, "change"), {"role": "facilitator"})
    assert [one.role for one in of_hers(walk, circles.WorkerChangeAsked)] == ["facilitator"]
    assert "Someone else as: The facilitator" in text(hers.get(at(walk, "people")))

    walk.adds(
        "advocate", ContactOrder, issued_by="court", forbids=["letters"], from_on=walk.today(), until_on=None
    )
    assert "Not allowed: letters." in text(hers.get(at(walk, "card")))


def test_she_ends_a_service_and_nothing_else_does(walk):
    walk.to_screening()
    for kind in ("housing", "legal"):
        walk.adds(
            "advocate",
            Service,
            kind=kind,
            opened_on=walk.today(),
            means_until_on=walk.today() + timedelta(days=30),
        )
    hers = come_in(walk.keys["survivor"])
    housing = of_hers(walk, Service, kind="housing")[0]
    hers.post(at(walk, "help", housing.id))
    assert hers.post(at(walk, "help", housing.id)).status_code == 404
    hers.post(at(walk, "close"))
    hers.post(at(walk, "send"))
    closed = {one.kind: one.closed_by_her_on for one in of_hers(walk, Service)}
    assert closed == {"housing": walk.today(), "legal": None}
    page = text(hers.get(at(walk, "help")))
    assert "Legal help We have the means for it until" in page
    assert "You ended: A place to live" in page


def test_she_is_asked_about_more_time_and_at_the_end_and_answers_once(walk):
    walk.to_following()
    hers = come_in(walk.keys["survivor"])
    nothing_asked = hers.get(at(walk, "longer"), follow=True)
    assert "not possible as things stand now" in nothing_asked.content.decode()
    walk.adds("facilitator", circles.Extension, until_on=walk.today() + timedelta(days=900))
    assert "We ask you about more time" in text(hers.get(at(walk)))
    hers.post(at(walk, "longer"), {"answer": "no"})
    assert [one.answer for one in of_hers(walk, circles.ExtensionAnswer)] == ["no"]
    assert hers.post(at(walk, "longer"), {"answer": "yes"}).status_code == 404

    walk.adds("facilitator", circles.AskedAtTheEnd, asked_on=walk.today())
    assert "Is all of your plan done?" in text(hers.get(at(walk)))
    hers.post(at(walk, "whole"), {"answer": "not done"})
    assert [one.answer for one in of_hers(walk, circles.AnswerAtTheEnd)] == ["not done"]
    assert "Is all of your plan done?" not in text(hers.get(at(walk)))


def test_she_sees_what_he_sees_and_nothing_of_his_own(walk):
    walk.to_choosing()
    hers = come_in(walk.keys["survivor"])
    assert "They can open nothing about you now." in text(hers.get(at(walk, "who", "one")))
    assert "The charge in court" in text(hers.get(at(walk, "who", "four")))

    walk = Walk("oak tree")
    walk.to_planning()
    hers = come_in(walk.keys["survivor"])
    shown = walk.writes_item(action="Take the long course.")
    walk.days_pass(8)
    later = walk.writes_item(action="Pay back what was taken.")
    walk.adds("survivor", SafetyPlan, steps="Call Maria.")
    walk.adds("survivor", SafeWay, channel="phone", allowed=True, address="555-0143")
    meeting = walk.schedules()
    with walk.as_("accountable"):
        task = circles.Task.objects.get(case_id=walk.case_id, item_id=shown.id)
        answer_task(walk.case_id, task_id=task.id, answer="ask for more time")
    walk.adds(
        "accountable",
        circles.Progress,
        task=task,
        says="part done",
        shown_by="receipt",
        done_on=walk.today(),
        note="Three evenings so far.",
    )

    for part, issued_by in (("liaison", "parole"), ("advocate", "immigration")):
        walk.adds(part, ContactOrder, issued_by=issued_by, forbids=["letters"], from_on=walk.today())
    office = text(hers.get(at(walk, "who", "four")))
    assert "Who gave the order Parole" in office
    assert "Immigration" not in office

    page = text(hers.get(at(walk, "who", "one")))
    assert "Take the long course." in page
    assert "Active" in page
    assert "Parole" not in page
    assert "No meeting is planned" not in page
    for hidden in (later.action, "Call Maria", "555-0143", "rose's advocate", "Three evenings", "more time"):
        assert hidden not in page
    his = text(come_in(walk.keys["accountable"]).get(f"/answer/{walk.case_id}/"))
    assert "Take the long course." in his
    assert later.action not in his

    walk.days_pass(8)
    page, his = (
        text(hers.get(at(walk, "who", "one"))),
        text(come_in(walk.keys["accountable"]).get(f"/answer/{walk.case_id}/")),
    )
    for now_seen in (later.action, "A circle", date_format(meeting.on_day)):
        assert now_seen in page
        assert now_seen in his
    assert "Take the long course." not in text(hers.get(at(walk, "who", "four")))


def test_she_reads_who_has_looked_and_why_in_an_emergency(walk):
    walk.to_screening()
    with walk.as_("director", at_case=False), connection.cursor() as cursor:
        cursor.execute(
            "SELECT access.break_the_glass(%s, %s)", [walk.case_id, "Nobody could be reached all day."]
        )
    hers = come_in(walk.keys["survivor"])
    page = text(hers.get(at(walk, "seen")))
    assert "Nobody could be reached all day." in page
    assert "Who Your advocate, rose's advocate What for To work on your case" in page
    assert "opened this in an emergency" in text(hers.get(at(walk)))
    assert "Nobody has looked yet." in text(hers.get(at(walk, "seen", 1)))


def test_two_cases_of_hers_are_listed_by_the_names_she_gave(walk):
    walk.to_screening()
    other = Walk("fir two")
    other.ahead = walk.ahead
    same = walk.told()
    other.refer(court_number=same["court_number"], her_likeness=same["her_likeness"])
    hers = come_in(walk.keys["survivor"])
    hers.post(at(walk, "name"), {"name": "Blue"})
    page = hers.get("/my/")
    assert "Blue" in text(page)
    assert {at(walk), at(other)} <= set(re.findall(r'href="([^"]+)"', page.content.decode()))


def test_a_page_that_is_not_hers_is_the_page_that_is_not_there(walk):
    walk.to_planning()
    item = walk.writes_item()
    hers, another = come_in(walk.keys["survivor"]), come_in(key_of("rose's survivor"))
    nothing = hers.get("/my/no/such/page/")
    pages = [
        another.get(at(walk)),
        another.get(at(walk, "list", item.id)),
        another.post(at(walk, "close")),
        hers.get(f"/my/{uuid4()}/"),
        hers.get(f"/my/{WORLD.oak}/"),
        hers.get(at(walk, "nothing")),
        hers.get(at(walk, "list", uuid4())),
        hers.get(at(walk, "list", item.id, "nothing")),
        hers.get(at(walk, "who", "five")),
        hers.get(at(walk, "help", uuid4())),
        come_in(key_of("rose's advocate")).get(at(walk)),
        come_in(walk.keys["accountable"]).get(at(walk)),
    ]
    assert nothing.status_code == 404
    assert {(page.status_code, without_tokens(page.content)) for page in pages} == {(404, nothing.content)}
    assert walk.state() == "planning"


def test_no_tab_and_no_address_says_what_this_is_and_every_page_reads_easily(walk):
    walk.to_following()
    walk.adds("facilitator", circles.Extension, until_on=walk.today() + timedelta(days=900))
    walk.adds("facilitator", circles.AskedAtTheEnd, asked_on=walk.today())
    read = walk.adds(
        "survivor",
        circles.PlanItem,
        kind="letter",
        action="Write it down.",
        for_whom="survivor",
        by_when=walk.today() + timedelta(days=9),
        shown_by="receipt",
    )
    walk.adds("advocate", circles.ItemReading, item=read, reading="safe to show")
    hers = come_in(walk.keys["survivor"])
    pages = every_page(hers, at(walk))
    hers.post(at(walk, "close"))
    pages |= {f"{address} stopped": page for address, page in every_page(hers, at(walk)).items()}
    other = Walk("elm")
    other.ahead = walk.ahead
    other.to_choosing()
    other.adds("survivor", circles.Choice, road="restorative")
    pages |= every_page(come_in(other.keys["survivor"]), at(other))
    assert len(pages) > 60

    found, hard = {}, set()
    for address, page in pages.items():
        assert re.search(r"<title>(.*?)</title>", page.decode())[1] == "Page", address
        words_of_address = re.sub(r"[0-9a-f-]{36}| stopped", "", address)
        assert not TELLING.search(words_of_address), address
        said = sentences(page)
        assert "Exit this page" in page.decode()
        grade = reading_grade(" ".join(one if one[-1] in ".!?:" else f"{one}." for one in said))
        if grade > 6:
            found[address] = grade
        # One sentence may name an office or a worker by a long word, and no more than that.
        hard |= {one for one in said if len(one.split()) > 5 and reading_grade(one) > 11}
    assert (found, hard) == ({}, set())


def test_every_word_that_the_journey_and_the_matrix_use_is_said_in_hers():
    named = [record for _, records in words.THEMES for record in records]
    assert sorted(named) == sorted(load_matrix().records)
    steps = {row.event for row in (*stages.JOURNEY, *stages.TURNS)}
    assert steps <= set(words.EVENTS)
    assert {move.event for move in stages.JOURNEY if move.end in stages.FINAL} <= set(words.ENDED)
    assert set(words.POINTS) == set(dict(circles.POINTS["choices"]))
    assert set(words.WHERE) == set(stages.LASTING) == {one for _, part in words.PARTS for one in part}
    assert {*stages.PROGRAM_REASONS, *stages.OFFICE_REASONS} == set(words.ENDING_REASONS)
    assert {act.needs for _, act in ACTS.values() if act.needs} == {
        row.event for row in (*stages.JOURNEY, *stages.TURNS) if "survivor" in row.by
    }
