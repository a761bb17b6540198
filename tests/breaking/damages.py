"""Ways to damage what guards the database, each with the tests that must notice it."""

from __future__ import annotations

from dataclasses import dataclass

OWNER, GATE, ADMINISTRATOR = "the owner", "the gate", "the administrator"


@dataclass(frozen=True)
class Damage:
    """One damage: what is done, by whom, and which tests must fail for it, as pytest names them.

    `does` is SQL. `rewrites` instead names one of the gate's functions, a piece of its definition as the catalog
    shows it, and what stands there afterwards. `undoes` puts back what a whole server would keep.
    """

    what: str
    noticed_by: tuple[str, ...]
    does: str = ""
    rewrites: tuple[str, str, str] | None = None
    by: str = OWNER
    undoes: str = ""


MATRIX = "tests/access/test_matrix.py::"
READS = MATRIX + "test_a_role_reads_exactly_what_the_matrix_says"
ADDS = MATRIX + "test_a_role_adds_exactly_what_the_matrix_says"
CATALOG = "tests/access/test_catalog.py::"
ASKING = "tests/access/test_asking.py::"
LOOKING = "tests/access/test_looking.py::"
WRITING = "tests/access/test_writing.py::"
ROAD = "tests/journey/test_road.py::"

DAMAGES = (
    Damage(
        "a table no longer binds its owner",
        (CATALOG + "test_every_table_about_people_is_under_forced_row_level_security",),
        "ALTER TABLE plan_item NO FORCE ROW LEVEL SECURITY",
    ),
    Damage(
        "a table has no row-level security",
        (READS + "[safety_plan-accountable]",),
        "ALTER TABLE safety_plan DISABLE ROW LEVEL SECURITY",
    ),
    Damage(
        "a policy is gone",
        (READS + "[safety_plan-survivor]",),
        'DROP POLICY "survivor and advocate may read" ON safety_plan',
    ),
    Damage(
        "one more policy opens a table to everybody",
        (READS + "[safe_way-accountable]",),
        "CREATE POLICY everybody ON safe_way FOR SELECT TO amends_web USING (true)",
    ),
    Damage(
        "an author may be made up",
        (ADDS + "[item_dropped-survivor]", WRITING + "test_author_and_moment_are_the_databases_to_say"),
        "DROP TRIGGER a_stamp ON item_dropped;"
        ' ALTER POLICY "survivor and advocate may add" ON item_dropped WITH CHECK (true)',
    ),
    Damage(
        "the site may change seats",
        (ASKING + "test_the_site_writes_nothing_that_opens_or_moves_a_case[seat]",),
        "GRANT UPDATE ON seat TO amends_web",
    ),
    Damage(
        "the jobs may read where she can be reached",
        (CATALOG + "test_the_other_roles_touch_no_case",),
        "GRANT SELECT (address) ON safe_way TO amends_jobs",
    ),
    Damage(
        "the site belongs to the owner",
        (ASKING + "test_the_sites_role_cannot_lift_its_guard[SET ROLE amends_owner]",),
        "GRANT amends_owner TO amends_web",
        by=ADMINISTRATOR,
        undoes="REVOKE amends_owner FROM amends_web",
    ),
    Damage(
        "everybody may call a function of the gate",
        (CATALOG + "test_the_gates_functions_are_those_of_its_files_and_can_be_called_by_those_named_there",),
        "GRANT EXECUTE ON FUNCTION access.chain() TO PUBLIC",
        by=GATE,
    ),
    Damage(
        "a function of the gate finds its words where the caller says",
        (CATALOG + "test_the_gates_functions_are_those_of_its_files_and_can_be_called_by_those_named_there",),
        "ALTER FUNCTION access.record_look(uuid, text) RESET search_path",
        by=GATE,
    ),
    Damage(
        "a sitting that has ended still opens",
        (ASKING + "test_a_sitting_opens_nothing_after_its_end[that has ended]",),
        rewrites=("me()", "(sitting.ended_at IS NULL)", "true"),
        by=GATE,
    ),
    Damage(
        "a case opens without a look",
        (LOOKING + "test_nothing_is_shown_before_the_record_is_committed_and_everything_after",),
        "CREATE OR REPLACE FUNCTION access.cases_open_to(roles text[]) RETURNS SETOF uuid LANGUAGE sql STABLE"
        " SECURITY DEFINER ROWS 20 SET search_path = pg_catalog AS $$ SELECT s.case_id FROM amends.seat s"
        " WHERE s.person_id = access.me() AND s.role = ANY (roles) $$",
        by=GATE,
    ),
    Damage(
        "a look counts before it is committed",
        (LOOKING + "test_a_savepoint_is_no_commit",),
        rewrites=(
            "cases_open_to(text[])",
            "AND l.written_in IS DISTINCT FROM pg_current_xact_id_if_assigned()",
            "",
        ),
        by=GATE,
    ),
    Damage(
        "a look serves for ever",
        (LOOKING + "test_one_record_serves_for_fifteen_minutes_and_then_ends",),
        rewrites=("cases_open_to(text[])", "AND l.open_until > access.now()", ""),
        by=GATE,
    ),
    Damage(
        "looks can be taken away",
        (WRITING + "test_what_was_added_stays_for_the_owner_too[DELETE FROM {0}-look]",),
        "DROP TRIGGER z_only_added ON look",
    ),
    Damage(
        "the hash of a look leaves out what it was for",
        ("tests/trace/test_chain.py::test_an_altered_row_is_found_and_named[purpose]",),
        rewrites=("look_in_words(amends.look)", "(one).purpose, ", ""),
        by=GATE,
    ),
    Damage(
        "a history may take any step",
        (WRITING + "TestHistory::test_it_is_refused[a step that the journey does not have]",),
        "ALTER TABLE case_move DROP CONSTRAINT case_move_is_legal",
    ),
    Damage(
        "a history may skip a step",
        (WRITING + "TestHistory::test_it_is_refused[a step from where the case is not]",),
        "ALTER TABLE case_move DROP CONSTRAINT case_move_follows_the_one_before",
    ),
    Damage(
        "a history may begin in mid-journey",
        (WRITING + "TestHistory::test_it_is_refused[a first row in mid-journey]",),
        "ALTER TABLE case_move DROP CONSTRAINT case_move_starts_at_the_start",
    ),
    Damage(
        "coercion ends a case with a word of its own",
        (CATALOG + "test_every_early_end_sends_the_same_word_whatever_it_is_inside",),
        "UPDATE legal_move SET word = 'not accepted' WHERE event = 'end for coercion' AND \"end\" = 'returned'",
    ),
    Damage(
        "somebody may sit on two sides of a case",
        (WRITING + "TestSides::test_of_a_case[rose's survivor-accountable-his]",),
        "ALTER TABLE seat DROP CONSTRAINT nobody_sits_on_two_sides_of_a_case",
    ),
    Damage(
        "an item can be written while she has paused",
        (WRITING + "test_a_record_fits_where_the_case_is_or_is_refused",),
        "DROP TRIGGER d_fits_the_journey ON plan_item",
    ),
    Damage(
        "a refusal tells where a case stands",
        (ADDS + "[explanation-accountable]",),
        "DROP TRIGGER d_fits_the_journey ON explanation; CREATE TRIGGER d_fits_the_journey BEFORE INSERT ON explanation"
        " FOR EACH ROW EXECUTE FUNCTION access.fits_the_journey('calm', 'screening', 'choosing')",
    ),
    Damage(
        "a meeting need not be safe",
        (ROAD + "test_no_meeting_unless_it_is_safe",),
        "DROP TRIGGER f_meeting_is_safe ON meeting",
    ),
    Damage(
        "a record may be carried to another case",
        (WRITING + "test_a_case_of_mine_is_no_way_into_another_case_of_mine",),
        "DROP TRIGGER b_stays_in_its_case ON service",
    ),
    Damage(
        "a record may name one of another case",
        (WRITING + "test_a_record_names_only_records_of_its_own_case[item_reading-item_id-plan_item]",),
        "DROP TRIGGER c_item_is_of_its_own_case ON item_reading",
    ),
    Damage(
        "a row goes with another",
        (CATALOG + "test_no_row_goes_with_another",),
        "ALTER TABLE check_reason ADD CONSTRAINT goes_along FOREIGN KEY (check_made_id)"
        " REFERENCES safety_check ON DELETE CASCADE",
    ),
    Damage(
        "the clock reads a setting",
        (CATALOG + "test_there_is_one_clock_and_it_reads_no_setting",),
        "CREATE OR REPLACE FUNCTION access.now() RETURNS timestamptz LANGUAGE sql STABLE RETURN"
        " pg_catalog.now() + coalesce(nullif(current_setting('access.ahead', true), '')::interval, '0')",
        by=GATE,
    ),
    Damage(
        "seeing as another lends the other's eyes",
        (
            "tests/access/test_seen_as.py::test_she_sees_exactly_what_both_she_and_the_other_part_may_read[accountable]",
        ),
        'DROP POLICY "seen as another sees it" ON safety_plan',
    ),
    Damage(
        "his side is told which of her facts is missing",
        (
            "tests/access/test_telling.py::test_his_side_is_told_that_something_is_missing_and_not_that_it_is_hers",
        ),
        "UPDATE need SET rests_on = 'his'; ALTER TABLE need ALTER rests_on SET DEFAULT 'his';"
        " CREATE FUNCTION amends.his() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.rests_on := 'his'; RETURN NEW; END $$;"
        " CREATE TRIGGER his BEFORE INSERT ON need FOR EACH ROW EXECUTE FUNCTION amends.his()",
    ),
)
