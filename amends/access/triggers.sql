-- The triggers that belong to single tables. Those that follow from the matrix are in policies.sql.

-- Rows that are only ever added, for everybody and for the owner too.
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.case_move FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.case_move EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.outward_word FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.outward_word EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.word_to_his_side FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.word_to_his_side EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.ending_reason FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.ending_reason EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.look FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.look EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.break_glass FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.break_glass EXECUTE FUNCTION access.only_added();

-- What is planned, held, shown and told is judged as it is written, after the policies have let it in: how a row is
-- refused must not tell those who may not add it where a case stands.
CREATE TRIGGER f_meeting_is_safe AFTER INSERT ON amends.meeting FOR EACH ROW EXECUTE FUNCTION access.meeting_is_safe();
CREATE TRIGGER f_meeting_is_safe AFTER INSERT ON amends.meeting_outcome FOR EACH ROW EXECUTE FUNCTION access.meeting_is_safe();
CREATE TRIGGER f_task_was_read_first AFTER INSERT ON amends.task FOR EACH ROW EXECUTE FUNCTION access.task_was_read_first();
CREATE TRIGGER f_notice_is_its_meeting BEFORE INSERT ON amends.meeting_notice
    FOR EACH ROW EXECUTE FUNCTION access.notice_is_its_meeting();
CREATE TRIGGER f_task_is_its_item BEFORE INSERT ON amends.task FOR EACH ROW EXECUTE FUNCTION access.task_is_its_item();
CREATE TRIGGER f_she_asked_to_see AFTER INSERT ON amends.progress_shown
    FOR EACH ROW EXECUTE FUNCTION access.she_asked_to_see();
-- Before: that a part has answered already is not for another part to find out.
CREATE TRIGGER f_answers_for_its_part BEFORE INSERT ON amends.extension_answer
    FOR EACH ROW EXECUTE FUNCTION access.answers_for_its_part();
CREATE TRIGGER g_moves_the_last_day AFTER INSERT ON amends.extension_answer
    FOR EACH ROW EXECUTE FUNCTION access.extension_moves_the_last_day();
CREATE TRIGGER g_agreed_wording_ends_the_last AFTER INSERT ON amends.task_answer
    FOR EACH ROW EXECUTE FUNCTION access.agreed_wording_ends_the_last();
