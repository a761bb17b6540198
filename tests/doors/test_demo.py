"""The invented program: whoever signs in finds pages, time can pass in it, and a live site knows nothing of it."""

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.test import Client

from amends.access.asking import asking
from amends.circles.models import PlanItem
from amends.command.demonstration import place
from amends.command.demonstration.cast import Calendar
from amends.command.demonstration.filling import NotForDemonstrations, fill, invent_parties
from amends.command.demonstration.plots import PLOTS, ROAD, Plot
from amends.command.demonstration.sign_ins import PARTICIPANTS, WORKERS
from amends.command.demonstration.story import Story
from amends.command.demonstration.tales import Tale
from amends.database import roles
from amends.database.addresses import connect_as
from amends.entrance.accounts import OnlyByInvitation, StaffSecrets, make_account
from amends.entrance.codes import one_time_code
from amends.entrance.models import Account
from amends.entrance.signing_in import NotRight, sign_in_participant, sign_in_staff
from amends.entrance.sittings import open_sitting_of
from amends.journey.models import Case, CaseMove
from amends.journey.stages import STAGES
from amends.trace.models import Look
from tests.conftest import point_at

CHECKOUT = Path(__file__).parents[2]
FEW = (
    *(plot for plot in PLOTS if plot.shown),
    Plot(1, "planning", ((4, 12, Tale.writes_the_plan), (2, 9, Tale.stops)), (1, 1)),
    Plot(1, "completed", quiet=(5, 60)),
)
MOST_PAGES = 60

CHOOSING, FOLLOWING, HE, NOT_YET = PARTICIPANTS
ADVOCATE, *_, DIRECTOR = WORKERS


@pytest.fixture(scope="module")
def demonstration(make_clone, django_db_blocker):
    """A small invented program, beside the world, in a copy that only the tests of this file use."""
    with django_db_blocker.unblock():
        name = make_clone()
        fill(plots=FEW)
        yield name


@pytest.fixture
def invented(demonstration, django_db_blocker):
    with django_db_blocker.unblock():
        point_at(demonstration)
        yield demonstration


def signed_in(one) -> Client:
    """A browser in which somebody has signed in, through the page that everybody uses."""
    browser = Client()
    if isinstance(one.secrets, StaffSecrets):
        code = one_time_code(one.secrets.one_time_key)
        typed = {"name": one.secrets.name, "password": one.secrets.password, "code": code}
        answer = browser.post("/enter/", typed)
    else:
        typed = {"words": one.secrets.passphrase, "number": one.secrets.pin}
        answer = browser.post("/enter/words/", typed)
    assert answer.status_code == 303, one.who
    browser.door = answer["Location"]
    return browser


def key_of(one) -> str:
    """The key of a sitting of somebody, without a code, which works only once in a minute."""
    account = Account.objects.get(found_by=one.secrets.found_by)
    return open_sitting_of(account.person_id, one.secrets.kind)


def pages_behind(browser) -> dict[str, int]:
    """Each page that links lead to from where a door begins, with the status of its answer."""
    found, waiting = {}, [browser.door]
    while waiting and len(found) < MOST_PAGES:
        address = waiting.pop(0)
        answer = browser.get(address, follow=True)
        found[address] = answer.status_code
        here = answer.request["PATH_INFO"]
        for told in re.findall(r'href="([^"#]+)"', answer.content.decode()):
            link = urljoin(here, unescape(told))
            if link.startswith(browser.door) and link not in found and link not in waiting:
                waiting.append(link)
    return found


@pytest.mark.parametrize("one", [CHOOSING, FOLLOWING, HE, *WORKERS], ids=lambda one: f"{one.part} {one.case}")
def test_every_page_of_everybody_who_signs_in_is_there(invented, one):
    pages = pages_behind(signed_in(one))
    assert len(pages) > 2
    assert {page: status for page, status in pages.items() if status != 200} == {}


def test_he_cannot_come_in_before_she_has_chosen(invented):
    typed = {"words": NOT_YET.secrets.passphrase, "number": NOT_YET.secrets.pin}
    answer = Client().post("/enter/words/", typed)
    as_if_nobody = Client().post("/enter/words/", {**typed, "number": "111111"})
    assert answer.status_code == as_if_nobody.status_code == 200


def test_a_history_is_in_its_order_and_ends_before_the_present(invented):
    with asking(key_of(DIRECTOR)) as asker:
        cases = list(Case.objects.all())
        assert {"choosing", "following", "planning stopping", "completed"} <= {case.state for case in cases}
        assert all(case.since < asker.now for case in cases)
    hers = key_of(FOLLOWING)
    with asking(hers):
        case_id = Case.objects.get().id
    with asking(hers, case=case_id, purpose="my own case"):
        moments = list(CaseMove.objects.order_by("number").values_list("moved_at", flat=True))
        assert moments == sorted(moments)
        assert len({moment.date() for moment in moments}) > 5
        assert set(Look.objects.values_list("purpose", flat=True)) >= {"my own case", "working on the case"}


def test_time_passes_what_is_due_is_done_and_whoever_is_signed_in_stays(own_world):
    fill(plots=FEW)
    browser, director = signed_in(FOLLOWING), key_of(DIRECTOR)
    with asking(director) as asker:
        before = asker.today
        assert Case.objects.filter(state="planning stopping").count() == 1
    then = place.let_pass(30)
    assert (then.today - before, then.steps) == (timedelta(days=30), 1)
    with asking(director) as asker:
        assert asker.today == then.today
        assert Case.objects.filter(state="returned").count() == 1
        assert not Case.objects.filter(state="planning stopping").exists()
    assert browser.get(browser.door, follow=True).status_code == 200


class Visitor(Story):
    """Somebody who signs in as everybody in the case in which she is choosing."""

    def key(self, part: str) -> str:
        return key_of({"survivor": CHOOSING, "accountable": NOT_YET}.get(part) or worker(part))

    def shown_items(self) -> list[PlanItem]:
        items = [
            self.writes_item(),
            self.writes_item(kind="money", action="Pay 50 dollars.", shown_by="receipt"),
        ]
        place.let_pass(5)
        return items


def worker(part: str):
    return next(one for one in WORKERS if one.part == part)


def test_a_visitor_can_walk_the_case_that_is_shown_to_its_end(own_world):
    fill(plots=FEW)
    visitor = Visitor()
    with asking(key_of(CHOOSING)):
        visitor.case_id = Case.objects.get().id
    visitor.chooses()
    place.let_pass(4)
    visitor.moves("survivor", "choose the restorative road")
    place.let_pass(5)
    visitor.consents()
    visitor.prepares()
    visitor.moves("facilitator", "go on")
    items = visitor.shown_items()
    for item in items:
        visitor.accepts(item)
    visitor.moves("survivor", "agree the plan")
    place.let_pass(90)
    for item in items:
        visitor.verifies(item)
    visitor.is_asked_at_the_end()
    visitor.moves("facilitator", "complete")
    with asking(key_of(DIRECTOR)):
        assert Case.objects.get(id=visitor.case_id).state == "completed"


def test_a_live_site_makes_nobody_who_is_invented_and_lets_none_in(invented, settings):
    words, staff = FOLLOWING.secrets, ADVOCATE.secrets
    sign_in_participant(words.passphrase, words.pin, address="192.0.2.7")
    settings.LIVE = True
    with pytest.raises(NotForDemonstrations):
        fill(plots=FEW)
    with pytest.raises(OnlyByInvitation):
        make_account(uuid4(), words)
    with pytest.raises(NotRight):
        sign_in_participant(words.passphrase, words.pin, address="192.0.2.7")
    code = one_time_code(staff.one_time_key)
    with pytest.raises(NotRight):
        sign_in_staff(staff.name, staff.password, code, address="192.0.2.7")


ELSEWHERE = {"DATABASE_URL": "postgresql://somebody@127.0.0.1/theirs", "AMENDS_SECRET": "x" * 32}
LIVE = {
    **ELSEWHERE,
    "AMENDS_HOSTS": "example.org",
    "AMENDS_PROXIES": "1",
    "AMENDS_EXIT_TO": "https://example.org/",
    "DJANGO_SETTINGS_MODULE": "amends.settings.live",
}


@pytest.mark.parametrize(
    "environment, sentence",
    [
        (ELSEWHERE, "--on-this-server"),
        (LIVE, "amends.settings.live"),
        ({"DJANGO_SETTINGS_MODULE": "amends.settings.desk"}, "amends.settings.desk"),
    ],
    ids=["another server", "live", "on a desk"],
)
@pytest.mark.parametrize("words", ["demo", "demo --fresh", "demo later --days 3"])
def test_a_demonstration_is_refused_where_people_could_be_real(environment, sentence, words):
    ours = {name: value for name, value in os.environ.items() if name not in LIVE}
    said = subprocess.run(
        [sys.executable, "-m", "amends", *words.split()],
        cwd=CHECKOUT,
        env={**ours, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 2, said.stderr
    told = " ".join(said.stderr.split())
    assert sentence in told
    assert "Nothing was written." in told


def test_a_demonstration_is_kept_until_the_version_changes_and_one_half_made_is_none(own_world, template):
    # Cases are there, and no word that it was made to the end.
    assert not place.is_there()
    name = f"{template}_demo"
    try:
        point_at(name)
        place.make(told=lambda: None, plots=FEW[:2])
        assert place.is_there()
        assert place.is_made()
        with connect_as("amends_owner", name) as owner:
            owner.execute(f"COMMENT ON DATABASE {name} IS 'made by an older one'")
        assert place.is_there()
        assert not place.is_made()
    finally:
        point_at(template)
        roles.drop(name)


def test_the_program_is_the_same_each_time_and_all_in_it_is_invented():
    parties = invent_parties(60)
    assert parties == invent_parties(60)
    assert len({one.her_called for one in parties}) == 60
    assert all(one.his_called.endswith(" Example") for one in parties)
    in_a_matter = Counter(one.court_number for one in parties)
    assert sorted(in_a_matter.values()) == [1] * 48 + [2] * 6


def test_sixty_cases_stand_in_every_stage_and_everything_that_can_happen_happens():
    assert sum(plot.cases for plot in PLOTS) == 60
    assert {plot.until for plot in PLOTS} == set(ROAD) == set(STAGES) - {"returned", "not_accepted"}
    happens = {act.__name__ for plot in PLOTS for _, _, act in plot.then}
    on_the_road = {act.__name__ for acts in ROAD.values() for _, _, act in acts}
    can_happen = {name for name in vars(Tale) if not name.startswith("_")} - {"key", "person"}
    assert can_happen <= happens | on_the_road


@pytest.mark.parametrize("true_today", [date(2026, 11, 23), date(2031, 5, 1)])
def test_the_longest_story_fits_into_the_two_years_that_are_told(true_today):
    calendar = Calendar(true_today)
    assert calendar.days[-1] < calendar.present >= true_today
    for plot in PLOTS:
        road = [act for stage in list(ROAD)[: list(ROAD).index(plot.until) + 1] for act in ROAD[stage]]
        longest = sum(most for _, most, _ in (*road, *plot.then)) + plot.quiet[1]
        assert longest < len(calendar.days), plot
