"""What he agreed to holds (P8)."""

import pytest

from amends.circles import models as circles
from amends.circles.planning import drop_item
from amends.journey.moving import findings
from tests.walking import Walk


@pytest.fixture
def walk(own_world) -> Walk:
    return Walk()


def test_what_he_agreed_to_stays_in_force_until_she_drops_it(walk):
    walk.to_following()

    def all_is_verified() -> str:
        with walk.as_("facilitator"):
            return dict(findings(walk.case_id, "complete"))["all_verified"]

    with walk.as_("accountable"):
        task = circles.Task.objects.get(case_id=walk.case_id)
    for answer in ("ask for more time", "decline"):
        walk.adds("accountable", circles.TaskAnswer, task=task, answer=answer)
        assert all_is_verified() == "not met"
    with walk.as_("survivor"):
        drop_item(walk.item)
    assert all_is_verified() == "met"
