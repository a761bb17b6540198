-- What the gate answers about the person who is asking. The gate's functions are the only ones that look past
-- row-level security. They belong to a role that cannot log in, take ids and words only, and say as little as they can.

-- The one clock of the program. It reads no setting, so nobody who can run SQL can move it.
CREATE FUNCTION access.now() RETURNS timestamptz
    LANGUAGE sql STABLE
    RETURN pg_catalog.now();

-- The day it is where the program works.
CREATE FUNCTION access.today() RETURNS date
    LANGUAGE sql STABLE
    RETURN (access.now() AT TIME ZONE 'America/Los_Angeles')::date;

-- The value of a dated rule on a day. A rule that has no value yet stops whoever asks.
CREATE FUNCTION access.rule(rule_key text, on_day date) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE found jsonb;
BEGIN
    SELECT r.value INTO found FROM amends.policy_rule r
        WHERE r.key = rule_key AND r.applies_from <= on_day ORDER BY r.applies_from DESC LIMIT 1;
    IF found IS NULL THEN
        RAISE EXCEPTION 'The rule [%] has no value on [%]. Nothing was done.', rule_key, on_day;
    END IF;
    RETURN found;
END $$;

CREATE FUNCTION access.rule_number(rule_key text, on_day date) RETURNS integer
    LANGUAGE sql STABLE
    RETURN (access.rule(rule_key, on_day) #>> '{}')::integer;

-- Who is signed in: the person of the sitting whose key was set for this transaction, or nobody.
CREATE FUNCTION access.me() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (
        SELECT person_id FROM amends.sitting
        WHERE key_hash = sha256(convert_to(nullif(current_setting('access.key', true), ''), 'UTF8'))
          AND ended_at IS NULL AND ends_at > access.now() AND seen_at > access.now() - idle
    );

-- Whether the person who is signed in works for the program in this role today.
CREATE FUNCTION access.is(role_word text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN EXISTS (
        SELECT FROM amends.appointment a
        WHERE a.person_id = access.me() AND a.role = role_word
          AND a.from_at <= access.now() AND (a.until_at IS NULL OR a.until_at > access.now())
    );

-- In which roles the person who is signed in works for the program today.
CREATE FUNCTION access.my_appointments() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT DISTINCT a.role FROM amends.appointment a
    WHERE a.person_id = access.me() AND a.from_at <= access.now() AND (a.until_at IS NULL OR a.until_at > access.now())
$$;

-- Whether somebody may play a part today: a party always; whoever works in the program while the appointment lasts, and in
-- a part that needs a credential while that is in force. A seat alone opens nothing.
CREATE FUNCTION access.may_play(who uuid, part text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN part IN ('survivor', 'accountable') OR (
        EXISTS (
            SELECT FROM amends.appointment a
            WHERE a.person_id = who AND a.role = part
              AND a.from_at <= access.now() AND (a.until_at IS NULL OR a.until_at > access.now())
        ) AND (part NOT IN ('advocate', 'facilitator', 'coach') OR EXISTS (
            SELECT FROM amends.credential c
            WHERE c.person_id = who AND c.role = part
              AND c.from_on <= access.today() AND (c.until_on IS NULL OR c.until_on > access.today())
        )));

-- Those of some parts that the person who is signed in may play today.
CREATE FUNCTION access.mine_of(parts text[]) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN ARRAY(SELECT p.part FROM unnest(parts) AS p (part) WHERE access.may_play(access.me(), p.part));

-- In which parts the person who is signed in sits anywhere, for finding the right door.
CREATE FUNCTION access.my_parts() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT r.role FROM unnest(ARRAY['survivor', 'advocate', 'facilitator', 'coach', 'accountable', 'counsel', 'liaison'])
        AS r (role)
    WHERE EXISTS (
        SELECT FROM amends.seat s WHERE s.person_id = access.me() AND s.role = r.role
          AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
    ) AND access.may_play(access.me(), r.role)
$$;

-- In which parts the person who is signed in sits in one case.
CREATE FUNCTION access.my_seats(of_case uuid) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT s.role FROM amends.seat s
    WHERE s.case_id = of_case AND s.person_id = access.me()
      AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
      AND access.may_play(s.person_id, s.role)
$$;

-- Whether the person who is signed in has broken the glass of a case, and it still stands open.
CREATE FUNCTION access.glass_is_broken(of_case uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.is('director') AND EXISTS (
        SELECT FROM amends.break_glass b
        WHERE b.case_id = of_case AND b.person_id = access.me()
          AND b.from_at <= access.now() AND b.until_at > access.now()
    );

-- Which cases the person who is signed in has opened and may read in one of these roles. It starts from the looks
-- of the last minutes, which are few, whatever number of seats somebody has. A look of the same transaction does not
-- count: what is not committed can be taken back.
CREATE FUNCTION access.cases_open_to(roles text[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog AS $$
    SELECT opened.case_id FROM (
        SELECT DISTINCT l.case_id FROM amends.look l
        WHERE l.person_id = access.me() AND l.open_until > access.now()
          AND l.written_in IS DISTINCT FROM pg_current_xact_id_if_assigned()
        OFFSET 0
    ) AS opened
    WHERE EXISTS (
        SELECT FROM amends.seat s
        WHERE s.case_id = opened.case_id AND s.person_id = access.me() AND s.role = ANY ((SELECT access.mine_of(roles))::text[])
          AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
    ) OR ('director' = ANY (roles) AND access.glass_is_broken(opened.case_id))
$$;

-- In which of the cases that are open to the survivor who is signed in somebody sits in this part. It serves "see what
-- they see of me", can only narrow what is read, and tells nobody else when a part of a case changes hands.
CREATE FUNCTION access.cases_with(part text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog AS $$
    SELECT DISTINCT s.case_id FROM access.cases_open_to('{survivor}') AS opened (case_id)
        JOIN amends.seat s ON s.case_id = opened.case_id
    WHERE s.role = part AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
$$;

-- Who sits in this part of those cases: for rows that a part may read only where it wrote them.
CREATE FUNCTION access.people_with(part text) RETURNS TABLE (case_id uuid, person_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog AS $$
    SELECT s.case_id, s.person_id FROM access.cases_open_to('{survivor}') AS opened (case_id)
        JOIN amends.seat s ON s.case_id = opened.case_id
    WHERE s.role = part AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
$$;

-- Whose memorandum protects what is said in a case: the prosecutor's office of its matter, for whoever has a part in it.
CREATE FUNCTION access.office_of(of_case uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (
        SELECT m.office_id FROM amends.case_file f JOIN amends.matter m ON m.id = f.matter_id
        WHERE f.id = of_case AND (EXISTS (SELECT FROM access.my_seats(of_case)) OR access.is('director'))
    );

-- Yes, no, or not known, in the words that every finding uses.
CREATE FUNCTION access.answer(is_so boolean) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN is_so THEN 'met' WHEN NOT is_so THEN 'not met' ELSE 'not known' END;

CREATE FUNCTION access.side_of(role_word text) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE role_word
        WHEN 'survivor' THEN 'hers' WHEN 'advocate' THEN 'hers'
        WHEN 'accountable' THEN 'his' WHEN 'counsel' THEN 'his' WHEN 'coach' THEN 'his'
        WHEN 'facilitator' THEN 'between' WHEN 'liaison' THEN 'office'
    END;

-- In which role the person who is signed in could do an act in a case, and whose act it then is: their own, or that of
-- the person they take it for. Both are NULL when the person may not.
CREATE FUNCTION access.acting_role(of_case uuid, act_word text, given_how text, OUT role text, OUT for_role text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    whose text[];
    takers text[];
BEGIN
    SELECT m.by, m.taken_by INTO whose, takers FROM amends.legal_move m WHERE m.event = act_word LIMIT 1;
    IF whose IS NULL THEN
        whose := CASE act_word WHEN 'show him an item' THEN ARRAY['survivor', 'advocate']
                               WHEN 'schedule a meeting' THEN ARRAY['facilitator']
                               WHEN 'hold a meeting' THEN ARRAY['facilitator'] END;
    END IF;
    SELECT s.role INTO role FROM access.my_seats(of_case) AS s (role) WHERE s.role = ANY (whose) LIMIT 1;
    IF role IS NULL AND 'director' = ANY (whose) AND access.is('director') THEN
        role := 'director';
    END IF;
    IF role IS NOT NULL THEN
        for_role := role;
        RETURN;
    END IF;
    IF given_how = 'page' THEN
        RETURN;
    END IF;
    SELECT s.role INTO role FROM access.my_seats(of_case) AS s (role) WHERE s.role = ANY (takers) LIMIT 1;
    -- A stop or a pause may be taken by anybody who works for the program, with or without a seat (P4).
    IF role IS NULL AND act_word IN ('stop', 'pause') THEN
        SELECT a.role INTO role FROM access.my_appointments() AS a (role)
            WHERE a.role IN ('advocate', 'facilitator', 'coach', 'director') LIMIT 1;
    END IF;
    IF role IS NOT NULL THEN
        for_role := whose[1];
    END IF;
END $$;
