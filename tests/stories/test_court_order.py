"""A court order stands against a meeting, until the court writes an exception."""

FORBIDDEN = "A court, parole or immigration order forbids this contact, and no exception covers the day."


def test_a_court_order_forbids_a_meeting_until_an_exception_is_on_file(company):
    company.walk.to_planning()
    liaison, facilitator, she = company.liaison(), company.facilitator(), company.survivor()

    facilitator.plans_a_meeting("Letters")
    facilitator.reads("This cannot be done yet", "The survivor chose another form.")
    facilitator.does_not_read(FORBIDDEN)

    liaison.files_an_order("A circle", "A talk at one table")
    facilitator.plans_a_meeting("A circle")
    facilitator.reads("This cannot be done yet", FORBIDDEN)
    she.goes_to_the_first_page()
    she.follows("What you want, and meetings")
    she.reads("No meeting is planned.")
    she.goes_to_the_first_page()
    she.follows("Your safety")
    she.reads("A court", "sitting in a circle")

    company.days_pass(1)
    liaison.files_an_order("A circle", "A talk at one table", exception=True)
    facilitator.plans_a_meeting("A circle")
    facilitator.reads("Saved.")
    she.goes_to_the_first_page()
    she.follows("What you want, and meetings")
    she.reads("A circle")
    she.does_not_read("No meeting is planned.")
