"""The database is gone in the middle of something."""


def test_a_lost_connection_says_that_nothing_was_saved_and_nothing_was(company):
    company.walk.to_planning()
    she = company.survivor()
    she.opens_her_plan()
    she.follows("Add to your plan")
    she.writes("What has to be done?", "Finish the course.")
    she.chooses("Who is it for?", "For my community")
    she.writes_day("By which day?", company.today().replace(year=company.today().year + 1, day=1))

    with company.without_the_database():
        she.presses("Save this")
        she.reads("We cannot reach our records right now", "Nothing was saved.")
        she.does_not_read("Finish the course.", "database", "Error", "Traceback")
        assert she.fetches(she.page.url, status=503)
        she.goes_to("/enter/words/")
        she.writes("Your six words", "one two three four five six")
        she.writes("Your number", "402917")
        she.presses("Sign in")
        she.reads("We cannot reach our records right now")

    she.opens_her_plan()
    she.reads("Your plan is empty.")
    she.does_not_read("Finish the course.")


def test_whoever_has_to_leave_can_leave_without_the_database(company):
    company.walk.to_planning()
    she = company.survivor()
    she.goes_to_the_first_page()
    with company.without_the_database():
        she.leaves_at_once()
        she.reads("The weather")
