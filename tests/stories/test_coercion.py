"""Coercion is found while each side gets ready."""


def test_coercion_found_in_preparation_ends_it_and_her_help_goes_on(company):
    company.walk.to_preparing()
    she, he = company.survivor(), company.accountable()
    advocate, facilitator, liaison = company.advocate(), company.facilitator(), company.liaison()
    advocate.opens_a_service("A place to live")

    advocate.judges("Coercion", "Not safe now", reason="Calls from his cousins, and papers that are gone.")
    facilitator.cannot_go_on("The last check says: not now.")
    facilitator.cannot("End the case because coercion was found")
    assert company.walk.state() == "preparing", "a level is not a finding"

    advocate.finds_coercion()
    facilitator.cannot("End the case because coercion was found")
    facilitator.confirms_the_finding()
    facilitator.ends_it_because_coercion_was_found()

    she.goes_to_the_first_page()
    she.reads("We ended this to keep you safe.")
    she.does_not_read("coercion", "fault of", "your fault")
    she.reads_that_her_help_goes_on()
    liaison.reads_the_word("Returned")
    company.days_pass(4)
    he.reads_the_word("Returned")
    for outside in (he, liaison):
        outside.does_not_read("coercion", "Coercion", "safe", "pressure", "cousins")
