-- Who may come in at all: invitations. The code itself is told by voice or on paper; here is only its hash.

-- Writes an invitation of somebody by the person who is signed in. An older one that was not used stops working.
CREATE FUNCTION access.write_invitation(who uuid, kind_word text, as_role text, with_hash bytea) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF octet_length(with_hash) IS DISTINCT FROM 32 THEN
        RAISE EXCEPTION 'An invitation needs the hash of its code, 32 bytes. Nothing was written.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invitation_has_a_hash';
    END IF;
    UPDATE amends.invitation i SET ended_at = access.now()
        WHERE i.person_id = who AND i.used_at IS NULL AND i.ended_at IS NULL;
    INSERT INTO amends.invitation (id, person_id, kind, code_hash, made_as, made_by_id, made_at, ends_at)
        VALUES (gen_random_uuid(), who, kind_word, with_hash, as_role, access.me(), access.now(), access.now()
            + make_interval(days => access.rule_number('working.invitation_days', access.today())));
    RETURN 'invited';
END $$;

-- An advocate invites the survivor of a case; a coach or the facilitator invites the accountable party, who holds a seat
-- from inviting on and not before (P2). Answers 'invited', or 'no such case' whatever the cause.
CREATE FUNCTION access.invite(of_case uuid, part text, code_hash bytea) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    as_role text;
    who uuid;
BEGIN
    SELECT s.role INTO as_role FROM access.my_seats(of_case) AS s (role)
        WHERE (part = 'survivor' AND s.role = 'advocate')
           OR (part = 'accountable' AND s.role IN ('coach', 'facilitator'))
        ORDER BY s.role LIMIT 1;
    SELECT s.person_id INTO who FROM amends.seat s
        WHERE s.case_id = of_case AND s.role = part
          AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
        LIMIT 1;
    IF as_role IS NULL OR who IS NULL THEN
        RETURN 'no such case';
    END IF;
    RETURN access.write_invitation(who, 'participant', as_role, code_hash);
END $$;

-- A director invites somebody who works in the program, and never themself: a sitting that somebody left open must not
-- become an account of whoever finds it. Answers 'invited', or 'no such person' whatever the cause.
CREATE FUNCTION access.invite_worker(who uuid, code_hash bytea) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT access.is('director') OR who = access.me() OR NOT EXISTS (
            SELECT FROM amends.appointment a WHERE a.person_id = who
              AND a.from_at <= access.now() AND (a.until_at IS NULL OR a.until_at > access.now())) THEN
        RETURN 'no such person';
    END IF;
    RETURN access.write_invitation(who, 'staff', 'director', code_hash);
END $$;

-- The invitations made for the person who is signed in, newest first, so that nobody makes a way in unseen. Days carry no
-- hour. The accountable party learns the part of whoever made one, and no name (P12).
CREATE FUNCTION access.my_invitations() RETURNS TABLE (made_on date, made_as text, made_by text, used_on date, ends_on date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT (i.made_at AT TIME ZONE 'America/Los_Angeles')::date, i.made_as,
           coalesce((SELECT a.called FROM amends.appointment a
                     WHERE i.made_as IN ('advocate', 'director') AND a.person_id = i.made_by_id AND a.role = i.made_as
                     ORDER BY a.from_at DESC LIMIT 1), ''),
           (i.used_at AT TIME ZONE 'America/Los_Angeles')::date,
           (i.ends_at AT TIME ZONE 'America/Los_Angeles')::date
    FROM amends.invitation i WHERE i.person_id = access.me() ORDER BY i.made_at DESC
$$;
