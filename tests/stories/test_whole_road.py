"""The whole road, from the referral to completion, by people who each sign in with what they were given."""

from amends.entrance.accounts import StaffSecrets, make_account
from amends.entrance.codes import draw_one_time_key, one_time_code
from tests.stories.people import (
    Accountable,
    Advocate,
    Coach,
    Counsel,
    Director,
    Facilitator,
    Liaison,
    Survivor,
)
from tests.world import id_of

COURSE = "Attend the course about harm and finish it."
GARDEN = "Work four days in the community garden."


def installs(company) -> Director:
    """Return the director, signed in with the account that comes with an installation."""
    secrets = StaffSecrets(
        name="director.example", password="quiet harbor at noon", one_time_key=draw_one_time_key()
    )
    make_account(id_of("the director"), secrets)
    director = company.comes(Director)
    director.goes_to("/enter/")
    director.writes("Your sign-in name", secrets.name)
    director.writes("Your password", secrets.password)
    director.writes("The code on your phone", one_time_code(secrets.one_time_key))
    director.presses("Sign in")
    director.reads("The program")
    return director


def test_a_case_travels_the_whole_road_without_a_single_script(company):
    company.scripts = False
    # Everybody who works here comes in by invitation.
    director = installs(company)
    advocate, facilitator, coach, counsel, liaison = everybody = [
        company.comes(kind) for kind in (Advocate, Facilitator, Coach, Counsel, Liaison)
    ]
    for worker in everybody:
        code = director.invites(f"rose's {worker.called}")
        worker.begins_with(code, name=f"{worker.called}.example")

    # The office refers a charged case. The director asks three people to take the parts.
    liaison.refers("26-CR-0417")
    liaison.reads("The case is referred. An advocate makes the first contact.")
    company.finds_the_case()
    liaison.reads_the_word("Received")
    liaison.shows_this("what the office reads")
    liaison.does_not_read("Fern", "555-0100")
    for worker in (advocate, facilitator, coach):
        director.asks_to_take_a_part(f"rose's {worker.called}")
        worker.takes_the_part()
    director.shows("the program")
    counsel.knows_nothing_of_the_case()

    # First talks.
    advocate.heard_that_she_agrees_to_talk()
    advocate.opens_a_service("A place to live")
    she = company.comes(Survivor)
    she.begins_with(advocate.gives_a_code("survivor"))
    she.reads("Your advocate will talk with you.", "A place to live")
    she.shows_this("her first page")
    she.says_how_to_reach_her("555-0143")
    she.shows_this("how to reach her")
    advocate.judges_both()
    facilitator.offers_the_choice()

    # The choice: both roads, time to think, and once more.
    advocate.explains_the_two_roads()
    she.reads_about_both_roads()
    she.shows_this("the two roads")
    she.chooses_the_restorative_road()
    she.cannot_confirm_yet()
    counsel.knows_nothing_of_the_case()
    company.days_pass(4)
    she.confirms_her_choice()

    # He is asked, at a fixed time, so that nobody can tell when she chose.
    coach.cannot_give_a_code_yet("accountable party")
    company.days_pass(4)
    he = company.comes(Accountable)
    he.begins_with(coach.gives_a_code("accountable party"))
    he.reads_the_word("Received")
    he.reads_his_rights()
    he.shows_this("his rights")
    he.says_yes()
    he.reads_the_word("Active")
    counsel.reads_the_word("Active")
    liaison.reads_the_word("Active")

    # Each gets ready.
    facilitator.cannot_go_on()
    facilitator.shows_this("why not yet")
    for _ in range(2):
        advocate.prepares_her()
        coach.prepares_him()
    she.says_she_wants_to_go_on()
    he.says_he_wants_to_go_on()
    advocate.judges_both()
    facilitator.goes_on_to_planning()
    facilitator.opens_the_case()
    facilitator.shows_this("the case as the facilitator sees it")

    # The plan is hers.
    for item in (COURSE, GARDEN):
        she.writes_an_item(item)
        advocate.finds_safe_to_show(item)
        she.shows_it(item)
    she.opens_her_plan()
    she.shows_this("her plan")
    she.wants_no_money()
    he.goes_to_the_first_page()
    he.reads("Nothing is asked here now.")
    company.days_pass(4)
    for item in (COURSE, GARDEN):
        he.agrees_to(item)
    he.shows("what he is asked")
    she.agrees_to_her_plan()

    # They meet, in the form that she chose.
    facilitator.plans_a_meeting(in_days=5)
    facilitator.reads("Saved.")
    company.days_pass(5)
    facilitator.says_the_meeting_took_place()
    she.shows("her page while the plan runs")

    # He does what he agreed to; what he did is read, and passed on because she asked.
    she.asks_to_hear_what_was_done()
    company.days_pass(40)
    for item in (COURSE, GARDEN):
        he.tells_what_he_did(item)
        facilitator.finds_it_enough(item)
        facilitator.passes_it_on(item)
        facilitator.sees_it_done(item)
        advocate.sees_it_done(item)

    # She is asked, and it is complete.
    facilitator.asks_her_whether_all_is_done()
    she.says_all_of_it_is_done()
    facilitator.completes_the_case()
    she.goes_to_the_first_page()
    she.reads("Your plan is done.", "Your help")
    she.reads_who_has_looked("Your advocate, rose's advocate", "The facilitator, rose's facilitator")
    she.shows_this("who has looked")
    she.sees_what_the_other_person_sees()
    she.shows_this("what he sees of her")
    she.shows("her page at the end")
    liaison.reads_the_word("Completed")
    company.days_pass(4)
    he.reads_the_word("Completed")
    assert company.walk.state() == "completed"
