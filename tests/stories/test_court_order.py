"""A court order stands against a meeting, until the court writes an exception."""

from datetime import timedelta

FORBIDDEN = "A court, parole or immigration order forbids this contact, and no exception covers the day."


def test_a_court_order_forbids_a_meeting_until_it_is_filed_again_with_an_exception_for_the_day(company):
    company.walk.to_planning()
    liaison, facilitator, she = company.liaison(), company.facilitator(), company.survivor()

    facilitator.plans_a_meeting("Letters", in_days=5)
    facilitator.reads("This cannot be done yet", "The survivor chose another form.")
    facilitator.does_not_read(FORBIDDEN)

    order = {"begun_on": company.today() - timedelta(days=5)}
    liaison.files_an_order("A circle", "A talk at one table", **order)
    facilitator.plans_a_meeting("A circle", in_days=5)
    facilitator.reads("This cannot be done yet", FORBIDDEN)
    she.goes_to_the_first_page()
    she.follows("What you want, and meetings")
    she.reads("No meeting is planned.")
    she.goes_to_the_first_page()
    she.follows("Your safety")
    she.reads("A court", "sitting in a circle")

    company.days_pass(1)
    liaison.files_an_order("A circle", "A talk at one table", **order, exception_in_days=8)
    facilitator.plans_a_meeting("A circle", in_days=7)
    facilitator.reads("This cannot be done yet", FORBIDDEN)
    facilitator.plans_a_meeting("A circle", in_days=9)
    facilitator.reads("Saved.")
    she.goes_to_the_first_page()
    she.follows("What you want, and meetings")
    she.reads("A circle")
    she.does_not_read("No meeting is planned.")
