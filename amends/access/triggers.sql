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
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.fund FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.fund EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.fund_terms FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.fund_terms EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.budget_line FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.budget_line EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.transfer FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.transfer EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.emergency_request FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.emergency_request EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.emergency_answer FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.emergency_answer EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.her_cost FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.her_cost EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.his_cost FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.his_cost EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.held_in FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.held_in EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_only_added BEFORE UPDATE OR DELETE ON amends.held_out FOR EACH ROW EXECUTE FUNCTION access.only_added();
CREATE TRIGGER z_never_emptied BEFORE TRUNCATE ON amends.held_out EXECUTE FUNCTION access.only_added();

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

-- The books. What puts another row right is filled in from it first; then funders' terms and what is left are judged.
CREATE TRIGGER f_puts_right_the_whole BEFORE INSERT ON amends.budget_line FOR EACH ROW EXECUTE FUNCTION access.puts_right_the_whole();
CREATE TRIGGER f_puts_right_an_entry AFTER INSERT ON amends.budget_line
    FOR EACH ROW WHEN (NEW.puts_right_id IS NOT NULL) EXECUTE FUNCTION access.puts_right_an_entry();
CREATE TRIGGER f_puts_right_the_whole BEFORE INSERT ON amends.transfer FOR EACH ROW EXECUTE FUNCTION access.puts_right_the_whole();
CREATE TRIGGER f_puts_right_an_entry AFTER INSERT ON amends.transfer
    FOR EACH ROW WHEN (NEW.puts_right_id IS NOT NULL) EXECUTE FUNCTION access.puts_right_an_entry();
CREATE TRIGGER f_puts_right_the_whole BEFORE INSERT ON amends.her_cost FOR EACH ROW EXECUTE FUNCTION access.puts_right_the_whole();
CREATE TRIGGER f_puts_right_an_entry AFTER INSERT ON amends.her_cost
    FOR EACH ROW WHEN (NEW.puts_right_id IS NOT NULL) EXECUTE FUNCTION access.puts_right_an_entry();
CREATE TRIGGER f_puts_right_the_whole BEFORE INSERT ON amends.his_cost FOR EACH ROW EXECUTE FUNCTION access.puts_right_the_whole();
CREATE TRIGGER f_puts_right_an_entry AFTER INSERT ON amends.his_cost
    FOR EACH ROW WHEN (NEW.puts_right_id IS NOT NULL) EXECUTE FUNCTION access.puts_right_an_entry();
CREATE TRIGGER f_puts_right_the_whole BEFORE INSERT ON amends.held_in FOR EACH ROW EXECUTE FUNCTION access.puts_right_the_whole();
CREATE TRIGGER f_puts_right_an_entry AFTER INSERT ON amends.held_in
    FOR EACH ROW WHEN (NEW.puts_right_id IS NOT NULL) EXECUTE FUNCTION access.puts_right_an_entry();
CREATE TRIGGER f_puts_right_the_whole BEFORE INSERT ON amends.held_out FOR EACH ROW EXECUTE FUNCTION access.puts_right_the_whole();
CREATE TRIGGER f_puts_right_an_entry AFTER INSERT ON amends.held_out
    FOR EACH ROW WHEN (NEW.puts_right_id IS NOT NULL) EXECUTE FUNCTION access.puts_right_an_entry();
CREATE TRIGGER g_budget_keeps_to_the_terms AFTER INSERT ON amends.budget_line
    FOR EACH ROW EXECUTE FUNCTION access.budget_keeps_to_the_terms();
CREATE TRIGGER d_has_been AFTER INSERT ON amends.transfer FOR EACH ROW EXECUTE FUNCTION access.has_been('on_day');
CREATE TRIGGER g_transfer_is_allowed AFTER INSERT ON amends.transfer FOR EACH ROW EXECUTE FUNCTION access.transfer_is_allowed();
CREATE TRIGGER g_cost_enters_the_books AFTER INSERT ON amends.her_cost
    FOR EACH ROW EXECUTE FUNCTION access.cost_enters_the_books();
CREATE TRIGGER g_cost_enters_the_books AFTER INSERT ON amends.his_cost
    FOR EACH ROW EXECUTE FUNCTION access.cost_enters_the_books();
CREATE TRIGGER g_grant_is_set_aside AFTER INSERT ON amends.emergency_answer
    FOR EACH ROW EXECUTE FUNCTION access.grant_is_set_aside();
CREATE TRIGGER g_held_money_is_there AFTER INSERT ON amends.held_in FOR EACH ROW EXECUTE FUNCTION access.held_money_is_there();
CREATE TRIGGER g_held_money_is_there AFTER INSERT ON amends.held_out FOR EACH ROW EXECUTE FUNCTION access.held_money_is_there();
