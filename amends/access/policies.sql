-- Made from access/matrix.toml by `make access`. Do not edit: change the matrix.

-- case_file: That a case exists, its number, where it is and since when. For lists.
ALTER TABLE amends.case_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.case_file FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.case_file FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.case_file TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator and director may read" ON amends.case_file;
CREATE POLICY "survivor, advocate, facilitator and director may read" ON amends.case_file FOR SELECT TO amends_web
    USING (EXISTS (SELECT FROM amends.seat s WHERE s.case_id = case_file.id AND s.person_id = (SELECT access.me()) AND s.role = ANY ((SELECT access.mine_of('{survivor,advocate,facilitator}'))::text[]) AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now()))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.case_file;
CREATE POLICY "seen as another sees it" ON amends.case_file AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- chosen_name: What the survivor calls her case on lists.
ALTER TABLE amends.chosen_name ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.chosen_name FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.chosen_name FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.chosen_name TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.chosen_name;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.chosen_name FOR SELECT TO amends_web
    USING (EXISTS (SELECT FROM amends.seat s WHERE s.case_id = chosen_name.case_id AND s.person_id = (SELECT access.me()) AND s.role = ANY ((SELECT access.mine_of('{survivor,advocate,facilitator}'))::text[]) AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.chosen_name;
CREATE POLICY "survivor and advocate may add" ON amends.chosen_name FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "survivor and advocate may change" ON amends.chosen_name;
CREATE POLICY "survivor and advocate may change" ON amends.chosen_name FOR UPDATE TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}'))) WITH CHECK (case_id IN (SELECT access.cases_open_to('{survivor,advocate}')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.chosen_name;
CREATE POLICY "seen as another sees it" ON amends.chosen_name AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.chosen_name;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.chosen_name FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.chosen_name;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.chosen_name FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- outward_word: The one word that leaves the program for the office, and its day.
ALTER TABLE amends.outward_word ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.outward_word FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.outward_word FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.outward_word TO amends_web;
DROP POLICY IF EXISTS "survivor and liaison may read" ON amends.outward_word;
CREATE POLICY "survivor and liaison may read" ON amends.outward_word FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor}'))
        OR EXISTS (SELECT FROM amends.seat s WHERE s.case_id = outward_word.case_id AND s.person_id = (SELECT access.me()) AND s.role = ANY ((SELECT access.mine_of('{liaison}'))::text[]) AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.outward_word;
CREATE POLICY "seen as another sees it" ON amends.outward_word AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,liaison}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- word_to_his_side: The same word as his side reads it, from the invitation on, with the day on which it reached his side.
ALTER TABLE amends.word_to_his_side ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.word_to_his_side FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.word_to_his_side FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.word_to_his_side TO amends_web;
DROP POLICY IF EXISTS "survivor, coach, accountable and counsel may read" ON amends.word_to_his_side;
CREATE POLICY "survivor, coach, accountable and counsel may read" ON amends.word_to_his_side FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor}'))
        OR EXISTS (SELECT FROM amends.seat s WHERE s.case_id = word_to_his_side.case_id AND s.person_id = (SELECT access.me()) AND s.role = ANY ((SELECT access.mine_of('{coach,accountable,counsel}'))::text[]) AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.word_to_his_side;
CREATE POLICY "seen as another sees it" ON amends.word_to_his_side AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- case_move: The history of a case: each step, when, and whose act it was.
ALTER TABLE amends.case_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.case_move FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.case_move FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.case_move TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator and director may read" ON amends.case_move;
CREATE POLICY "survivor, advocate, facilitator and director may read" ON amends.case_move FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator,director}')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.case_move;
CREATE POLICY "seen as another sees it" ON amends.case_move AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- ending_reason: Why a case ended, for those inside.
ALTER TABLE amends.ending_reason ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.ending_reason FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.ending_reason FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.ending_reason TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator and director may read" ON amends.ending_reason;
CREATE POLICY "survivor, advocate, facilitator and director may read" ON amends.ending_reason FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator,director}')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.ending_reason;
CREATE POLICY "seen as another sees it" ON amends.ending_reason AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- worker: Who works on a case, by part, name and organization.
ALTER TABLE amends.worker ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.worker FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.worker FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.worker TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator and director may read" ON amends.worker;
CREATE POLICY "survivor, advocate, facilitator and director may read" ON amends.worker FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}'))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.worker;
CREATE POLICY "seen as another sees it" ON amends.worker AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- seat_offer: That a worker was asked to take a part, and whether there are ties.
ALTER TABLE amends.seat_offer ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.seat_offer FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.seat_offer FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.seat_offer TO amends_web;
DROP POLICY IF EXISTS "director may read" ON amends.seat_offer;
CREATE POLICY "director may read" ON amends.seat_offer FOR SELECT TO amends_web
    USING ((SELECT access.is('director')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.seat_offer;
CREATE POLICY "seen as another sees it" ON amends.seat_offer AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- look: Who opened a case, when, and what for.
ALTER TABLE amends.look ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.look FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.look FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.look TO amends_web;
DROP POLICY IF EXISTS "survivor and director may read" ON amends.look;
CREATE POLICY "survivor and director may read" ON amends.look FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor}'))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.look;
CREATE POLICY "seen as another sees it" ON amends.look AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- look_by_his_side: On which day somebody of the accountable party's side opened the case, by part only.
ALTER TABLE amends.look_by_his_side ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.look_by_his_side FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.look_by_his_side FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.look_by_his_side TO amends_web;
DROP POLICY IF EXISTS "accountable and counsel may read" ON amends.look_by_his_side;
CREATE POLICY "accountable and counsel may read" ON amends.look_by_his_side FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{accountable,counsel}')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.look_by_his_side;
CREATE POLICY "seen as another sees it" ON amends.look_by_his_side AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- break_glass: That a director opened a case's contents, why, and until when.
ALTER TABLE amends.break_glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.break_glass FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.break_glass FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.break_glass TO amends_web;
DROP POLICY IF EXISTS "survivor and director may read" ON amends.break_glass;
CREATE POLICY "survivor and director may read" ON amends.break_glass FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor}'))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.break_glass;
CREATE POLICY "seen as another sees it" ON amends.break_glass AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));

-- charge: The court number, the counts that concern this survivor, and the day of the charge.
ALTER TABLE amends.charge ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.charge FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.charge FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.charge TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator, coach, accountable, counsel, l" ON amends.charge;
CREATE POLICY "survivor, advocate, facilitator, coach, accountable, counsel, l" ON amends.charge FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator,director}'))
        OR EXISTS (SELECT FROM amends.seat s WHERE s.case_id = charge.case_id AND s.person_id = (SELECT access.me()) AND s.role = ANY ((SELECT access.mine_of('{coach,accountable,counsel,liaison}'))::text[]) AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.charge;
CREATE POLICY "seen as another sees it" ON amends.charge AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,coach,accountable,counsel,liaison,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.charge;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.charge FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.charge;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.charge FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- referral: What the office said about the survivor. The office cannot read it back.
ALTER TABLE amends.referral ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.referral FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.referral FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.referral TO amends_web;
DROP POLICY IF EXISTS "survivor and advocate may read" ON amends.referral;
CREATE POLICY "survivor and advocate may read" ON amends.referral FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.referral;
CREATE POLICY "seen as another sees it" ON amends.referral AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.referral;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.referral FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.referral;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.referral FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- her_name: What the survivor is called in this case, and the language she reads.
ALTER TABLE amends.her_name ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.her_name FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.her_name FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, UPDATE ON amends.her_name TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator and director may read" ON amends.her_name;
CREATE POLICY "survivor, advocate, facilitator and director may read" ON amends.her_name FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator,director}')));
DROP POLICY IF EXISTS "survivor and advocate may change" ON amends.her_name;
CREATE POLICY "survivor and advocate may change" ON amends.her_name FOR UPDATE TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}'))) WITH CHECK (case_id IN (SELECT access.cases_open_to('{survivor,advocate}')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.her_name;
CREATE POLICY "seen as another sees it" ON amends.her_name AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.her_name;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.her_name FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.her_name;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.her_name FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- his_name: The name under which the accountable party was charged.
ALTER TABLE amends.his_name ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.his_name FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.his_name FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.his_name TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator, coach, accountable, counsel, l" ON amends.his_name;
CREATE POLICY "survivor, advocate, facilitator, coach, accountable, counsel, l" ON amends.his_name FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator,coach,accountable,counsel,liaison,director}')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.his_name;
CREATE POLICY "seen as another sees it" ON amends.his_name AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,coach,accountable,counsel,liaison,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.his_name;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.his_name FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.his_name;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.his_name FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- safe_way: How the survivor may be reached, and how never.
ALTER TABLE amends.safe_way ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.safe_way FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.safe_way FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.safe_way TO amends_web;
DROP POLICY IF EXISTS "survivor and advocate may read" ON amends.safe_way;
CREATE POLICY "survivor and advocate may read" ON amends.safe_way FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.safe_way;
CREATE POLICY "survivor and advocate may add" ON amends.safe_way FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.safe_way;
CREATE POLICY "seen as another sees it" ON amends.safe_way AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.safe_way;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.safe_way FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.safe_way;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.safe_way FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- safety_plan: What she and her advocate agreed to do when something happens.
ALTER TABLE amends.safety_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.safety_plan FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.safety_plan FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.safety_plan TO amends_web;
DROP POLICY IF EXISTS "survivor and advocate may read" ON amends.safety_plan;
CREATE POLICY "survivor and advocate may read" ON amends.safety_plan FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.safety_plan;
CREATE POLICY "survivor and advocate may add" ON amends.safety_plan FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.safety_plan;
CREATE POLICY "seen as another sees it" ON amends.safety_plan AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.safety_plan;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.safety_plan FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.safety_plan;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.safety_plan FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- explanation: Which points of the choice were told to her, in which language, and who was in the room.
ALTER TABLE amends.explanation ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.explanation FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.explanation FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.explanation TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.explanation;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.explanation FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "advocate may add" ON amends.explanation;
CREATE POLICY "advocate may add" ON amends.explanation FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.explanation;
CREATE POLICY "seen as another sees it" ON amends.explanation AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.explanation;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.explanation FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.explanation;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.explanation FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.explanation;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.explanation FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('calm', 'screening', 'choosing');
DROP TRIGGER IF EXISTS d_has_been ON amends.explanation;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.explanation FOR EACH ROW EXECUTE FUNCTION access.has_been('told_on');

-- choice: Which road she chose, and when.
ALTER TABLE amends.choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.choice FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.choice FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.choice TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.choice;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.choice FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.choice;
CREATE POLICY "survivor and advocate may add" ON amends.choice FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.choice;
CREATE POLICY "seen as another sees it" ON amends.choice AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.choice;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.choice FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.choice;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.choice FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.choice;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.choice FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('calm', 'choosing');
DROP TRIGGER IF EXISTS d_page_is_used_by_oneself ON amends.choice;
CREATE TRIGGER d_page_is_used_by_oneself AFTER INSERT ON amends.choice FOR EACH ROW EXECUTE FUNCTION access.page_is_used_by_oneself('survivor');

-- confirmation: That a second person stands behind a record.
ALTER TABLE amends.confirmation ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.confirmation FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.confirmation FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.confirmation TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.confirmation;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.confirmation FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "advocate, facilitator and director may add" ON amends.confirmation;
CREATE POLICY "advocate, facilitator and director may add" ON amends.confirmation FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator,director}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.confirmation;
CREATE POLICY "seen as another sees it" ON amends.confirmation AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.confirmation;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.confirmation FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.confirmation;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.confirmation FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- her_wish: Whether she wants to go on, and the form of meeting she chose.
ALTER TABLE amends.her_wish ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.her_wish FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.her_wish FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.her_wish TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.her_wish;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.her_wish FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.her_wish;
CREATE POLICY "survivor and advocate may add" ON amends.her_wish FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.her_wish;
CREATE POLICY "seen as another sees it" ON amends.her_wish AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.her_wish;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.her_wish FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.her_wish;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.her_wish FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.her_wish;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.her_wish FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_page_is_used_by_oneself ON amends.her_wish;
CREATE TRIGGER d_page_is_used_by_oneself AFTER INSERT ON amends.her_wish FOR EACH ROW EXECUTE FUNCTION access.page_is_used_by_oneself('survivor');

-- her_preparation: Her preparation sessions: a day, minutes, how.
ALTER TABLE amends.her_preparation ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.her_preparation FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.her_preparation FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.her_preparation TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.her_preparation;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.her_preparation FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "advocate and facilitator may add" ON amends.her_preparation;
CREATE POLICY "advocate and facilitator may add" ON amends.her_preparation FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.her_preparation;
CREATE POLICY "seen as another sees it" ON amends.her_preparation AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.her_preparation;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.her_preparation FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.her_preparation;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.her_preparation FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.her_preparation;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.her_preparation FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('calm', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_has_been ON amends.her_preparation;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.her_preparation FOR EACH ROW EXECUTE FUNCTION access.has_been('held_on');

-- service: The services that are open for her, whatever she chooses.
ALTER TABLE amends.service ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.service FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.service FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.service TO amends_web;
DROP POLICY IF EXISTS "survivor and advocate may read" ON amends.service;
CREATE POLICY "survivor and advocate may read" ON amends.service FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}')));
DROP POLICY IF EXISTS "advocate may add" ON amends.service;
CREATE POLICY "advocate may add" ON amends.service FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate}')))));
DROP POLICY IF EXISTS "survivor and advocate may change" ON amends.service;
CREATE POLICY "survivor and advocate may change" ON amends.service FOR UPDATE TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}'))) WITH CHECK (case_id IN (SELECT access.cases_open_to('{survivor,advocate}')));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.service;
CREATE POLICY "seen as another sees it" ON amends.service AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.service;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.service FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.service;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.service FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- worker_change_asked: That somebody asked for another worker.
ALTER TABLE amends.worker_change_asked ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.worker_change_asked FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.worker_change_asked FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.worker_change_asked TO amends_web;
DROP POLICY IF EXISTS "survivor, accountable and director may read" ON amends.worker_change_asked;
CREATE POLICY "survivor, accountable and director may read" ON amends.worker_change_asked FOR SELECT TO amends_web
    USING ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,accountable}')))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "survivor, advocate, accountable and counsel may add" ON amends.worker_change_asked;
CREATE POLICY "survivor, advocate, accountable and counsel may add" ON amends.worker_change_asked FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate,accountable,counsel}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.worker_change_asked;
CREATE POLICY "seen as another sees it" ON amends.worker_change_asked AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))) OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,accountable}') AND (case_id, added_by_id) IN (SELECT p.case_id, p.person_id FROM access.people_with(nullif(current_setting('access.seen_as', true), '')) AS p)));
DROP TRIGGER IF EXISTS a_stamp ON amends.worker_change_asked;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.worker_change_asked FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.worker_change_asked;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.worker_change_asked FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- safety_check: Judgements of coercion and safety: kind, day, level, rater.
ALTER TABLE amends.safety_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.safety_check FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.safety_check FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.safety_check TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.safety_check;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.safety_check FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "advocate and facilitator may add" ON amends.safety_check;
CREATE POLICY "advocate and facilitator may add" ON amends.safety_check FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.safety_check;
CREATE POLICY "seen as another sees it" ON amends.safety_check AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.safety_check;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.safety_check FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.safety_check;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.safety_check FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_has_been ON amends.safety_check;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.safety_check FOR EACH ROW EXECUTE FUNCTION access.has_been('checked_on');

-- check_reason: What a level rests on.
ALTER TABLE amends.check_reason ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.check_reason FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.check_reason FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.check_reason TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.check_reason;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.check_reason FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}'))
        OR (added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{facilitator}'))));
DROP POLICY IF EXISTS "advocate and facilitator may add" ON amends.check_reason;
CREATE POLICY "advocate and facilitator may add" ON amends.check_reason FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.check_reason;
CREATE POLICY "seen as another sees it" ON amends.check_reason AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))) OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{facilitator}') AND (case_id, added_by_id) IN (SELECT p.case_id, p.person_id FROM access.people_with(nullif(current_setting('access.seen_as', true), '')) AS p)));
DROP TRIGGER IF EXISTS a_stamp ON amends.check_reason;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.check_reason FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.check_reason;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.check_reason FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_check_made_is_of_its_own_case ON amends.check_reason;
CREATE TRIGGER c_check_made_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.check_reason FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('check_made_id', 'safety_check');

-- coercion_finding: That coercion was found, and her own view of it.
ALTER TABLE amends.coercion_finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.coercion_finding FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.coercion_finding FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.coercion_finding TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.coercion_finding;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.coercion_finding FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "advocate and facilitator may add" ON amends.coercion_finding;
CREATE POLICY "advocate and facilitator may add" ON amends.coercion_finding FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.coercion_finding;
CREATE POLICY "seen as another sees it" ON amends.coercion_finding AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.coercion_finding;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.coercion_finding FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.coercion_finding;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.coercion_finding FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_has_been ON amends.coercion_finding;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.coercion_finding FOR EACH ROW EXECUTE FUNCTION access.has_been('told_her_on', 'safety_plan_made_on');

-- contact_order: Orders that forbid forms of contact, and their exceptions.
ALTER TABLE amends.contact_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.contact_order FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.contact_order FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.contact_order TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator and liaison may read" ON amends.contact_order;
CREATE POLICY "survivor, advocate, facilitator and liaison may read" ON amends.contact_order FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}'))
        OR (added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{liaison}'))));
DROP POLICY IF EXISTS "advocate, facilitator and liaison may add" ON amends.contact_order;
CREATE POLICY "advocate, facilitator and liaison may add" ON amends.contact_order FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator,liaison}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.contact_order;
CREATE POLICY "seen as another sees it" ON amends.contact_order AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))) OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{liaison}') AND (case_id, added_by_id) IN (SELECT p.case_id, p.person_id FROM access.people_with(nullif(current_setting('access.seen_as', true), '')) AS p)));
DROP TRIGGER IF EXISTS a_stamp ON amends.contact_order;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.contact_order FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.contact_order;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.contact_order FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- hold_review: What people outside the case decided about a hold.
ALTER TABLE amends.hold_review ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.hold_review FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.hold_review FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.hold_review TO amends_web;
DROP POLICY IF EXISTS "advocate, facilitator and director may read" ON amends.hold_review;
CREATE POLICY "advocate, facilitator and director may read" ON amends.hold_review FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{advocate,facilitator}'))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "director may add" ON amends.hold_review;
CREATE POLICY "director may add" ON amends.hold_review FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((SELECT access.is('director'))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.hold_review;
CREATE POLICY "seen as another sees it" ON amends.hold_review AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.hold_review;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.hold_review FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.hold_review;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.hold_review FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- consent: What came before his yes: counsel, consequences, acknowledgement. Dates only.
ALTER TABLE amends.consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.consent FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.consent FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.consent TO amends_web;
DROP POLICY IF EXISTS "facilitator, coach, accountable and counsel may read" ON amends.consent;
CREATE POLICY "facilitator, coach, accountable and counsel may read" ON amends.consent FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{facilitator,coach,accountable,counsel}')));
DROP POLICY IF EXISTS "coach, accountable and counsel may add" ON amends.consent;
CREATE POLICY "coach, accountable and counsel may add" ON amends.consent FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{coach,accountable,counsel}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.consent;
CREATE POLICY "seen as another sees it" ON amends.consent AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.consent;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.consent FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.consent;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.consent FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.consent;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.consent FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'inviting');
DROP TRIGGER IF EXISTS d_has_been ON amends.consent;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.consent FOR EACH ROW EXECUTE FUNCTION access.has_been('counsel_consulted_on', 'consequences_explained_on', 'acknowledged_on');
DROP TRIGGER IF EXISTS d_page_is_used_by_oneself ON amends.consent;
CREATE TRIGGER d_page_is_used_by_oneself AFTER INSERT ON amends.consent FOR EACH ROW EXECUTE FUNCTION access.page_is_used_by_oneself('accountable');

-- his_wish: Whether he wants to go on.
ALTER TABLE amends.his_wish ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.his_wish FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.his_wish FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.his_wish TO amends_web;
DROP POLICY IF EXISTS "facilitator, coach, accountable and counsel may read" ON amends.his_wish;
CREATE POLICY "facilitator, coach, accountable and counsel may read" ON amends.his_wish FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{facilitator,coach,accountable,counsel}')));
DROP POLICY IF EXISTS "coach, accountable and counsel may add" ON amends.his_wish;
CREATE POLICY "coach, accountable and counsel may add" ON amends.his_wish FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{coach,accountable,counsel}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.his_wish;
CREATE POLICY "seen as another sees it" ON amends.his_wish AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.his_wish;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.his_wish FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.his_wish;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.his_wish FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.his_wish;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.his_wish FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'inviting', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_page_is_used_by_oneself ON amends.his_wish;
CREATE TRIGGER d_page_is_used_by_oneself AFTER INSERT ON amends.his_wish FOR EACH ROW EXECUTE FUNCTION access.page_is_used_by_oneself('accountable');

-- his_preparation: His preparation sessions: a day, minutes, how.
ALTER TABLE amends.his_preparation ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.his_preparation FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.his_preparation FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.his_preparation TO amends_web;
DROP POLICY IF EXISTS "facilitator, coach, accountable and counsel may read" ON amends.his_preparation;
CREATE POLICY "facilitator, coach, accountable and counsel may read" ON amends.his_preparation FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{facilitator,coach,accountable,counsel}')));
DROP POLICY IF EXISTS "facilitator and coach may add" ON amends.his_preparation;
CREATE POLICY "facilitator and coach may add" ON amends.his_preparation FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{facilitator,coach}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.his_preparation;
CREATE POLICY "seen as another sees it" ON amends.his_preparation AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.his_preparation;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.his_preparation FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.his_preparation;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.his_preparation FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.his_preparation;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.his_preparation FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'inviting', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_has_been ON amends.his_preparation;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.his_preparation FOR EACH ROW EXECUTE FUNCTION access.has_been('held_on');

-- meeting: A meeting that is planned: its form and day.
ALTER TABLE amends.meeting ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.meeting FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.meeting FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.meeting TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.meeting;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.meeting FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "facilitator may add" ON amends.meeting;
CREATE POLICY "facilitator may add" ON amends.meeting FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.meeting;
CREATE POLICY "seen as another sees it" ON amends.meeting AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.meeting;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.meeting FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.meeting;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.meeting FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- meeting_notice: What his side is told of a meeting: form and day, from a fixed time on.
ALTER TABLE amends.meeting_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.meeting_notice FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.meeting_notice FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.meeting_notice TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator, coach, accountable and counsel" ON amends.meeting_notice;
CREATE POLICY "survivor, advocate, facilitator, coach, accountable and counsel" ON amends.meeting_notice FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}'))
        OR (shown_from <= access.now() AND case_id IN (SELECT access.cases_open_to('{coach,accountable,counsel}'))));
DROP POLICY IF EXISTS "facilitator may add" ON amends.meeting_notice;
CREATE POLICY "facilitator may add" ON amends.meeting_notice FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.meeting_notice;
CREATE POLICY "seen as another sees it" ON amends.meeting_notice AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), ''))) AND (nullif(current_setting('access.seen_as', true), '') <> ALL ('{coach,accountable,counsel}') OR shown_from <= access.now())));
DROP TRIGGER IF EXISTS a_stamp ON amends.meeting_notice;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.meeting_notice FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.meeting_notice;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.meeting_notice FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_meeting_is_of_its_own_case ON amends.meeting_notice;
CREATE TRIGGER c_meeting_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.meeting_notice FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('meeting_id', 'meeting');
DROP TRIGGER IF EXISTS e_appears_at_a_fixed_time ON amends.meeting_notice;
CREATE TRIGGER e_appears_at_a_fixed_time BEFORE INSERT ON amends.meeting_notice FOR EACH ROW EXECUTE FUNCTION access.appears_at_a_fixed_time();

-- meeting_outcome: That a meeting took place or was cancelled, and its minutes.
ALTER TABLE amends.meeting_outcome ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.meeting_outcome FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.meeting_outcome FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.meeting_outcome TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.meeting_outcome;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.meeting_outcome FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "advocate and facilitator may add" ON amends.meeting_outcome;
CREATE POLICY "advocate and facilitator may add" ON amends.meeting_outcome FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.meeting_outcome;
CREATE POLICY "seen as another sees it" ON amends.meeting_outcome AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.meeting_outcome;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.meeting_outcome FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.meeting_outcome;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.meeting_outcome FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_meeting_is_of_its_own_case ON amends.meeting_outcome;
CREATE TRIGGER c_meeting_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.meeting_outcome FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('meeting_id', 'meeting');

-- cancellation_notice: What his side is told of a cancelled meeting, in the same words whatever the cause.
ALTER TABLE amends.cancellation_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.cancellation_notice FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.cancellation_notice FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.cancellation_notice TO amends_web;
DROP POLICY IF EXISTS "survivor, facilitator, coach, accountable and counsel may read" ON amends.cancellation_notice;
CREATE POLICY "survivor, facilitator, coach, accountable and counsel may read" ON amends.cancellation_notice FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,facilitator}'))
        OR (shown_from <= access.now() AND case_id IN (SELECT access.cases_open_to('{coach,accountable,counsel}'))));
DROP POLICY IF EXISTS "advocate and facilitator may add" ON amends.cancellation_notice;
CREATE POLICY "advocate and facilitator may add" ON amends.cancellation_notice FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.cancellation_notice;
CREATE POLICY "seen as another sees it" ON amends.cancellation_notice AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), ''))) AND (nullif(current_setting('access.seen_as', true), '') <> ALL ('{coach,accountable,counsel}') OR shown_from <= access.now())));
DROP TRIGGER IF EXISTS a_stamp ON amends.cancellation_notice;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.cancellation_notice FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.cancellation_notice;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.cancellation_notice FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_notice_is_of_its_own_case ON amends.cancellation_notice;
CREATE TRIGGER c_notice_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.cancellation_notice FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('notice_id', 'meeting_notice');
DROP TRIGGER IF EXISTS e_appears_at_a_fixed_time ON amends.cancellation_notice;
CREATE TRIGGER e_appears_at_a_fixed_time BEFORE INSERT ON amends.cancellation_notice FOR EACH ROW EXECUTE FUNCTION access.appears_at_a_fixed_time();

-- plan_item: What she asks for: hers to write.
ALTER TABLE amends.plan_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.plan_item FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.plan_item FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.plan_item TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.plan_item;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.plan_item FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.plan_item;
CREATE POLICY "survivor and advocate may add" ON amends.plan_item FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.plan_item;
CREATE POLICY "seen as another sees it" ON amends.plan_item AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.plan_item;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.plan_item FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.plan_item;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.plan_item FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_replaces_is_of_its_own_case ON amends.plan_item;
CREATE TRIGGER c_replaces_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.plan_item FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('replaces_id', 'plan_item');
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.plan_item;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.plan_item FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('calm', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_page_is_used_by_oneself ON amends.plan_item;
CREATE TRIGGER d_page_is_used_by_oneself AFTER INSERT ON amends.plan_item FOR EACH ROW EXECUTE FUNCTION access.page_is_used_by_oneself('survivor');

-- no_money_wanted: That she was asked about money terms and wants none.
ALTER TABLE amends.no_money_wanted ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.no_money_wanted FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.no_money_wanted FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.no_money_wanted TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.no_money_wanted;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.no_money_wanted FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.no_money_wanted;
CREATE POLICY "survivor and advocate may add" ON amends.no_money_wanted FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.no_money_wanted;
CREATE POLICY "seen as another sees it" ON amends.no_money_wanted AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.no_money_wanted;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.no_money_wanted FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.no_money_wanted;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.no_money_wanted FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- item_dropped: That she dropped an item.
ALTER TABLE amends.item_dropped ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.item_dropped FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.item_dropped FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.item_dropped TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.item_dropped;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.item_dropped FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.item_dropped;
CREATE POLICY "survivor and advocate may add" ON amends.item_dropped FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.item_dropped;
CREATE POLICY "seen as another sees it" ON amends.item_dropped AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.item_dropped;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.item_dropped FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.item_dropped;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.item_dropped FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_item_is_of_its_own_case ON amends.item_dropped;
CREATE TRIGGER c_item_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.item_dropped FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('item_id', 'plan_item');

-- item_reading: That her side read an item before it is shown to him.
ALTER TABLE amends.item_reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.item_reading FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.item_reading FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.item_reading TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.item_reading;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.item_reading FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "advocate may add" ON amends.item_reading;
CREATE POLICY "advocate may add" ON amends.item_reading FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.item_reading;
CREATE POLICY "seen as another sees it" ON amends.item_reading AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.item_reading;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.item_reading FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.item_reading;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.item_reading FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_item_is_of_its_own_case ON amends.item_reading;
CREATE TRIGGER c_item_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.item_reading FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('item_id', 'plan_item');

-- second_view: That she asks somebody else to look at an item again.
ALTER TABLE amends.second_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.second_view FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.second_view FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.second_view TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.second_view;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.second_view FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor may add" ON amends.second_view;
CREATE POLICY "survivor may add" ON amends.second_view FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.second_view;
CREATE POLICY "seen as another sees it" ON amends.second_view AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.second_view;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.second_view FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.second_view;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.second_view FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_item_is_of_its_own_case ON amends.second_view;
CREATE TRIGGER c_item_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.second_view FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('item_id', 'plan_item');

-- task: An item as he sees it, from a fixed time on.
ALTER TABLE amends.task ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.task FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.task FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.task TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator, coach, accountable and counsel" ON amends.task;
CREATE POLICY "survivor, advocate, facilitator, coach, accountable and counsel" ON amends.task FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}'))
        OR (shown_from <= access.now() AND case_id IN (SELECT access.cases_open_to('{coach,accountable,counsel}'))));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.task;
CREATE POLICY "survivor and advocate may add" ON amends.task FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.task;
CREATE POLICY "seen as another sees it" ON amends.task AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), ''))) AND (nullif(current_setting('access.seen_as', true), '') <> ALL ('{coach,accountable,counsel}') OR shown_from <= access.now())));
DROP TRIGGER IF EXISTS a_stamp ON amends.task;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.task FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.task;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.task FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_item_is_of_its_own_case ON amends.task;
CREATE TRIGGER c_item_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.task FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('item_id', 'plan_item');
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.task;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.task FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('calm', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS e_appears_at_a_fixed_time ON amends.task;
CREATE TRIGGER e_appears_at_a_fixed_time BEFORE INSERT ON amends.task FOR EACH ROW EXECUTE FUNCTION access.appears_at_a_fixed_time();

-- task_ended: That a task is no longer asked of him, from a fixed time on.
ALTER TABLE amends.task_ended ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.task_ended FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.task_ended FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.task_ended TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator, coach, accountable and counsel" ON amends.task_ended;
CREATE POLICY "survivor, advocate, facilitator, coach, accountable and counsel" ON amends.task_ended FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}'))
        OR (shown_from <= access.now() AND case_id IN (SELECT access.cases_open_to('{coach,accountable,counsel}'))));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.task_ended;
CREATE POLICY "survivor and advocate may add" ON amends.task_ended FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.task_ended;
CREATE POLICY "seen as another sees it" ON amends.task_ended AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), ''))) AND (nullif(current_setting('access.seen_as', true), '') <> ALL ('{coach,accountable,counsel}') OR shown_from <= access.now())));
DROP TRIGGER IF EXISTS a_stamp ON amends.task_ended;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.task_ended FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.task_ended;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.task_ended FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_task_is_of_its_own_case ON amends.task_ended;
CREATE TRIGGER c_task_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.task_ended FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('task_id', 'task');
DROP TRIGGER IF EXISTS e_appears_at_a_fixed_time ON amends.task_ended;
CREATE TRIGGER e_appears_at_a_fixed_time BEFORE INSERT ON amends.task_ended FOR EACH ROW EXECUTE FUNCTION access.appears_at_a_fixed_time();

-- task_answer: His answer to a task, from a list.
ALTER TABLE amends.task_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.task_answer FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.task_answer FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.task_answer TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator, coach, accountable and counsel" ON amends.task_answer;
CREATE POLICY "survivor, advocate, facilitator, coach, accountable and counsel" ON amends.task_answer FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator,coach,accountable,counsel}')));
DROP POLICY IF EXISTS "coach, accountable and counsel may add" ON amends.task_answer;
CREATE POLICY "coach, accountable and counsel may add" ON amends.task_answer FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{coach,accountable,counsel}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.task_answer;
CREATE POLICY "seen as another sees it" ON amends.task_answer AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.task_answer;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.task_answer FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.task_answer;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.task_answer FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_task_is_of_its_own_case ON amends.task_answer;
CREATE TRIGGER c_task_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.task_answer FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('task_id', 'task');
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.task_answer;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.task_answer FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_has_been ON amends.task_answer;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.task_answer FOR EACH ROW EXECUTE FUNCTION access.has_been('counsel_consulted_on');
DROP TRIGGER IF EXISTS d_page_is_used_by_oneself ON amends.task_answer;
CREATE TRIGGER d_page_is_used_by_oneself AFTER INSERT ON amends.task_answer FOR EACH ROW EXECUTE FUNCTION access.page_is_used_by_oneself('accountable');

-- progress: What he did for a task, and what shows it. It does not reach her.
ALTER TABLE amends.progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.progress FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.progress FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.progress TO amends_web;
DROP POLICY IF EXISTS "facilitator, coach, accountable and counsel may read" ON amends.progress;
CREATE POLICY "facilitator, coach, accountable and counsel may read" ON amends.progress FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{facilitator,coach,accountable,counsel}')));
DROP POLICY IF EXISTS "coach and accountable may add" ON amends.progress;
CREATE POLICY "coach and accountable may add" ON amends.progress FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{coach,accountable}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.progress;
CREATE POLICY "seen as another sees it" ON amends.progress AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.progress;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.progress FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.progress;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.progress FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_task_is_of_its_own_case ON amends.progress;
CREATE TRIGGER c_task_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.progress FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('task_id', 'task');
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.progress;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.progress FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_has_been ON amends.progress;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.progress FOR EACH ROW EXECUTE FUNCTION access.has_been('done_on');

-- progress_reading: Whether what he gave is enough.
ALTER TABLE amends.progress_reading ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.progress_reading FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.progress_reading FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.progress_reading TO amends_web;
DROP POLICY IF EXISTS "facilitator, coach, accountable and counsel may read" ON amends.progress_reading;
CREATE POLICY "facilitator, coach, accountable and counsel may read" ON amends.progress_reading FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{facilitator,coach,accountable,counsel}')));
DROP POLICY IF EXISTS "facilitator may add" ON amends.progress_reading;
CREATE POLICY "facilitator may add" ON amends.progress_reading FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.progress_reading;
CREATE POLICY "seen as another sees it" ON amends.progress_reading AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{facilitator,coach,accountable,counsel}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.progress_reading;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.progress_reading FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.progress_reading;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.progress_reading FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_progress_is_of_its_own_case ON amends.progress_reading;
CREATE TRIGGER c_progress_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.progress_reading FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('progress_id', 'progress');

-- hears_of_progress: Whether she wants to see what he did.
ALTER TABLE amends.hears_of_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.hears_of_progress FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.hears_of_progress FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.hears_of_progress TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.hears_of_progress;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.hears_of_progress FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.hears_of_progress;
CREATE POLICY "survivor and advocate may add" ON amends.hears_of_progress FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.hears_of_progress;
CREATE POLICY "seen as another sees it" ON amends.hears_of_progress AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.hears_of_progress;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.hears_of_progress FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.hears_of_progress;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.hears_of_progress FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- progress_shown: What was passed on to her of what he did, because she asked.
ALTER TABLE amends.progress_shown ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.progress_shown FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.progress_shown FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.progress_shown TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.progress_shown;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.progress_shown FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "facilitator may add" ON amends.progress_shown;
CREATE POLICY "facilitator may add" ON amends.progress_shown FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.progress_shown;
CREATE POLICY "seen as another sees it" ON amends.progress_shown AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.progress_shown;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.progress_shown FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.progress_shown;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.progress_shown FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_item_is_of_its_own_case ON amends.progress_shown;
CREATE TRIGGER c_item_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.progress_shown FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('item_id', 'plan_item');
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.progress_shown;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.progress_shown FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('calm', 'preparing', 'planning', 'following', 'completed');

-- verification: That a person saw that an item was done.
ALTER TABLE amends.verification ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.verification FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.verification FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.verification TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator and director may read" ON amends.verification;
CREATE POLICY "survivor, advocate, facilitator and director may read" ON amends.verification FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}'))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "advocate, facilitator and director may add" ON amends.verification;
CREATE POLICY "advocate, facilitator and director may add" ON amends.verification FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator}')))
        OR (SELECT access.is('director'))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.verification;
CREATE POLICY "seen as another sees it" ON amends.verification AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.verification;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.verification FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.verification;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.verification FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_item_is_of_its_own_case ON amends.verification;
CREATE TRIGGER c_item_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.verification FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('item_id', 'plan_item');
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.verification;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.verification FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'following');

-- asked_at_the_end: That she was asked whether all is done.
ALTER TABLE amends.asked_at_the_end ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.asked_at_the_end FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.asked_at_the_end FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.asked_at_the_end TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.asked_at_the_end;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.asked_at_the_end FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "advocate and facilitator may add" ON amends.asked_at_the_end;
CREATE POLICY "advocate and facilitator may add" ON amends.asked_at_the_end FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.asked_at_the_end;
CREATE POLICY "seen as another sees it" ON amends.asked_at_the_end AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.asked_at_the_end;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.asked_at_the_end FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.asked_at_the_end;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.asked_at_the_end FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.asked_at_the_end;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.asked_at_the_end FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('calm', 'following');
DROP TRIGGER IF EXISTS d_has_been ON amends.asked_at_the_end;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.asked_at_the_end FOR EACH ROW EXECUTE FUNCTION access.has_been('asked_on');

-- answer_at_the_end: What she answered when asked whether all is done.
ALTER TABLE amends.answer_at_the_end ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.answer_at_the_end FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.answer_at_the_end FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.answer_at_the_end TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.answer_at_the_end;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.answer_at_the_end FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.answer_at_the_end;
CREATE POLICY "survivor and advocate may add" ON amends.answer_at_the_end FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.answer_at_the_end;
CREATE POLICY "seen as another sees it" ON amends.answer_at_the_end AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.answer_at_the_end;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.answer_at_the_end FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.answer_at_the_end;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.answer_at_the_end FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.answer_at_the_end;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.answer_at_the_end FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'following');

-- breach: That a term was not kept, as the program recorded it.
ALTER TABLE amends.breach ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.breach FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.breach FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.breach TO amends_web;
DROP POLICY IF EXISTS "advocate, facilitator and director may read" ON amends.breach;
CREATE POLICY "advocate, facilitator and director may read" ON amends.breach FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{advocate,facilitator}'))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "advocate, facilitator, coach and director may add" ON amends.breach;
CREATE POLICY "advocate, facilitator, coach and director may add" ON amends.breach FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate,facilitator,coach}')))
        OR (SELECT access.is('director'))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.breach;
CREATE POLICY "seen as another sees it" ON amends.breach AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.breach;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.breach FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.breach;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.breach FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.breach;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.breach FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_has_been ON amends.breach;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.breach FOR EACH ROW EXECUTE FUNCTION access.has_been('happened_on', 'asked_her_on');

-- breach_wish: Which breaches she wants to hear of, and whether to be asked.
ALTER TABLE amends.breach_wish ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.breach_wish FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.breach_wish FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.breach_wish TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.breach_wish;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.breach_wish FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "survivor and advocate may add" ON amends.breach_wish;
CREATE POLICY "survivor and advocate may add" ON amends.breach_wish FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.breach_wish;
CREATE POLICY "seen as another sees it" ON amends.breach_wish AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.breach_wish;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.breach_wish FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.breach_wish;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.breach_wish FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- review: That the process was looked at, at 3, 6, 12, 18 and 24 months.
ALTER TABLE amends.review ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.review FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.review FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.review TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and facilitator may read" ON amends.review;
CREATE POLICY "survivor, advocate and facilitator may read" ON amends.review FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator}')));
DROP POLICY IF EXISTS "facilitator may add" ON amends.review;
CREATE POLICY "facilitator may add" ON amends.review FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.review;
CREATE POLICY "seen as another sees it" ON amends.review AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.review;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.review FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.review;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.review FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.review;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.review FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'preparing', 'planning', 'following');
DROP TRIGGER IF EXISTS d_has_been ON amends.review;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.review FOR EACH ROW EXECUTE FUNCTION access.has_been('held_on');

-- extension: That the program asks for more time.
ALTER TABLE amends.extension ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.extension FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.extension FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.extension TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator, coach, accountable, counsel an" ON amends.extension;
CREATE POLICY "survivor, advocate, facilitator, coach, accountable, counsel an" ON amends.extension FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator,coach,accountable,counsel,liaison}')));
DROP POLICY IF EXISTS "facilitator may add" ON amends.extension;
CREATE POLICY "facilitator may add" ON amends.extension FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{facilitator}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.extension;
CREATE POLICY "seen as another sees it" ON amends.extension AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,coach,accountable,counsel,liaison}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.extension;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.extension FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.extension;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.extension FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.extension;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.extension FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'preparing', 'planning', 'following');

-- extension_answer: One part's yes or no to more time.
ALTER TABLE amends.extension_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.extension_answer FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.extension_answer FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.extension_answer TO amends_web;
DROP POLICY IF EXISTS "survivor, facilitator, accountable, counsel and liaison may rea" ON amends.extension_answer;
CREATE POLICY "survivor, facilitator, accountable, counsel and liaison may rea" ON amends.extension_answer FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{facilitator}'))
        OR (added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,accountable,counsel,liaison}'))));
DROP POLICY IF EXISTS "survivor, accountable, counsel and liaison may add" ON amends.extension_answer;
CREATE POLICY "survivor, accountable, counsel and liaison may add" ON amends.extension_answer FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{survivor,accountable,counsel,liaison}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.extension_answer;
CREATE POLICY "seen as another sees it" ON amends.extension_answer AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{facilitator}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))) OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,accountable,counsel,liaison}') AND (case_id, added_by_id) IN (SELECT p.case_id, p.person_id FROM access.people_with(nullif(current_setting('access.seen_as', true), '')) AS p)));
DROP TRIGGER IF EXISTS a_stamp ON amends.extension_answer;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.extension_answer FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.extension_answer;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.extension_answer FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_extension_is_of_its_own_case ON amends.extension_answer;
CREATE TRIGGER c_extension_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.extension_answer FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('extension_id', 'extension');
DROP TRIGGER IF EXISTS d_fits_the_journey ON amends.extension_answer;
CREATE TRIGGER d_fits_the_journey AFTER INSERT ON amends.extension_answer FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('always', 'preparing', 'planning', 'following');

-- her_cost: What was spent on the survivor's side: for what, how much, on which day.
ALTER TABLE amends.her_cost ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.her_cost FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.her_cost FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.her_cost TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and director may read" ON amends.her_cost;
CREATE POLICY "survivor, advocate and director may read" ON amends.her_cost FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,director}')));
DROP POLICY IF EXISTS "advocate may add" ON amends.her_cost;
CREATE POLICY "advocate may add" ON amends.her_cost FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.her_cost;
CREATE POLICY "seen as another sees it" ON amends.her_cost AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.her_cost;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.her_cost FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.her_cost;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.her_cost FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_puts_right_is_of_its_own_case ON amends.her_cost;
CREATE TRIGGER c_puts_right_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.her_cost FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('puts_right_id', 'her_cost');
DROP TRIGGER IF EXISTS c_request_is_of_its_own_case ON amends.her_cost;
CREATE TRIGGER c_request_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.her_cost FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('request_id', 'emergency_request');
DROP TRIGGER IF EXISTS d_has_been ON amends.her_cost;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.her_cost FOR EACH ROW EXECUTE FUNCTION access.has_been('on_day');

-- his_cost: What was spent on the accountable party's side: for what, how much, on which day.
ALTER TABLE amends.his_cost ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.his_cost FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.his_cost FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.his_cost TO amends_web;
DROP POLICY IF EXISTS "coach and director may read" ON amends.his_cost;
CREATE POLICY "coach and director may read" ON amends.his_cost FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{coach,director}')));
DROP POLICY IF EXISTS "coach may add" ON amends.his_cost;
CREATE POLICY "coach may add" ON amends.his_cost FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{coach}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.his_cost;
CREATE POLICY "seen as another sees it" ON amends.his_cost AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{coach,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.his_cost;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.his_cost FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.his_cost;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.his_cost FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_puts_right_is_of_its_own_case ON amends.his_cost;
CREATE TRIGGER c_puts_right_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.his_cost FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('puts_right_id', 'his_cost');
DROP TRIGGER IF EXISTS d_has_been ON amends.his_cost;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.his_cost FOR EACH ROW EXECUTE FUNCTION access.has_been('on_day');

-- emergency_request: That a worker asks the emergency fund for the survivor: a word from a list, and how much.
ALTER TABLE amends.emergency_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.emergency_request FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.emergency_request FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.emergency_request TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and director may read" ON amends.emergency_request;
CREATE POLICY "survivor, advocate and director may read" ON amends.emergency_request FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}'))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "advocate may add" ON amends.emergency_request;
CREATE POLICY "advocate may add" ON amends.emergency_request FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate}')))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.emergency_request;
CREATE POLICY "seen as another sees it" ON amends.emergency_request AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.emergency_request;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.emergency_request FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.emergency_request;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.emergency_request FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();

-- emergency_answer: What the director answered to the emergency request, and why, from a list.
ALTER TABLE amends.emergency_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.emergency_answer FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.emergency_answer FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.emergency_answer TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and director may read" ON amends.emergency_answer;
CREATE POLICY "survivor, advocate and director may read" ON amends.emergency_answer FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate}'))
        OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "director may add" ON amends.emergency_answer;
CREATE POLICY "director may add" ON amends.emergency_answer FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((SELECT access.is('director'))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.emergency_answer;
CREATE POLICY "seen as another sees it" ON amends.emergency_answer AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.emergency_answer;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.emergency_answer FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.emergency_answer;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.emergency_answer FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_request_is_of_its_own_case ON amends.emergency_answer;
CREATE TRIGGER c_request_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.emergency_answer FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('request_id', 'emergency_request');

-- held_in: Money that came in for the survivor under the plan.
ALTER TABLE amends.held_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.held_in FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.held_in FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.held_in TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate, facilitator and director may read" ON amends.held_in;
CREATE POLICY "survivor, advocate, facilitator and director may read" ON amends.held_in FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,facilitator,director}')));
DROP POLICY IF EXISTS "advocate and director may add" ON amends.held_in;
CREATE POLICY "advocate and director may add" ON amends.held_in FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate}')))
        OR (SELECT access.is('director'))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.held_in;
CREATE POLICY "seen as another sees it" ON amends.held_in AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,facilitator,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.held_in;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.held_in FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.held_in;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.held_in FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_item_is_of_its_own_case ON amends.held_in;
CREATE TRIGGER c_item_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.held_in FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('item_id', 'plan_item');
DROP TRIGGER IF EXISTS c_puts_right_is_of_its_own_case ON amends.held_in;
CREATE TRIGGER c_puts_right_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.held_in FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('puts_right_id', 'held_in');
DROP TRIGGER IF EXISTS d_has_been ON amends.held_in;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.held_in FOR EACH ROW EXECUTE FUNCTION access.has_been('on_day');

-- held_out: Money that went out to the survivor of what is held.
ALTER TABLE amends.held_out ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.held_out FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.held_out FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.held_out TO amends_web;
DROP POLICY IF EXISTS "survivor, advocate and director may read" ON amends.held_out;
CREATE POLICY "survivor, advocate and director may read" ON amends.held_out FOR SELECT TO amends_web
    USING (case_id IN (SELECT access.cases_open_to('{survivor,advocate,director}')));
DROP POLICY IF EXISTS "advocate and director may add" ON amends.held_out;
CREATE POLICY "advocate and director may add" ON amends.held_out FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((added_by_id = (SELECT access.me()) AND case_id IN (SELECT access.cases_open_to('{advocate}')))
        OR (SELECT access.is('director'))));
DROP POLICY IF EXISTS "seen as another sees it" ON amends.held_out;
CREATE POLICY "seen as another sees it" ON amends.held_out AS RESTRICTIVE FOR SELECT TO amends_web
    USING (nullif(current_setting('access.seen_as', true), '') IS NULL OR (nullif(current_setting('access.seen_as', true), '') = ANY ('{survivor,advocate,director}') AND case_id IN (SELECT access.cases_with(nullif(current_setting('access.seen_as', true), '')))));
DROP TRIGGER IF EXISTS a_stamp ON amends.held_out;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.held_out FOR EACH ROW EXECUTE FUNCTION access.stamp();
DROP TRIGGER IF EXISTS b_stays_in_its_case ON amends.held_out;
CREATE TRIGGER b_stays_in_its_case BEFORE UPDATE ON amends.held_out FOR EACH ROW EXECUTE FUNCTION access.stays_in_its_case();
DROP TRIGGER IF EXISTS c_puts_right_is_of_its_own_case ON amends.held_out;
CREATE TRIGGER c_puts_right_is_of_its_own_case AFTER INSERT OR UPDATE ON amends.held_out FOR EACH ROW EXECUTE FUNCTION access.names_its_own_case('puts_right_id', 'held_out');
DROP TRIGGER IF EXISTS d_has_been ON amends.held_out;
CREATE TRIGGER d_has_been AFTER INSERT OR UPDATE ON amends.held_out FOR EACH ROW EXECUTE FUNCTION access.has_been('on_day');

-- site: The counties of the program are public.
REVOKE ALL ON amends.site FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.site TO amends_web, amends_door, amends_jobs, amends_gate;

-- organization: Offices and organizations are public.
REVOKE ALL ON amends.organization FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.organization TO amends_web, amends_door, amends_jobs, amends_gate;

-- memorandum: The agreement in force with an office must be readable by everybody it protects.
REVOKE ALL ON amends.memorandum FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.memorandum TO amends_web, amends_door, amends_jobs, amends_gate;

-- legal_move: The journey is public.
REVOKE ALL ON amends.legal_move FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.legal_move TO amends_web, amends_door, amends_jobs, amends_gate;

-- need: What each step needs is public.
REVOKE ALL ON amends.need FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.need TO amends_web, amends_door, amends_jobs, amends_gate;

-- policy_rule: The rules are public.
REVOKE ALL ON amends.policy_rule FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.policy_rule TO amends_web, amends_door, amends_jobs, amends_gate;

-- appointment: A person reads their own; a director reads and adds all.
ALTER TABLE amends.appointment ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.appointment FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.appointment FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.appointment TO amends_web;
DROP POLICY IF EXISTS "a person reads their own, a director all" ON amends.appointment;
CREATE POLICY "a person reads their own, a director all" ON amends.appointment FOR SELECT TO amends_web
    USING (person_id = (SELECT access.me()) OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "a director may add" ON amends.appointment;
CREATE POLICY "a director may add" ON amends.appointment FOR INSERT TO amends_web
    WITH CHECK ((SELECT access.is('director')));
DROP POLICY IF EXISTS "a director may change" ON amends.appointment;
CREATE POLICY "a director may change" ON amends.appointment FOR UPDATE TO amends_web
    USING ((SELECT access.is('director'))) WITH CHECK ((SELECT access.is('director')));

-- credential: A person reads their own; a director reads and adds all.
ALTER TABLE amends.credential ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.credential FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.credential FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.credential TO amends_web;
DROP POLICY IF EXISTS "a person reads their own, a director all" ON amends.credential;
CREATE POLICY "a person reads their own, a director all" ON amends.credential FOR SELECT TO amends_web
    USING (person_id = (SELECT access.me()) OR (SELECT access.is('director')));
DROP POLICY IF EXISTS "a director may add" ON amends.credential;
CREATE POLICY "a director may add" ON amends.credential FOR INSERT TO amends_web
    WITH CHECK ((SELECT access.is('director')));
DROP POLICY IF EXISTS "a director may change" ON amends.credential;
CREATE POLICY "a director may change" ON amends.credential FOR UPDATE TO amends_web
    USING ((SELECT access.is('director'))) WITH CHECK ((SELECT access.is('director')));

-- seat: A person reads their own; the gate gives and ends them.
ALTER TABLE amends.seat ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.seat FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.seat FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT ON amends.seat TO amends_web;
DROP POLICY IF EXISTS "a person reads their own" ON amends.seat;
CREATE POLICY "a person reads their own" ON amends.seat FOR SELECT TO amends_web
    USING (person_id = (SELECT access.me()));

-- fund: What a fund is called, and who gives it.
ALTER TABLE amends.fund ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.fund FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.fund FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.fund TO amends_web;
DROP POLICY IF EXISTS "director, advocate and coach may read" ON amends.fund;
CREATE POLICY "director, advocate and coach may read" ON amends.fund FOR SELECT TO amends_web
    USING ((SELECT access.is('director')) OR (SELECT access.is('advocate')) OR (SELECT access.is('coach')));
DROP POLICY IF EXISTS "director may add" ON amends.fund;
CREATE POLICY "director may add" ON amends.fund FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((SELECT access.is('director'))));
DROP TRIGGER IF EXISTS a_stamp ON amends.fund;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.fund FOR EACH ROW EXECUTE FUNCTION access.stamp();

-- fund_terms: What a funder allows, and until when.
ALTER TABLE amends.fund_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.fund_terms FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.fund_terms FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.fund_terms TO amends_web;
DROP POLICY IF EXISTS "director, advocate and coach may read" ON amends.fund_terms;
CREATE POLICY "director, advocate and coach may read" ON amends.fund_terms FOR SELECT TO amends_web
    USING ((SELECT access.is('director')) OR (SELECT access.is('advocate')) OR (SELECT access.is('coach')));
DROP POLICY IF EXISTS "director may add" ON amends.fund_terms;
CREATE POLICY "director may add" ON amends.fund_terms FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((SELECT access.is('director'))));
DROP TRIGGER IF EXISTS a_stamp ON amends.fund_terms;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.fund_terms FOR EACH ROW EXECUTE FUNCTION access.stamp();

-- budget_line: What is planned to be spent, by fund, year, purpose and side.
ALTER TABLE amends.budget_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.budget_line FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.budget_line FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.budget_line TO amends_web;
DROP POLICY IF EXISTS "director may read" ON amends.budget_line;
CREATE POLICY "director may read" ON amends.budget_line FOR SELECT TO amends_web
    USING ((SELECT access.is('director')));
DROP POLICY IF EXISTS "director may add" ON amends.budget_line;
CREATE POLICY "director may add" ON amends.budget_line FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((SELECT access.is('director'))));
DROP TRIGGER IF EXISTS a_stamp ON amends.budget_line;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.budget_line FOR EACH ROW EXECUTE FUNCTION access.stamp();

-- transfer: Money of a fund that was given, committed or spent, without a case.
ALTER TABLE amends.transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.transfer FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.transfer FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT ON amends.transfer TO amends_web;
DROP POLICY IF EXISTS "director may read" ON amends.transfer;
CREATE POLICY "director may read" ON amends.transfer FOR SELECT TO amends_web
    USING ((SELECT access.is('director')));
DROP POLICY IF EXISTS "director may add" ON amends.transfer;
CREATE POLICY "director may add" ON amends.transfer FOR INSERT TO amends_web
    WITH CHECK (added_by_id = (SELECT access.me()) AND ((SELECT access.is('director'))));
DROP TRIGGER IF EXISTS a_stamp ON amends.transfer;
CREATE TRIGGER a_stamp BEFORE INSERT ON amends.transfer FOR EACH ROW EXECUTE FUNCTION access.stamp();

GRANT SELECT, INSERT, UPDATE ON amends.case_file TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.case_file;
CREATE POLICY "the gate may read and write" ON amends.case_file FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.case_move TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.case_move;
CREATE POLICY "the gate may read and write" ON amends.case_move FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.outward_word TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.outward_word;
CREATE POLICY "the gate may read and write" ON amends.outward_word FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.word_to_his_side TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.word_to_his_side;
CREATE POLICY "the gate may read and write" ON amends.word_to_his_side FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- referral_request: the gate's own
ALTER TABLE amends.referral_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.referral_request FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.referral_request FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.referral_request TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.referral_request;
CREATE POLICY "the gate may read and write" ON amends.referral_request FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.ending_reason TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.ending_reason;
CREATE POLICY "the gate may read and write" ON amends.ending_reason FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- pending_move: the gate's own
ALTER TABLE amends.pending_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.pending_move FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.pending_move FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.pending_move TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.pending_move;
CREATE POLICY "the gate may read and write" ON amends.pending_move FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- stop_asked: the gate's own
ALTER TABLE amends.stop_asked ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.stop_asked FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.stop_asked FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.stop_asked TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.stop_asked;
CREATE POLICY "the gate may read and write" ON amends.stop_asked FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- news_for_his_side: the gate's own
ALTER TABLE amends.news_for_his_side ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.news_for_his_side FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.news_for_his_side FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.news_for_his_side TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.news_for_his_side;
CREATE POLICY "the gate may read and write" ON amends.news_for_his_side FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.seat TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.seat;
CREATE POLICY "the gate may read and write" ON amends.seat FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.worker TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.worker;
CREATE POLICY "the gate may read and write" ON amends.worker FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.seat_offer TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.seat_offer;
CREATE POLICY "the gate may read and write" ON amends.seat_offer FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- parties: the gate's own
ALTER TABLE amends.parties ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.parties FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.parties FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.parties TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.parties;
CREATE POLICY "the gate may read and write" ON amends.parties FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- matter: the gate's own
ALTER TABLE amends.matter ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.matter FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.matter FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.matter TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.matter;
CREATE POLICY "the gate may read and write" ON amends.matter FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- person: the gate's own
ALTER TABLE amends.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.person FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.person FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.person TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.person;
CREATE POLICY "the gate may read and write" ON amends.person FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- likeness: the gate's own
ALTER TABLE amends.likeness ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.likeness FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.likeness FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.likeness TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.likeness;
CREATE POLICY "the gate may read and write" ON amends.likeness FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.look TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.look;
CREATE POLICY "the gate may read and write" ON amends.look FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.look_by_his_side TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.look_by_his_side;
CREATE POLICY "the gate may read and write" ON amends.look_by_his_side FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.break_glass TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.break_glass;
CREATE POLICY "the gate may read and write" ON amends.break_glass FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- sitting: the gate's own
ALTER TABLE amends.sitting ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.sitting FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.sitting FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.sitting TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.sitting;
CREATE POLICY "the gate may read and write" ON amends.sitting FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

-- invitation: the gate's own
ALTER TABLE amends.invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.invitation FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.invitation FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.invitation TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.invitation;
CREATE POLICY "the gate may read and write" ON amends.invitation FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.charge TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.charge;
CREATE POLICY "the gate may read and write" ON amends.charge FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.referral TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.referral;
CREATE POLICY "the gate may read and write" ON amends.referral FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.her_name TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.her_name;
CREATE POLICY "the gate may read and write" ON amends.her_name FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.his_name TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.his_name;
CREATE POLICY "the gate may read and write" ON amends.his_name FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON amends.safe_way TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.safe_way;
CREATE POLICY "the gate may read and write" ON amends.safe_way FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT ON amends.appointment TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.appointment;
CREATE POLICY "the gate may read" ON amends.appointment FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.credential TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.credential;
CREATE POLICY "the gate may read" ON amends.credential FOR SELECT TO amends_gate
    USING (true);






GRANT SELECT ON amends.safety_check TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.safety_check;
CREATE POLICY "the gate may read" ON amends.safety_check FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.explanation TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.explanation;
CREATE POLICY "the gate may read" ON amends.explanation FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.choice TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.choice;
CREATE POLICY "the gate may read" ON amends.choice FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.confirmation TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.confirmation;
CREATE POLICY "the gate may read" ON amends.confirmation FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.consent TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.consent;
CREATE POLICY "the gate may read" ON amends.consent FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.her_preparation TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.her_preparation;
CREATE POLICY "the gate may read" ON amends.her_preparation FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.his_preparation TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.his_preparation;
CREATE POLICY "the gate may read" ON amends.his_preparation FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.her_wish TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.her_wish;
CREATE POLICY "the gate may read" ON amends.her_wish FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.his_wish TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.his_wish;
CREATE POLICY "the gate may read" ON amends.his_wish FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.contact_order TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.contact_order;
CREATE POLICY "the gate may read" ON amends.contact_order FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.plan_item TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.plan_item;
CREATE POLICY "the gate may read" ON amends.plan_item FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.item_dropped TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.item_dropped;
CREATE POLICY "the gate may read" ON amends.item_dropped FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.item_reading TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.item_reading;
CREATE POLICY "the gate may read" ON amends.item_reading FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.task TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.task;
CREATE POLICY "the gate may read" ON amends.task FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.task_answer TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.task_answer;
CREATE POLICY "the gate may read" ON amends.task_answer FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT, INSERT, UPDATE ON amends.task_ended TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.task_ended;
CREATE POLICY "the gate may read and write" ON amends.task_ended FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT ON amends.no_money_wanted TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.no_money_wanted;
CREATE POLICY "the gate may read" ON amends.no_money_wanted FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.coercion_finding TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.coercion_finding;
CREATE POLICY "the gate may read" ON amends.coercion_finding FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.breach TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.breach;
CREATE POLICY "the gate may read" ON amends.breach FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.breach_wish TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.breach_wish;
CREATE POLICY "the gate may read" ON amends.breach_wish FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.verification TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.verification;
CREATE POLICY "the gate may read" ON amends.verification FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.asked_at_the_end TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.asked_at_the_end;
CREATE POLICY "the gate may read" ON amends.asked_at_the_end FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.answer_at_the_end TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.answer_at_the_end;
CREATE POLICY "the gate may read" ON amends.answer_at_the_end FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.extension TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.extension;
CREATE POLICY "the gate may read" ON amends.extension FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.extension_answer TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.extension_answer;
CREATE POLICY "the gate may read" ON amends.extension_answer FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.hold_review TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.hold_review;
CREATE POLICY "the gate may read" ON amends.hold_review FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.meeting TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.meeting;
CREATE POLICY "the gate may read" ON amends.meeting FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.meeting_notice TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.meeting_notice;
CREATE POLICY "the gate may read" ON amends.meeting_notice FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.progress TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.progress;
CREATE POLICY "the gate may read" ON amends.progress FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.hears_of_progress TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.hears_of_progress;
CREATE POLICY "the gate may read" ON amends.hears_of_progress FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.fund_terms TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.fund_terms;
CREATE POLICY "the gate may read" ON amends.fund_terms FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.budget_line TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.budget_line;
CREATE POLICY "the gate may read" ON amends.budget_line FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT, INSERT, UPDATE ON amends.transfer TO amends_gate;
DROP POLICY IF EXISTS "the gate may read and write" ON amends.transfer;
CREATE POLICY "the gate may read and write" ON amends.transfer FOR ALL TO amends_gate
    USING (true) WITH CHECK (true);

GRANT SELECT ON amends.her_cost TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.her_cost;
CREATE POLICY "the gate may read" ON amends.her_cost FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.his_cost TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.his_cost;
CREATE POLICY "the gate may read" ON amends.his_cost FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.emergency_request TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.emergency_request;
CREATE POLICY "the gate may read" ON amends.emergency_request FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.emergency_answer TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.emergency_answer;
CREATE POLICY "the gate may read" ON amends.emergency_answer FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.held_in TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.held_in;
CREATE POLICY "the gate may read" ON amends.held_in FOR SELECT TO amends_gate
    USING (true);

GRANT SELECT ON amends.held_out TO amends_gate;
DROP POLICY IF EXISTS "the gate may read" ON amends.held_out;
CREATE POLICY "the gate may read" ON amends.held_out FOR SELECT TO amends_gate
    USING (true);

-- account: for signing in
ALTER TABLE amends.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.account FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.account FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE ON amends.account TO amends_door;
DROP POLICY IF EXISTS "the door may read" ON amends.account;
CREATE POLICY "the door may read" ON amends.account FOR SELECT TO amends_door
    USING (true);
DROP POLICY IF EXISTS "the door may add" ON amends.account;
CREATE POLICY "the door may add" ON amends.account FOR INSERT TO amends_door
    WITH CHECK (true);
DROP POLICY IF EXISTS "the door may change" ON amends.account;
CREATE POLICY "the door may change" ON amends.account FOR UPDATE TO amends_door
    USING (true) WITH CHECK (true);

-- one_time_code: for signing in
ALTER TABLE amends.one_time_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.one_time_code FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.one_time_code FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE, DELETE ON amends.one_time_code TO amends_door;
DROP POLICY IF EXISTS "the door may read" ON amends.one_time_code;
CREATE POLICY "the door may read" ON amends.one_time_code FOR SELECT TO amends_door
    USING (true);
DROP POLICY IF EXISTS "the door may add" ON amends.one_time_code;
CREATE POLICY "the door may add" ON amends.one_time_code FOR INSERT TO amends_door
    WITH CHECK (true);
DROP POLICY IF EXISTS "the door may change" ON amends.one_time_code;
CREATE POLICY "the door may change" ON amends.one_time_code FOR UPDATE TO amends_door
    USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS "the door may remove" ON amends.one_time_code;
CREATE POLICY "the door may remove" ON amends.one_time_code FOR DELETE TO amends_door
    USING (true);

-- recovery_code: for signing in
ALTER TABLE amends.recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.recovery_code FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.recovery_code FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, UPDATE, DELETE ON amends.recovery_code TO amends_door;
DROP POLICY IF EXISTS "the door may read" ON amends.recovery_code;
CREATE POLICY "the door may read" ON amends.recovery_code FOR SELECT TO amends_door
    USING (true);
DROP POLICY IF EXISTS "the door may add" ON amends.recovery_code;
CREATE POLICY "the door may add" ON amends.recovery_code FOR INSERT TO amends_door
    WITH CHECK (true);
DROP POLICY IF EXISTS "the door may change" ON amends.recovery_code;
CREATE POLICY "the door may change" ON amends.recovery_code FOR UPDATE TO amends_door
    USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS "the door may remove" ON amends.recovery_code;
CREATE POLICY "the door may remove" ON amends.recovery_code FOR DELETE TO amends_door
    USING (true);

-- invitation: for signing in
GRANT SELECT, UPDATE ON amends.invitation TO amends_door;
DROP POLICY IF EXISTS "the door may read" ON amends.invitation;
CREATE POLICY "the door may read" ON amends.invitation FOR SELECT TO amends_door
    USING (true);
DROP POLICY IF EXISTS "the door may change" ON amends.invitation;
CREATE POLICY "the door may change" ON amends.invitation FOR UPDATE TO amends_door
    USING (true) WITH CHECK (true);

-- wrong_try: for signing in
ALTER TABLE amends.wrong_try ENABLE ROW LEVEL SECURITY;
ALTER TABLE amends.wrong_try FORCE ROW LEVEL SECURITY;
REVOKE ALL ON amends.wrong_try FROM PUBLIC, amends_web, amends_door, amends_jobs, amends_gate;
GRANT SELECT, INSERT, DELETE ON amends.wrong_try TO amends_door;
DROP POLICY IF EXISTS "the door may read" ON amends.wrong_try;
CREATE POLICY "the door may read" ON amends.wrong_try FOR SELECT TO amends_door
    USING (true);
DROP POLICY IF EXISTS "the door may add" ON amends.wrong_try;
CREATE POLICY "the door may add" ON amends.wrong_try FOR INSERT TO amends_door
    WITH CHECK (true);
DROP POLICY IF EXISTS "the door may remove" ON amends.wrong_try;
CREATE POLICY "the door may remove" ON amends.wrong_try FOR DELETE TO amends_door
    USING (true);

-- sitting: for signing in
GRANT SELECT, INSERT, UPDATE ON amends.sitting TO amends_door;
DROP POLICY IF EXISTS "the door may read" ON amends.sitting;
CREATE POLICY "the door may read" ON amends.sitting FOR SELECT TO amends_door
    USING (true);
DROP POLICY IF EXISTS "the door may add" ON amends.sitting;
CREATE POLICY "the door may add" ON amends.sitting FOR INSERT TO amends_door
    WITH CHECK (true);
DROP POLICY IF EXISTS "the door may change" ON amends.sitting;
CREATE POLICY "the door may change" ON amends.sitting FOR UPDATE TO amends_door
    USING (true) WITH CHECK (true);
