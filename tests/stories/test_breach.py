"""A task of the plan is not done. She had asked to be asked first; staff act, and the program is named."""


def test_the_breach_is_answered_by_staff_after_she_was_asked_as_she_wished(company):
    company.walk.to_following()
    she, he, facilitator, liaison = (
        company.survivor(),
        company.accountable(),
        company.facilitator(),
        company.liaison(),
    )
    company.advocate().opens_a_service("Counseling")
    she.wants_to_be_asked_first_about("A task was not done")

    facilitator.records_a_breach("A task was not done")
    facilitator.cannot(
        "End the case after a breach",
        "The survivor wants to be asked before a breach is answered, and has not been asked yet.",
    )
    assert company.walk.state() == "following"
    facilitator.records_a_breach("A task was not done", asked_her=True)
    facilitator.ends_it_after_the_breach()

    she.goes_to_the_first_page()
    she.reads("We ended this.")
    she.reads_that_her_help_goes_on()
    liaison.reads_the_word("Returned")
    company.days_pass(4)
    he.reads_the_word("Returned")
    for outside in (he, liaison):
        outside.does_not_read("breach", "Breach", "not done", "survivor")


def test_a_threat_is_acted_on_the_same_day_without_asking_her(company):
    company.walk.to_following()
    company.survivor().wants_to_be_asked_first_about("A task was not done")
    facilitator = company.facilitator()
    facilitator.records_a_breach("A threat")
    facilitator.ends_it_after_the_breach()
    assert company.walk.state() == "returned"
