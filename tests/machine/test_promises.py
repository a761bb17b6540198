"""Random people do random things to a case, and the promises hold."""

import os

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.ground import Ground
from tests.machine.machine import Machine

EXAMPLES = os.environ.get("AMENDS_EXAMPLES")
PROFILE = settings(
    max_examples=int(EXAMPLES or 10),
    stateful_step_count=25,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    print_blob=False,
    report_multiple_bugs=False,
    phases=(Phase.generate, Phase.shrink) if EXAMPLES else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def ground(own_world):
    ground = Ground(connections["default"].settings_dict["NAME"])
    yield ground
    ground.close()


def test_the_promises_hold_whoever_does_what_and_when(ground):
    Machine.ground = ground
    run_state_machine_as_test(Machine, settings=PROFILE)
