-- Who may call what. Everything that does not stand here can be called by the gate alone.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA access FROM PUBLIC;

-- What the policies ask.
GRANT EXECUTE ON FUNCTION access.now(), access.today(), access.me(), access.is(text), access.cases_open_to(text[]), access.mine_of(text[]),
    access.cases_with(text), access.people_with(text) TO amends_web;

-- Answers.
GRANT EXECUTE ON FUNCTION access.my_appointments(), access.my_parts(), access.my_seats(uuid),
    access.glass_is_broken(uuid), access.findings(uuid, text, jsonb), access.my_offers(), access.referral_requests(),
    access.counsel_of_the_county(), access.office_of(uuid), access.cost_by_case(), access.held_for_everybody() TO amends_web;

-- Acts.
GRANT EXECUTE ON FUNCTION access.touch_sitting(), access.record_look(uuid, text), access.break_the_glass(uuid, text),
    access.refer(jsonb), access.offer_seat(uuid, uuid, text), access.answer_offer(uuid, text), access.end_seat(uuid, text),
    access.take_move(uuid, text, text, text), access.take_by_voice(text, text), access.ask_for_referral(uuid, text),
    access.answer_referral_request(uuid, text) TO amends_web;

-- Inviting, and reading of invitations to oneself.
GRANT EXECUTE ON FUNCTION access.invite(uuid, text, bytea), access.invite_worker(uuid, bytea), access.my_invitations()
    TO amends_web;

-- The clock's.
GRANT EXECUTE ON FUNCTION access.now(), access.today(), access.do_what_is_due() TO amends_jobs;

-- Signing in reads the clock. The owner reads the chain of looks, which holds no names, and puts triggers on tables.
GRANT EXECUTE ON FUNCTION access.now(), access.today() TO amends_door;
GRANT EXECUTE ON FUNCTION access.now(), access.today(), access.chain(), access.stamp(), access.appears_at_a_fixed_time(),
    access.stays_in_its_case(), access.only_added(), access.fits_the_journey(), access.has_been(), access.page_is_used_by_oneself(),
    access.she_asked_to_see(), access.names_its_own_case(),
    access.meeting_is_safe(), access.task_is_its_item(), access.task_was_read_first(), access.notice_is_its_meeting(),
    access.answers_for_its_part(), access.extension_moves_the_last_day(), access.agreed_wording_ends_the_last(),
    access.puts_right_the_whole(), access.puts_right_an_entry(), access.budget_keeps_to_the_terms(), access.transfer_is_allowed(),
    access.cost_enters_the_books(), access.grant_is_set_aside(), access.held_money_is_there() TO amends_owner;
