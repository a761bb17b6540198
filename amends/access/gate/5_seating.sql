-- Referring a case, and who sits in it.

-- A number that counts nothing and that nobody can guess: eight letters and digits that cannot be mistaken.
CREATE FUNCTION access.random_number() RETURNS text
    LANGUAGE sql VOLATILE
    RETURN (
        SELECT string_agg(substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', 1 + get_byte(bytes.random, i) % 32, 1), '' ORDER BY i)
        FROM (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS random) AS bytes,
             unnest(ARRAY[0, 1, 2, 3, 4, 5, 10, 11]) AS i
    );

-- Opens a case that the prosecutor's office refers. `told` holds: court_number, counts, charged_on, her_called,
-- her_language, her_likeness, told_on, may_be_contacted, contact_how, contact_address, contact_whom, contact_hours,
-- says_adult, his_called, his_likeness, counsel (a person, or absent), form_number (an id made with the empty form, or
-- absent: a form that is sent twice opens one case). Likenesses are hex of a keyed hash.
-- Answers {outcome: taken, case} or {outcome: not now, findings}; on a refusal nothing is written.
CREATE FUNCTION access.refer(told jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    asker uuid := access.me();
    office uuid;
    failed jsonb;
    the_matter uuid;
    survivor uuid;
    accountable uuid;
    new_case uuid := coalesce((told ->> 'form_number')::uuid, gen_random_uuid());
    -- What his side can read of the referral carries no moment of it, which would tell how long she took to choose: it
    -- carries the day since which the rules have been those of the case.
    rules_since timestamptz := (SELECT max(r.applies_from) FROM amends.policy_rule r WHERE r.applies_from <= access.today())
        ::timestamp AT TIME ZONE 'America/Los_Angeles';
    step amends.legal_move;
BEGIN
    SELECT a.organization_id INTO office FROM amends.appointment a
        WHERE a.person_id = asker AND a.role = 'liaison' AND a.from_at <= access.now()
          AND (a.until_at IS NULL OR a.until_at > access.now()) LIMIT 1;
    IF office IS NULL OR told ->> 'counsel' IS NOT NULL AND NOT EXISTS (
            SELECT FROM amends.appointment a
            WHERE a.person_id = (told ->> 'counsel')::uuid AND a.role = 'counsel' AND a.from_at <= access.now()
              AND (a.until_at IS NULL OR a.until_at > access.now())) THEN
        RETURN jsonb_build_object('outcome', 'no such case');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(new_case::text, 2));
    IF (access.file_of(new_case)).id IS NOT NULL THEN
        RETURN CASE WHEN 'liaison' IN (SELECT access.my_seats(new_case))
            THEN jsonb_build_object('outcome', 'taken', 'case', new_case)
            ELSE jsonb_build_object('outcome', 'no such case') END;
    END IF;
    SELECT jsonb_agg(jsonb_build_object('condition', f.condition, 'answer', f.answer)) INTO failed FROM (VALUES
        ('charged', access.answer((told ->> 'court_number') ~ '\S' AND (told ->> 'counts') ~ '\S'
            AND (told ->> 'charged_on')::date <= access.today())),
        ('told_about_program', access.answer((told ->> 'told_on')::date <= access.today())),
        ('contact_agreed', access.answer((told ->> 'may_be_contacted')::boolean
            AND coalesce(told ->> 'contact_how', '') IN ('phone', 'text', 'e-mail', 'letter', 'through a person')
            AND coalesce(told ->> 'contact_address', '') ~ '\S' AND coalesce(told ->> 'contact_whom', '') ~ '\S')),
        ('adult', access.answer((told ->> 'says_adult')::boolean)),
        ('two_different_people', access.answer(
            decode(told ->> 'her_likeness', 'hex') <> decode(told ->> 'his_likeness', 'hex')
            AND asker IS DISTINCT FROM (told ->> 'counsel')::uuid AND NOT EXISTS (
                SELECT FROM amends.seat s JOIN amends.matter m ON m.id = s.matter_id
                WHERE m.office_id = office AND m.court_number = trim(told ->> 'court_number')
                  AND (s.person_id = (told ->> 'counsel')::uuid AND s.side <> 'his' OR s.person_id = asker AND s.side <> 'office'))))
    ) AS f (condition, answer) WHERE f.answer <> 'met';
    IF failed IS NOT NULL THEN
        RETURN jsonb_build_object('outcome', 'not now', 'findings', failed);
    END IF;

    INSERT INTO amends.matter (id, office_id, court_number) VALUES (gen_random_uuid(), office, trim(told ->> 'court_number'))
        ON CONFLICT (office_id, court_number) DO NOTHING;
    SELECT m.id INTO the_matter FROM amends.matter m WHERE m.office_id = office AND m.court_number = trim(told ->> 'court_number');
    -- Within one matter the same likeness is the same human being; across matters it proves nothing.
    SELECT p.survivor_id INTO survivor FROM amends.parties p JOIN amends.case_file f ON f.id = p.case_id
        JOIN amends.likeness l ON l.person_id = p.survivor_id
        WHERE f.matter_id = the_matter AND l.hash = decode(told ->> 'her_likeness', 'hex') LIMIT 1;
    SELECT p.accountable_id INTO accountable FROM amends.parties p JOIN amends.case_file f ON f.id = p.case_id
        JOIN amends.likeness l ON l.person_id = p.accountable_id
        WHERE f.matter_id = the_matter AND l.hash = decode(told ->> 'his_likeness', 'hex') LIMIT 1;
    IF survivor IS NULL THEN
        survivor := gen_random_uuid();
        INSERT INTO amends.person (id, made_at) VALUES (survivor, access.now());
        INSERT INTO amends.likeness (person_id, hash) VALUES (survivor, decode(told ->> 'her_likeness', 'hex'));
    END IF;
    IF accountable IS NULL THEN
        accountable := gen_random_uuid();
        INSERT INTO amends.person (id, made_at) VALUES (accountable, access.now());
        INSERT INTO amends.likeness (person_id, hash) VALUES (accountable, decode(told ->> 'his_likeness', 'hex'));
    END IF;

    INSERT INTO amends.case_file (id, matter_id, number, entered_on, move_number, state, stage, since)
        VALUES (new_case, the_matter, access.random_number(), access.today(), 0, '(start)', '(start)', access.now());
    INSERT INTO amends.parties (case_id, survivor_id, accountable_id, counsel_id)
        VALUES (new_case, survivor, accountable, (told ->> 'counsel')::uuid);
    INSERT INTO amends.charge (id, case_id, added_by_id, added_at, court_number, counts, charged_on)
        VALUES (gen_random_uuid(), new_case, asker, rules_since, trim(told ->> 'court_number'), told ->> 'counts',
                (told ->> 'charged_on')::date);
    INSERT INTO amends.referral
            (id, case_id, added_by_id, added_at, told_on, may_be_contacted, contact_how, contact_whom, says_adult)
        VALUES (gen_random_uuid(), new_case, asker, access.now(), (told ->> 'told_on')::date, true, told ->> 'contact_how',
                told ->> 'contact_whom', true);
    INSERT INTO amends.safe_way (id, case_id, added_by_id, added_at, channel, address, allowed, hours)
        VALUES (gen_random_uuid(), new_case, asker, access.now(), told ->> 'contact_how', told ->> 'contact_address', true,
                coalesce(told ->> 'contact_hours', ''));
    INSERT INTO amends.her_name (id, case_id, added_by_id, added_at, called, language)
        VALUES (gen_random_uuid(), new_case, asker, access.now(), told ->> 'her_called', coalesce(told ->> 'her_language', 'en'));
    INSERT INTO amends.his_name (id, case_id, added_by_id, added_at, called)
        VALUES (gen_random_uuid(), new_case, asker, rules_since, told ->> 'his_called');
    PERFORM access.seat_somebody(new_case, asker, 'liaison');
    PERFORM access.seat_somebody(new_case, survivor, 'survivor');
    SELECT * INTO step FROM amends.legal_move m WHERE m.start = '(start)' AND m.event = 'refer';
    PERFORM access.write_move(new_case, step, asker, 'liaison', asker, 'page', NULL);
    RETURN jsonb_build_object('outcome', 'taken', 'case', new_case);
END $$;

-- Whether somebody plays, or will play once he is invited, a part on another side of a case's matter than this part's.
CREATE FUNCTION access.is_on_another_side(of_case uuid, who uuid, part text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN EXISTS (SELECT FROM amends.seat s JOIN amends.case_file f ON f.matter_id = s.matter_id
            WHERE f.id = of_case AND s.person_id = who AND s.side <> access.side_of(part))
        OR EXISTS (SELECT FROM amends.parties p JOIN amends.case_file theirs ON theirs.id = p.case_id
                JOIN amends.case_file f ON f.matter_id = theirs.matter_id
            WHERE f.id = of_case AND (who IN (p.survivor_id, p.accountable_id)
                OR who = p.counsel_id AND access.side_of(part) <> 'his'));

-- A director asks a worker to take a part. Answers 'offered', or why not: 'no such case', 'no credential' when the
-- worker's credential is not in force, 'another side' when the worker has a part on another side of the matter.
CREATE FUNCTION access.offer_seat(of_case uuid, who uuid, part text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    -- A director who could seat themself would not need to break the glass.
    IF NOT access.is('director') OR who = access.me() OR part NOT IN ('advocate', 'facilitator', 'coach')
        OR (access.file_of(of_case)).id IS NULL OR NOT EXISTS (
            SELECT FROM amends.appointment a WHERE a.person_id = who AND a.role = part AND a.from_at <= access.now()
              AND (a.until_at IS NULL OR a.until_at > access.now())) THEN
        RETURN 'no such case';
    END IF;
    IF NOT EXISTS (SELECT FROM amends.credential c WHERE c.person_id = who AND c.role = part
            AND c.from_on <= access.today() AND (c.until_on IS NULL OR c.until_on > access.today())) THEN
        RETURN 'no credential';
    END IF;
    IF access.is_on_another_side(of_case, who, part) THEN
        RETURN 'another side';
    END IF;
    INSERT INTO amends.seat_offer (id, case_id, person_id, role, his_name, offered_at)
        SELECT gen_random_uuid(), of_case, who, part, n.called, access.now() FROM amends.his_name n WHERE n.case_id = of_case;
    RETURN 'offered';
END $$;

-- The offers that wait for an answer of the person who is signed in, for parts that they may play. One from before
-- somebody took that part has lapsed: nobody is put out by an old offer, and somebody whom she did not want stays away
-- until asked anew (P18).
CREATE FUNCTION access.my_offers() RETURNS SETOF amends.seat_offer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.seat_offer o
    WHERE o.person_id = access.me() AND o.answer IS NULL AND access.may_play(o.person_id, o.role)
      AND NOT EXISTS (SELECT FROM amends.seat s WHERE s.case_id = o.case_id AND s.role = o.role
          AND (s.from_at >= o.offered_at OR s.person_id = o.person_id AND s.until_at >= o.offered_at))
    ORDER BY o.offered_at
$$;

-- The worker says whether there is a tie to either side. Without one the seat begins now; whoever held that part leaves it.
-- Answers 'seated', 'not seated', 'another side' or 'no such offer', which is also what the second of two is told who take
-- the same part at the same moment.
CREATE FUNCTION access.answer_offer(the_offer uuid, said text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    offer amends.seat_offer;
BEGIN
    UPDATE amends.seat_offer o SET answer = said, answered_at = access.now()
        WHERE o.id = the_offer AND o.answer IS NULL AND said IN ('no tie', 'tie')
          AND o.id IN (SELECT mine.id FROM access.my_offers() AS mine)
        RETURNING * INTO offer;
    IF offer.id IS NULL THEN
        RETURN 'no such offer';
    END IF;
    IF said = 'tie' THEN
        RETURN 'not seated';
    END IF;
    IF access.is_on_another_side(offer.case_id, offer.person_id, offer.role) THEN
        RETURN 'another side';
    END IF;
    UPDATE amends.seat s SET until_at = access.now()
        WHERE s.case_id = offer.case_id AND s.role = offer.role AND s.until_at IS NULL;
    UPDATE amends.worker w SET until_at = access.now()
        WHERE w.case_id = offer.case_id AND w.role = offer.role AND w.until_at IS NULL;
    PERFORM access.seat_somebody(offer.case_id, offer.person_id, offer.role);
    INSERT INTO amends.worker (seat_id, case_id, person_id, role, called, organization, from_at)
        SELECT s.id, s.case_id, s.person_id, s.role, a.called, g.name, s.from_at
        FROM amends.seat s JOIN amends.appointment a ON a.person_id = s.person_id AND a.role = s.role
            JOIN amends.organization g ON g.id = a.organization_id
        WHERE s.case_id = offer.case_id AND s.person_id = offer.person_id AND s.role = offer.role AND s.until_at IS NULL
        ORDER BY a.from_at DESC LIMIT 1;
    RETURN 'seated';
EXCEPTION
    WHEN exclusion_violation THEN
        RETURN 'another side';
    WHEN unique_violation THEN
        RETURN 'no such offer';
END $$;

-- Ends a worker's seat at once: by the director, or by the worker. Answers whether a seat was ended.
CREATE FUNCTION access.end_seat(of_case uuid, part text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    ended integer;
BEGIN
    IF part NOT IN ('advocate', 'facilitator', 'coach') THEN
        RETURN false;
    END IF;
    UPDATE amends.seat s SET until_at = access.now()
        WHERE s.case_id = of_case AND s.role = part AND s.until_at IS NULL
          AND (access.is('director') OR s.person_id = access.me());
    GET DIAGNOSTICS ended = ROW_COUNT;
    UPDATE amends.worker w SET until_at = s.until_at FROM amends.seat s
        WHERE s.id = w.seat_id AND w.case_id = of_case AND w.role = part AND w.until_at IS NULL AND s.until_at IS NOT NULL;
    RETURN ended > 0;
END $$;

-- Who can be asked to take a part: for directors.
CREATE FUNCTION access.counsel_of_the_county() RETURNS TABLE (person_id uuid, called text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT a.person_id, a.called FROM amends.appointment a
    WHERE a.role = 'counsel' AND access.is('liaison') AND a.from_at <= access.now()
      AND (a.until_at IS NULL OR a.until_at > access.now())
    ORDER BY a.called
$$;

-- An advocate asks an office to refer a case, for a survivor who wants that (P1). Answers whether it was asked.
CREATE FUNCTION access.ask_for_referral(of_office uuid, court_number_told text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT access.is('advocate')
        OR NOT EXISTS (SELECT FROM amends.organization o WHERE o.id = of_office AND o.kind = 'prosecutor') THEN
        RETURN false;
    END IF;
    INSERT INTO amends.referral_request (id, office_id, court_number, asked_by_id, asked_at)
        VALUES (gen_random_uuid(), of_office, trim(court_number_told), access.me(), access.now());
    RETURN true;
END $$;

-- The requests that the person who is signed in may read: an advocate their own, a liaison those to their office, a
-- director all of them, to count. The newest first.
CREATE FUNCTION access.referral_requests() RETURNS SETOF amends.referral_request
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT r.* FROM amends.referral_request r
    WHERE r.asked_by_id = access.me() OR access.is('director') OR r.office_id IN (
        SELECT a.organization_id FROM amends.appointment a
        WHERE a.person_id = access.me() AND a.role = 'liaison' AND a.from_at <= access.now()
          AND (a.until_at IS NULL OR a.until_at > access.now()))
    ORDER BY r.asked_at DESC LIMIT 200
$$;

-- The office answers a request, once. Answers whether it did.
CREATE FUNCTION access.answer_referral_request(the_request uuid, said text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE amends.referral_request r SET answer = said, answered_by_id = access.me(), answered_at = access.now()
        WHERE r.id = the_request AND r.answer IS NULL AND r.office_id IN (
            SELECT a.organization_id FROM amends.appointment a
            WHERE a.person_id = access.me() AND a.role = 'liaison' AND a.from_at <= access.now()
              AND (a.until_at IS NULL OR a.until_at > access.now()));
    RETURN FOUND;
END $$;
