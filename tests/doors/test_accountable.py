"""The accountable party's door: every act through its page, and nothing on it that leads to anybody."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from amends.circles import models as circles
from amends.circles.planning import drop_item
from amends.circles.verifying import read_progress
from amends.journey.moving import NoSuchMove
from tests.doors.opening import come_in, sentences, without_tokens
from tests.reading import reading_grade
from tests.walking import Walk
from tests.world import WORLD, id_of, key_of


@pytest.fixture
def walk(own_world):
    return Walk()


def at(walk: Walk, *words: object) -> str:
    """Return an address behind his door."""
    return "/".join(["/answer", str(walk.case_id), *map(str, words), ""])


def day(name: str, on: date) -> dict[str, str]:
    """Return a day as it is typed into the three boxes of a field."""
    return {f"{name}_month": str(on.month), f"{name}_day": str(on.day), f"{name}_year": str(on.year)}


def yes(on: date) -> dict[str, str]:
    """Return what a full consent sends."""
    return {**day("counsel_consulted_on", on), **day("consequences_explained_on", on), "acknowledged": "on"}


def tasks(walk: Walk) -> dict:
    """Return the id of each task that he sees, by its item."""
    with walk.as_("accountable"):
        return dict(circles.Task.objects.filter(case_id=walk.case_id).values_list("item_id", "id"))


def test_he_consents_after_counsel_and_a_slip_keeps_what_he_typed(walk):
    walk.to_inviting()
    his, today = come_in(walk.keys["accountable"]), walk.today()
    page = his.get(at(walk))
    assert "You are asked if you want to take part" in page.content.decode()

    slip = his.post(
        at(walk, "yes"), {**yes(today + timedelta(days=2)), **day("consequences_explained_on", today)}
    )
    assert slip.status_code == 200
    assert "This day has not come yet." in slip.content.decode()
    assert f'value="{today.year}"' in slip.content.decode()

    unowned = his.post(at(walk, "yes"), {**yes(today), "acknowledged": ""})
    assert "We do not have your answer yet on the box" in unowned.content.decode()
    assert "<form" in unowned.content.decode().split("<main")[1]
    assert walk.state() == "inviting"

    done = his.post(at(walk, "yes"), yes(today))
    assert (done.status_code, done["Location"]) == (303, at(walk))
    assert walk.state() == "preparing"
    with walk.as_("facilitator"):
        kept = circles.Consent.objects.get(case_id=walk.case_id)
    assert (kept.counsel_consulted_on, kept.acknowledged_on, kept.how) == (today, today, "page")
    assert "Active" in his.get(at(walk)).content.decode()

    again = his.post(at(walk, "yes"), yes(today), follow=True)
    assert "This is not asked of you as things stand now." in again.content.decode()


def test_he_declines_and_no_reason_is_asked(walk):
    walk.to_inviting()
    his = come_in(walk.keys["accountable"])
    asked = his.get(at(walk, "no")).content.decode().split("<main")[1]
    assert "<input" not in asked.replace('name="csrfmiddlewaretoken"', "").replace('<input type="hidden"', "")
    his.post(at(walk, "no"))
    assert (walk.state(), walk.words()) == ("not_accepted", ["received", "not accepted"])
    page = his.get(at(walk)).content.decode()
    assert "Nothing more is asked of you here" in page
    assert at(walk, "yes") not in page


def test_he_answers_a_task_shows_what_he_did_and_hears_what_was_found(walk):
    walk.to_planning()
    item, other = walk.writes_item(), walk.writes_item(action="Write a letter.")
    his, today = come_in(walk.keys["accountable"]), walk.today()
    assert "Attend the course" not in his.get(at(walk)).content.decode(), "it has not reached its fixed time"
    walk.days_pass(8)
    task = tasks(walk)[item.id]
    assert "Attend the course" in his.get(at(walk)).content.decode()

    alone = his.post(at(walk, "task", task, "answer"), {"answer": "accept"})
    assert "Talk with your lawyer first. Then write the day." in alone.content.decode()
    his.post(at(walk, "task", task, "answer"), {"answer": "ask for more time"})
    his.post(at(walk, "task", task, "answer"), {"answer": "accept", **day("counsel_consulted_on", today)})
    his.post(at(walk, "task", tasks(walk)[other.id], "answer"), {"answer": "decline"})
    with walk.as_("facilitator"):
        said = circles.TaskAnswer.objects.filter(case_id=walk.case_id).order_by("added_at")
        assert [one.answer for one in said] == ["ask for more time", "accept", "decline"]

    long = his.post(
        at(walk, "task", task, "done"),
        {
            "says": "part done",
            "shown_by": "receipt",
            **day("done_on", today),
            "note": "I left it. " + "x" * 400,
        },
    )
    assert long.status_code == 200
    assert "I left it." in long.content.decode()
    his.post(
        at(walk, "task", task, "done"),
        {"says": "part done", "shown_by": "receipt", **day("done_on", today), "note": ""},
    )
    page = his.get(at(walk, "task", task)).content.decode()
    assert "Not read yet" in page
    with walk.as_("facilitator"):
        read_progress(circles.Progress.objects.get(case_id=walk.case_id), outcome="more is needed")
    assert "More is needed" in his.get(at(walk, "task", task)).content.decode()
    with walk.as_("survivor"):
        assert not circles.Progress.objects.exists(), "what he wrote does not reach her"

    with walk.as_("survivor"):
        drop_item(circles.PlanItem.objects.get(id=item.id))
    assert "no longer asked of you" not in his.get(at(walk, "task", task)).content.decode()
    walk.days_pass(8)
    assert "no longer asked of you" in his.get(at(walk, "task", task)).content.decode()
    assert "Attend the course" not in his.get(at(walk)).content.decode()
    closed = his.post(at(walk, "task", task, "answer"), {"answer": "decline"}, follow=True)
    assert "Nothing was saved." in closed.content.decode()


def test_he_says_his_wish_asks_for_somebody_else_answers_about_more_time_and_leaves(walk):
    walk.to_preparing()
    until = walk.today() + timedelta(days=900)
    walk.adds("facilitator", circles.Extension, until_on=until)
    his = come_in(walk.keys["accountable"])
    his.post(at(walk, "wish"), {"wish": "go on"})
    his.post(at(walk, "another-worker"), {"role": "coach"})
    his.post(at(walk, "another-worker"), {"role": "advocate"})
    without_counsel = his.post(at(walk, "more-time"), {"answer": "yes"})
    assert "Please talk with your lawyer first." in without_counsel.content.decode()
    his.post(at(walk, "more-time"), {"answer": "yes", "counsel_consulted": "on"})
    his.post(at(walk, "more-time"), {"answer": "no", "counsel_consulted": "on"})
    with walk.as_("facilitator"):
        assert [one.wish for one in circles.HisWish.objects.filter(case_id=walk.case_id)] == ["go on"]
        answers = circles.ExtensionAnswer.objects.filter(case_id=walk.case_id)
        assert [(one.role, one.answer) for one in answers] == [("accountable", "yes")]
    with walk.as_("accountable"):
        asked = circles.WorkerChangeAsked.objects.filter(case_id=walk.case_id)
        assert [one.role for one in asked] == ["coach"], "her advocate is not his to ask about"
    his.post(at(walk, "leave"))
    assert (walk.state(), walk.words()[-1]) == ("returned", "returned")
    assert his.post(at(walk, "leave")).status_code == 303
    assert "Nothing more is asked of you here" in his.get(at(walk)).content.decode()


EVERY_PAGE = ("", "rights", "looks", "yes", "no", "wish", "another-worker", "more-time", "leave")


class Both:
    """Two cases that stand in the same place on the same day: fir is left in peace, in elm things happen."""

    def __init__(self) -> None:
        self.fir, self.elm = self.walks = Walk("fir"), Walk("elm")
        for walk in self.walks:
            walk.to_choosing()
            walk.explains()
            walk.adds("survivor", circles.Choice, road="restorative")
        self.pass_days(4)
        for walk in self.walks:
            walk.moves("survivor", "choose the restorative road")
        self.pass_days(5)

    def pass_days(self, days: float) -> None:
        """Let the same days pass for both."""
        self.fir.days_pass(days)
        self.elm.ahead = self.fir.ahead

    def same(self, method: str, *words: str, sent: dict | None = None, task: bool = False) -> None:
        """Ask for the same in both, as him: he is answered the same, byte for byte."""
        answers = []
        for walk in self.walks:
            place = ["task", next(iter(tasks(walk).values())), *words] if task else words
            answers.append(what_he_gets(walk, method, at(walk, *place), sent or {}))
        assert answers[0] == answers[1], (method, words)

    def same_pages(self) -> None:
        """Open every page of his in both."""
        for address in EVERY_PAGE:
            self.same("get", *([address] if address else []))


@pytest.fixture
def both(own_world) -> Both:
    return Both()


def what_he_gets(walk: Walk, method: str, address: str, sent: dict) -> tuple:
    """Return all that he is answered, with what differs between any two cases written the same."""
    his = come_in(walk.keys["accountable"])
    answer = getattr(his, method)(address, sent)
    pages = [answer.content, his.get(answer["Location"]).content if answer.status_code == 303 else b""]
    names = [(str(walk.case_id), "case"), (f"CR-{walk.name}", "CR")]
    names += [
        (str(task), f"task {place}") for place, task in enumerate(sorted(map(str, tasks(walk).values())))
    ]
    told = b"\n".join(map(without_tokens, pages)).decode()
    headers = "\n".join(
        f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Length"
    )
    for name, same in names:
        told, headers = told.replace(name, same), headers.replace(name, same)
    return answer.status_code, headers, told, sorted(answer.cookies)


def test_nothing_he_sees_or_is_answered_tells_that_she_paused(both):
    fir, elm, today = both.fir, both.elm, both.fir.today()
    elm.moves("survivor", "pause")
    both.same_pages()
    both.same("post", "leave")
    both.same("post", "yes", sent={**yes(today), "acknowledged": ""})
    both.same("post", "yes", sent=yes(today))
    assert (fir.state(), elm.state()) == ("preparing", "inviting paused")
    both.same_pages()
    both.same("post", "yes", sent=yes(today))
    both.same("post", "no")
    both.same("post", "wish", sent={"wish": "go on"})
    both.same("post", "another-worker", sent={"role": "facilitator"})
    for walk in both.walks:
        for answer in ("consent", "decline"):
            with pytest.raises(NoSuchMove):
                walk.moves("accountable", answer)
    assert fir.words() == elm.words() == ["received", "active"]
    elm.moves("survivor", "resume")
    assert elm.state() == "preparing", "his yes became a step when she resumed"
    both.same_pages()


def test_nothing_he_sees_or_is_answered_tells_that_she_stopped_until_the_next_fixed_time(both):
    fir, elm = both.walks
    for walk in both.walks:
        walk.consents()
        walk.prepares()
        walk.moves("facilitator", "go on")
        walk.writes_item()
    both.pass_days(8)
    today = fir.today()
    elm.moves("survivor", "stop")
    both.same_pages()
    both.same("get", task=True)
    both.same("post", "answer", sent={"answer": "ask what it means"}, task=True)
    both.same("post", "answer", sent={"answer": "accept", **day("counsel_consulted_on", today)}, task=True)
    both.same("get", "done", task=True)
    progress = {
        "says": "done",
        "shown_by": "receipt",
        **day("done_on", today),
        "note": "It is with my coach.",
    }
    both.same("post", "done", sent=progress, task=True)
    both.same("get", task=True)
    both.same("post", "wish", sent={"wish": "not yet"})
    assert elm.state() == "planning stopping"
    elm.moves("survivor", "send the word")
    assert elm.words()[-1] == "returned", "the office knows; his side hears of it at the next fixed time"
    both.same_pages()
    both.same("post", "wish", sent={"wish": "go on"})
    both.same("post", "answer", sent={"answer": "decline"}, task=True)
    both.same("post", "leave")
    both.same_pages()
    assert fir.words() == elm.words() == ["received", "active", "returned"]


def test_a_case_that_is_not_his_or_not_yet_open_to_him_is_the_same_404_as_nothing(walk):
    walk.to_choosing()
    his = come_in(walk.keys["accountable"])
    nothing = his.get(f"/answer/{id_of('nothing')}/")
    assert nothing.status_code == 404
    oak_task = id_of("oak task by survivor")
    for address in (
        at(walk),
        f"/answer/{WORLD.oak}/",
        f"/answer/{WORLD.oak}/task/{oak_task}/",
        "/answer/no/",
    ):
        refused = his.get(address)
        assert (refused.status_code, refused.content) == (404, nothing.content)
        assert refused.headers.items() == nothing.headers.items()
    hers = come_in(key_of("rose's accountable"))
    wrong = hers.get(f"/answer/{WORLD.rose}/task/{oak_task}/")
    assert (wrong.status_code, without_tokens(wrong.content)) == (404, without_tokens(nothing.content))
    assert hers.get(f"/answer/{WORLD.rose}/elsewhere/").status_code == 404
    for other in ("rose's survivor", "rose's advocate", "rose's counsel"):
        assert come_in(key_of(other)).get(f"/answer/{WORLD.rose}/").status_code == 404


def test_two_cases_in_one_matter_are_listed_without_a_count(own_world):
    fir, elm = Walk("fir"), Walk("elm")
    fir.to_inviting()
    elm.ahead = fir.ahead
    told = fir.told()
    elm.refer(
        court_number=told["court_number"], his_likeness=told["his_likeness"], counts="PC 266h(a), count 5"
    )
    his = come_in(fir.keys["accountable"])
    one = his.get("/answer/")
    assert (one.status_code, one["Location"]) == (302, at(fir)), (
        "the other has not been chosen: he knows of one"
    )
    elm.seats()
    elm.moves("advocate", "agree to talk")
    elm.checks()
    elm.moves("facilitator", "offer the choice")
    elm.explains()
    elm.adds("survivor", circles.Choice, road="restorative")
    elm.days_pass(4)
    elm.moves("survivor", "choose the restorative road")
    elm.days_pass(5)
    page = his.get("/answer/").content.decode()
    for walk in (fir, elm):
        assert at(walk) in page
    assert page.count("Court number CR-fir") == 2
    assert not re.search(
        r"\b(2|two|first|second)\b", " ".join(sentences(page.encode())).replace("count 2", "")
    )


HOUR = re.compile(r"\d\s*[ap]\.m\.|\d{1,2}:\d{2}")
HERS = re.compile(r"Fern|555-0100|\b(survivor|advocate|she|her|hers)\b")


def test_his_pages_are_easy_to_read_name_no_hour_and_say_nothing_of_her(walk):
    walk.to_inviting()
    his = come_in(walk.keys["accountable"])
    pages = {word: his.get(at(walk, *word.split())).content for word in ("", "rights", "looks", "yes", "no")}
    walk.consents()
    walk.prepares()
    walk.moves("facilitator", "go on")
    walk.writes_item(action="Go to the course.")
    walk.schedules(in_days=10)
    walk.adds("facilitator", circles.Extension, until_on=walk.today() + timedelta(days=900))
    walk.days_pass(8)
    task = next(iter(tasks(walk).values()))
    places = ("", "wish", "another-worker", "more-time", "leave", f"task {task}", f"task {task} answer")
    pages |= {
        f"then {word}": his.get(at(walk, *word.split())).content for word in (*places, f"task {task} done")
    }
    his.post(at(walk, "leave"))
    pages["at the end"] = his.get(at(walk)).content
    for word, page in pages.items():
        said = sentences(page)
        assert len(said) > 3, word
        text = " ".join(each if each[-1] in ".?!:" else f"{each}." for each in said if len(each.split()) > 2)
        assert reading_grade(text) <= 6, word
        hard = {each: grade for each in said if len(each.split()) > 4 and (grade := reading_grade(each)) > 8}
        assert hard == {}, word
        assert not HOUR.search(" ".join(said)), word
        told = page.decode()
        assert not HERS.search(told), word
        assert str(walk.case_id) not in told.split("<title>")[1].split("</title>")[0]
