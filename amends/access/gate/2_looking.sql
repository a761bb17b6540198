-- Every look is recorded before it happens (P14).

-- All that a look says, in one fixed spelling: what its hash covers.
CREATE FUNCTION access.look_in_words(one amends.look) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN concat_ws('|', one.id, one.case_id, one.number, one.person_id, one.role, one.purpose,
        extract(epoch FROM one.looked_at), extract(epoch FROM one.open_until), one.written_in);

-- Records that the person who is signed in opens a case, and answers 'recorded', 'open' when a record of the last
-- minutes still serves, 'no' when there is nothing to open, or 'too many'. 'no' says nothing about why.
CREATE FUNCTION access.record_look(of_case uuid, what_for text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    asker uuid := access.me();
    part text;
    last amends.look;
    new_look amends.look;
BEGIN
    SELECT s.role INTO part FROM amends.seat s
        WHERE s.case_id = of_case AND s.person_id = asker
          AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
          AND access.may_play(asker, s.role)
        ORDER BY s.from_at LIMIT 1;
    IF part IS NULL AND access.glass_is_broken(of_case) THEN
        part := 'director';
        what_for := 'break-glass';
    END IF;
    IF part IS NULL THEN
        RETURN 'no';
    END IF;
    IF EXISTS (SELECT FROM amends.look l
               WHERE l.person_id = asker AND l.case_id = of_case AND l.role = part AND l.open_until > access.now()) THEN
        RETURN 'open';
    END IF;
    IF (SELECT count(DISTINCT l.case_id) FROM amends.look l
        WHERE l.person_id = asker AND l.open_until > access.now() - interval '1 hour'
          AND l.looked_at > access.now() - interval '1 hour' AND l.case_id <> of_case)
        >= access.rule_number('looking.most_cases_an_hour', access.today()) THEN
        RETURN 'too many';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(of_case::text, 1));
    SELECT * INTO last FROM amends.look l WHERE l.case_id = of_case ORDER BY l.number DESC LIMIT 1;
    new_look.id := gen_random_uuid();
    new_look.case_id := of_case;
    new_look.number := coalesce(last.number, 0) + 1;
    new_look.person_id := asker;
    new_look.role := part;
    new_look.purpose := CASE part WHEN 'director' THEN 'break-glass' ELSE what_for END;
    new_look.looked_at := access.now();
    new_look.open_until := access.now()
        + make_interval(mins => access.rule_number('looking.window_minutes', access.today()));
    new_look.written_in := pg_current_xact_id();
    new_look.previous_hash := coalesce(last.hash, ''::bytea);
    new_look.hash := sha256(new_look.previous_hash || convert_to(access.look_in_words(new_look), 'UTF8'));
    INSERT INTO amends.look VALUES (new_look.*);
    IF access.side_of(part) = 'his' AND part <> 'accountable' THEN
        INSERT INTO amends.look_by_his_side (id, case_id, role, looked_on)
            VALUES (gen_random_uuid(), of_case, part, access.today()) ON CONFLICT DO NOTHING;
    END IF;
    RETURN 'recorded';
END $$;

-- Keeps the sitting alive, at most once a minute. Answers whether there is one.
CREATE FUNCTION access.touch_sitting() RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF access.me() IS NULL THEN
        RETURN false;
    END IF;
    UPDATE amends.sitting SET seen_at = access.now()
        WHERE key_hash = sha256(convert_to(current_setting('access.key', true), 'UTF8'))
          AND seen_at < access.now() - interval '1 minute';
    RETURN true;
END $$;

-- A director opens the contents of one case for a few hours. The reason is written down and she can read it.
CREATE FUNCTION access.break_the_glass(of_case uuid, why text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT access.is('director') OR NOT EXISTS (SELECT FROM amends.case_file f WHERE f.id = of_case) THEN
        RETURN false;
    END IF;
    INSERT INTO amends.break_glass (id, case_id, person_id, reason, from_at, until_at)
        VALUES (gen_random_uuid(), of_case, access.me(), why, access.now(), access.now()
            + make_interval(hours => access.rule_number('looking.break_glass_hours', access.today())));
    RETURN true;
END $$;

-- The chain of looks as `amends trace` reads it: ids, numbers and hashes, no names. `intact` is whether the row's own
-- hash is right for what the row says and for the hash before it.
CREATE FUNCTION access.chain() RETURNS TABLE (case_id uuid, number integer, previous_hash bytea, hash bytea, intact boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT l.case_id, l.number, l.previous_hash, l.hash,
           l.hash = sha256(l.previous_hash || convert_to(access.look_in_words(l), 'UTF8'))
    FROM amends.look l ORDER BY l.case_id, l.number
$$;
