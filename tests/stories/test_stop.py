"""She stops while the plan runs."""

import pytest


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_she_stops_while_the_plan_runs_and_what_goes_out_says_only_that_it_is_back(company, scripts):
    company.walk.to_following()
    she = company.survivor(java_script_enabled=scripts)
    he = company.accountable(java_script_enabled=scripts)
    the_liaison = company.liaison(java_script_enabled=scripts)
    he.reads_the_word("Active")
    the_liaison.reads_the_word("Active")

    she.stops()
    she.reads("We ask you nothing more. No meeting, no letter and no change can happen.")
    she.is_not_offered("Take a pause")
    for outside in (he, the_liaison):
        outside.reads_the_word("Active")

    she.writes_her_safety_plan("Call my advocate. Go to the neighbor.")
    she.sends_the_word()
    she.goes_to_the_first_page()
    she.reads("You stopped this.", "Your help")
    the_liaison.reads_the_word("Returned")
    he.reads_the_word("Active")
    company.days_pass(4)
    he.reads_the_word("Returned")
    for outside in (he, the_liaison):
        outside.does_not_read("stop", "Fern", "survivor", "safety plan")
