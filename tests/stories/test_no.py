"""He declines; and she chooses prosecution. Both end the road, and nothing is held against anybody."""


def test_he_declines_without_a_reason_and_nothing_adverse_is_written(company):
    company.walk.to_inviting()
    she, he, counsel, liaison = (
        company.survivor(),
        company.accountable(),
        company.counsel(),
        company.liaison(),
    )
    company.advocate().opens_a_service("Legal help")
    he.reads_the_word("Received")

    he.says_no()
    he.reads_the_word("Not accepted")
    he.reads("Nothing more is asked of you here")
    he.is_not_offered("Say yes")
    for outside in (counsel, liaison):
        outside.reads_the_word("Not accepted")
        outside.does_not_read("declined", "said no", "refused")

    she.goes_to_the_first_page()
    she.reads("The other person said no. That is not your fault.")
    she.reads_that_her_help_goes_on()


def test_she_chooses_prosecution_and_his_side_never_hears_that_there_was_a_choice(company):
    company.walk.to_choosing()
    company.walk.explains()
    she, liaison, counsel = company.survivor(), company.liaison(), company.counsel()
    he = company.accountable()
    company.advocate().opens_a_service("Legal help")
    he.cannot_open(f"/answer/{company.walk.case_id}/")
    counsel.knows_nothing_of_the_case()

    she.chooses_prosecution()
    she.goes_to_the_first_page()
    she.reads("You chose another road.")
    she.does_not_read("Not accepted", "not accepted")
    she.reads_that_her_help_goes_on()
    liaison.reads_the_word("Not accepted")
    liaison.does_not_read("prosecution", "chose", "choice", "survivor chose")
    company.days_pass(8)
    he.cannot_open(f"/answer/{company.walk.case_id}/")
    he.cannot_open("/answer/")
    counsel.knows_nothing_of_the_case()
