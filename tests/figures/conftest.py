"""No test of figures writes into this machine's own record of plans."""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def _record_of_nobody(tmp_path_factory):
    before = os.environ.get("AMENDS_PLAN_RECORD")
    os.environ["AMENDS_PLAN_RECORD"] = str(tmp_path_factory.mktemp("record") / "plans.record")
    yield
    os.environ.pop("AMENDS_PLAN_RECORD")
    if before is not None:
        os.environ["AMENDS_PLAN_RECORD"] = before
