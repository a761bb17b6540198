"""She stops by voice, at an hour when somebody else answers the phone."""


def test_she_stops_by_phone_through_a_worker_who_is_not_her_advocate(company):
    company.walk.to_planning()
    item = company.walk.writes_item()
    number = company.number()
    whoever_answers = company.another_worker("a spare facilitator")
    whoever_answers.cannot_open(f"/staff/{company.walk.case_id}/")

    whoever_answers.takes_a_stop_by_phone(number)
    whoever_answers.does_not_read(number, "Fern", "Planning")
    whoever_answers.cannot_open(f"/staff/{company.walk.case_id}/")
    assert company.walk.state() == "planning stopping"

    she = company.survivor()
    she.goes_to_the_first_page()
    she.reads("You have stopped. This holds now.", "Let the others know now", "Take your stop back")
    she.follows("What happened so far")
    she.reads("You stopped")

    company.facilitator().cannot("Plan a meeting", "The survivor has stopped.")
    he = company.accountable()
    company.days_pass(1)
    he.reads_the_word("Active")
    company.days_pass(8)
    he.reads_the_word("Returned")
    she.goes_to_the_first_page()
    she.reads("You stopped this.")
    assert item


def test_a_number_that_is_none_is_told_apart_and_nothing_else_is(company):
    company.walk.to_choosing()
    whoever_answers = company.another_worker()
    whoever_answers.goes_to_the_first_page()
    whoever_answers.follows("Stop or pause by phone")
    whoever_answers.writes("Case number", "NOSUCHNR")
    whoever_answers.presses("Stop")
    whoever_answers.reads("There is no such number.")
    assert company.walk.state() == "choosing"
