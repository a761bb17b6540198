-- Moving a case. The site's role may not write a history: it asks here, and is judged here.

CREATE FUNCTION access.person_in(of_case uuid, part text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT CASE part WHEN 'survivor' THEN p.survivor_id WHEN 'accountable' THEN p.accountable_id END
        FROM amends.parties p WHERE p.case_id = of_case);

-- When the longest stay in a stage ends, counted from today.
CREATE FUNCTION access.due_after(of_case uuid, stage_word text) RETURNS date
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF stage_word IN ('referred', 'screening', 'choosing', 'inviting', 'planning') THEN
        RETURN access.today() + access.case_rule(of_case, 'clocks.longest_stay_' || stage_word || '_days');
    END IF;
    RETURN CASE WHEN stage_word IN ('preparing', 'following') THEN access.last_day(of_case) END;
END $$;

-- Sends a word out to the office. After `active` has gone out, an end reads as `returned`, whatever it is called inside.
CREATE FUNCTION access.send_word(of_case uuid, word_to_send text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
    INSERT INTO amends.outward_word (id, case_id, number, word, on_day)
        SELECT gen_random_uuid(), of_case, count(*) + 1,
               CASE WHEN word_to_send = 'not accepted' AND bool_or(w.word = 'active') THEN 'returned' ELSE word_to_send END,
               access.today()
        FROM amends.outward_word w WHERE w.case_id = of_case
        ON CONFLICT (case_id, word) DO NOTHING;
END;

-- The same for his side, which reads words of its own: what has reached it decides how an end reads there.
CREATE FUNCTION access.tell_his_side(of_case uuid, word_to_tell text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
    INSERT INTO amends.word_to_his_side (id, case_id, number, word, on_day)
        SELECT gen_random_uuid(), of_case, count(*) + 1,
               CASE WHEN word_to_tell = 'not accepted' AND bool_or(w.word = 'active') THEN 'returned' ELSE word_to_tell END,
               access.today()
        FROM amends.word_to_his_side w WHERE w.case_id = of_case
        ON CONFLICT (case_id, word) DO NOTHING;
END;

-- The word on a case as his side reads it now; NULL before the invitation.
CREATE FUNCTION access.word_his_side_reads(of_case uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT w.word FROM amends.word_to_his_side w WHERE w.case_id = of_case ORDER BY w.number DESC LIMIT 1);

CREATE FUNCTION access.seat_somebody(of_case uuid, who uuid, part text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
    INSERT INTO amends.seat (id, matter_id, case_id, person_id, role, side, from_at)
        SELECT gen_random_uuid(), f.matter_id, f.id, who, part, access.side_of(part), access.now()
        FROM amends.case_file f WHERE f.id = of_case;
END;

-- Writes one step: the row of the history, where the case now is, the word that goes out, and what follows from it.
CREATE FUNCTION access.write_move(
        of_case uuid, step amends.legal_move, whose uuid, whose_role text, taken uuid, given_how text, because text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    file amends.case_file := access.file_of(of_case);
    next_stage text := split_part(step."end", ' ', 1);
    pending amends.pending_move;
    next_step amends.legal_move;
BEGIN
    -- Whoever judged this step looked before we did: a step that was stored in between is answered like one that is
    -- stored at this moment, and not like a history that is no path.
    IF file.move_number > 0 AND file.state <> step.start THEN
        RAISE EXCEPTION 'Another step was stored first. Nothing was written.' USING ERRCODE = 'unique_violation';
    END IF;
    INSERT INTO amends.case_move
            (id, case_id, number, previous, start, event, "end", moved_at, moved_by_id, role, taken_by_id, how)
        VALUES (gen_random_uuid(), of_case, file.move_number + 1, nullif(file.move_number, 0), step.start, step.event, step."end",
                access.now(), whose, whose_role, taken, given_how);
    UPDATE amends.case_file f SET
            move_number = file.move_number + 1, state = step."end", stage = next_stage,
            since = CASE WHEN f.stage = next_stage THEN f.since ELSE access.now() END,
            agreed_on = CASE WHEN step.event = 'consent' THEN access.today() ELSE f.agreed_on END
        WHERE f.id = of_case;
    IF file.stage <> next_stage THEN
        UPDATE amends.case_file f SET due_on = access.due_after(of_case, next_stage) WHERE f.id = of_case;
    END IF;
    IF step.word IS NOT NULL THEN
        PERFORM access.send_word(of_case, step.word);
        IF whose_role = 'accountable' THEN
            PERFORM access.tell_his_side(of_case, step.word);
        END IF;
    END IF;
    -- What others do reaches his side at the next fixed time: the invitation, and every end (P12).
    IF whose_role <> 'accountable' AND next_stage IN ('inviting', 'returned', 'not_accepted', 'completed')
        AND next_stage <> file.stage THEN
        INSERT INTO amends.news_for_his_side (id, case_id, asked_at) VALUES (gen_random_uuid(), of_case, access.now());
    END IF;
    IF next_stage IN ('returned', 'not_accepted') THEN
        INSERT INTO amends.ending_reason (id, case_id, event, reason)
            VALUES (gen_random_uuid(), of_case, step.event, coalesce(because, step.event));
    END IF;
    IF step.event IN ('resume', 'take it back', 'let go on') AND step."end" = next_stage THEN
        SELECT * INTO pending FROM amends.pending_move p WHERE p.case_id = of_case;
        SELECT * INTO next_step FROM amends.legal_move m WHERE m.start = step."end" AND m.event = pending.event;
        IF next_step.id IS NOT NULL THEN
            PERFORM access.write_move(
                of_case, next_step, pending.moved_by_id, pending.role, pending.taken_by_id, pending.how, NULL);
        END IF;
    END IF;
END $$;

-- Stores what was given and still waits, her stops and pauses and anybody's hold, of one case or of all: in the order in
-- which it was given, and before anybody else's step of that case. Answers how many became a step.
CREATE FUNCTION access.store_what_waits(only_of uuid DEFAULT NULL) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    waiting amends.stop_asked;
    file amends.case_file;
    step amends.legal_move;
    done integer := 0;
BEGIN
    FOR waiting IN SELECT * FROM amends.stop_asked s
            WHERE s.stored_at IS NULL AND (only_of IS NULL OR s.case_id = only_of) ORDER BY s.asked_at LOOP
        BEGIN
            file := access.file_of(waiting.case_id);
            step := NULL;
            -- A hold that was asked for while she is stopping waits until she takes the stop back.
            CONTINUE WHEN waiting.event = 'hold' AND file.state LIKE '% stopping%';
            SELECT * INTO step FROM amends.legal_move m WHERE m.start = file.state AND m.event = waiting.event;
            IF step.id IS NOT NULL THEN
                PERFORM access.write_move(
                    waiting.case_id, step, waiting.moved_by_id, waiting.role, waiting.taken_by_id, waiting.how, NULL);
                done := done + 1;
            END IF;
            UPDATE amends.stop_asked s SET stored_at = access.now() WHERE s.id = waiting.id;
        EXCEPTION WHEN unique_violation OR lock_not_available OR deadlock_detected THEN
            NULL; -- Still held: the next round tries again.
        END;
    END LOOP;
    RETURN done;
END $$;

-- Takes one step for the person who is signed in. Answers `outcome`: 'taken'; 'kept' for a stop that somebody's open
-- transaction holds up and that a job will store, and always for a coach's hold; 'not now' with `findings`; 'somebody was first'; 'no such move'; or
-- 'no such case', which is also what somebody without a part in the case is told.
CREATE FUNCTION access.take_move(of_case uuid, event_word text, given_how text DEFAULT 'page', because text DEFAULT NULL)
    RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    asker uuid := access.me();
    acting text;
    whose_role text;
    whose uuid;
    file amends.case_file;
    step amends.legal_move;
    wanted text := event_word;
    failed jsonb;
    asked uuid;
    tries integer := 0;
    word_read text;
BEGIN
    -- Judged before anything else: what a later constraint refuses would be refused in some states and not in others.
    IF asker IS NULL OR (given_how IN ('page', 'voice', 'paper')) IS NOT TRUE THEN
        RETURN jsonb_build_object('outcome', 'no such case');
    END IF;
    SELECT a.role, a.for_role INTO acting, whose_role FROM access.acting_role(of_case, event_word, given_how) AS a;
    file := access.file_of(of_case);
    IF acting IS NULL OR file.id IS NULL THEN
        RETURN jsonb_build_object('outcome', 'no such case');
    END IF;
    whose := CASE WHEN acting = whose_role THEN asker ELSE access.person_in(of_case, whose_role) END;
    IF access.side_of(acting) = 'his' AND event_word NOT IN ('stop', 'pause') THEN
        -- One answer of his side after the other; and what can be done rests on the word that they read, and on nothing
        -- else: not on her pause, her stop, or an end that has not reached them (P4, P12).
        PERFORM pg_advisory_xact_lock(hashtextextended(of_case::text, 2));
        word_read := coalesce(access.word_his_side_reads(of_case), 'nothing');
        IF NOT word_read = ANY (CASE event_word WHEN 'leave' THEN ARRAY['active']
                WHEN 'hold' THEN ARRAY['nothing', 'received', 'active'] ELSE ARRAY['received'] END) THEN
            RETURN jsonb_build_object('outcome', 'no such move');
        END IF;
    END IF;
    PERFORM access.store_what_waits(of_case);
    IF event_word IN ('stop', 'pause') OR (event_word = 'hold' AND acting = 'coach') THEN
        asked := gen_random_uuid();
        INSERT INTO amends.stop_asked (id, case_id, event, moved_by_id, taken_by_id, role, how, asked_at)
            VALUES (asked, of_case, event_word, whose, asker, whose_role, given_how, access.now());
        IF event_word = 'hold' THEN
            -- The clock stores it: within seconds, or once she has taken a stop back.
            RETURN jsonb_build_object('outcome', 'kept');
        END IF;
    END IF;
    LOOP
        tries := tries + 1;
        file := access.file_of(of_case);
        step := NULL;
        -- Once he has said yes, he can only leave; while that yes waits for her, leaving is declining inside.
        wanted := CASE WHEN event_word = 'leave' AND file.stage = 'inviting' THEN 'decline' ELSE event_word END;
        SELECT * INTO step FROM amends.legal_move m WHERE m.start = file.state AND m.event = wanted;
        IF step.id IS NULL AND asked IS NOT NULL THEN
            -- Stopping twice, or pausing what has stopped or ended, has nothing left to do. A coach reads no more of it in
            -- the answer than in the word: not that it has ended before his side hears so.
            UPDATE amends.stop_asked s SET stored_at = access.now() WHERE s.id = asked;
            RETURN jsonb_build_object('outcome', CASE
                WHEN file.state LIKE '% stopping%' OR (event_word = 'pause' AND file.state LIKE '% paused%')
                    OR (acting = 'coach'
                        AND coalesce(access.word_his_side_reads(of_case), 'nothing') IN ('nothing', 'received', 'active'))
                THEN 'taken' ELSE 'no such move' END);
        END IF;
        IF step.id IS NULL AND whose_role <> 'accountable' THEN
            RETURN jsonb_build_object('outcome', 'no such move');
        END IF;
        SELECT jsonb_agg(jsonb_build_object('condition', f.condition, 'answer', f.answer)) INTO failed
            FROM access.told_findings(
                of_case, event_word, jsonb_build_object('how', given_how, 'reason', because), acting, whose_role) AS f
            WHERE f.answer <> 'met';
        IF failed IS NOT NULL THEN
            RETURN jsonb_build_object('outcome', 'not now', 'findings', failed);
        END IF;
        BEGIN
            IF step.id IS NULL THEN
                -- Nobody else moves the case meanwhile: else a step that lets his yes count would not see it.
                PERFORM FROM amends.case_file f WHERE f.id = of_case FOR NO KEY UPDATE;
                CONTINUE WHEN (access.file_of(of_case)).state <> file.state;
                IF event_word = 'consent' AND file.stage = 'inviting' THEN
                    -- She has paused or stopped, or the case is held: his yes is stored and answered as always, and
                    -- becomes a step when she resumes (P4).
                    INSERT INTO amends.pending_move (case_id, event, moved_by_id, role, taken_by_id, how, given_at)
                        VALUES (of_case, 'consent', whose, whose_role, asker, given_how, access.now())
                        ON CONFLICT (case_id) DO NOTHING;
                    PERFORM access.send_word(of_case, 'active');
                END IF;
                -- An end that has not reached him is answered as if it had not come yet.
                PERFORM access.tell_his_side(of_case, CASE event_word WHEN 'consent' THEN 'active'
                    WHEN 'decline' THEN 'not accepted' ELSE 'returned' END);
                RETURN jsonb_build_object('outcome', 'taken');
            END IF;
            -- A reason is a word of the list or nothing: whoever ends a case leaves no words of their own in it.
            PERFORM access.write_move(of_case, step, whose, whose_role, asker, given_how,
                CASE WHEN because = ANY (step.reasons) THEN because END);
            UPDATE amends.stop_asked s SET stored_at = access.now() WHERE s.id = asked;
            RETURN jsonb_build_object('outcome', 'taken');
        EXCEPTION WHEN unique_violation OR lock_not_available OR deadlock_detected THEN
            -- His steps are tried again like hers: that somebody else was busy would tell him when (P12).
            IF tries >= 5 OR (asked IS NULL AND whose_role <> 'accountable') THEN
                RETURN jsonb_build_object('outcome', CASE WHEN asked IS NULL THEN 'somebody was first' ELSE 'kept' END);
            END IF;
        END;
    END LOOP;
END $$;

-- Takes a stop or a pause that the survivor gave by voice to somebody of the program who need not have a seat. The case
-- is named by its number, which nobody can guess.
CREATE FUNCTION access.take_by_voice(case_number text, event_word text) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    of_case uuid := (SELECT f.id FROM amends.case_file f WHERE f.number = upper(trim(case_number)));
BEGIN
    IF event_word NOT IN ('stop', 'pause') OR of_case IS NULL THEN
        RETURN jsonb_build_object('outcome', 'no such case');
    END IF;
    RETURN access.take_move(of_case, event_word, 'voice');
END $$;

-- Lets his side know what has come about in a case since the last fixed time: the invitation, with their seats, or the
-- end. A case that ends before that never existed there (P2), and nobody is invited while she has paused or stopped.
-- Answers whether there is nothing left to tell.
CREATE FUNCTION access.give_news_to_his_side(of_case uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    file amends.case_file := access.file_of(of_case);
    is_seated boolean := access.someone_sits(of_case, 'accountable');
BEGIN
    IF access.last_news() <= (SELECT max(m.moved_at) FROM amends.case_move m WHERE m.case_id = of_case) THEN
        RETURN false;
    END IF;
    IF file.stage IN ('returned', 'not_accepted', 'completed') THEN
        IF is_seated THEN
            PERFORM access.tell_his_side(of_case, (
                SELECT w.word FROM amends.outward_word w WHERE w.case_id = of_case ORDER BY w.number DESC LIMIT 1));
        END IF;
        RETURN true;
    END IF;
    IF file.state <> 'inviting' OR is_seated THEN
        RETURN is_seated;
    END IF;
    PERFORM access.seat_somebody(of_case, p.accountable_id, 'accountable') FROM amends.parties p WHERE p.case_id = of_case;
    BEGIN
        PERFORM access.seat_somebody(of_case, p.counsel_id, 'counsel') FROM amends.parties p
            WHERE p.case_id = of_case AND p.counsel_id IS NOT NULL;
    EXCEPTION WHEN exclusion_violation THEN
        NULL; -- Counsel has taken a part on another side of this matter since: he is invited without.
    END;
    PERFORM access.tell_his_side(of_case, 'received');
    UPDATE amends.case_file f SET due_on = access.due_after(of_case, 'inviting') WHERE f.id = of_case;
    RETURN true;
END $$;

-- For the clock: stores stops that are still waiting, sends the word of every stop whose hold is over, and gives his side
-- its news. Answers how many.
CREATE FUNCTION access.do_what_is_due() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    news amends.news_for_his_side;
    file amends.case_file;
    step amends.legal_move;
    done integer := access.store_what_waits();
BEGIN
    FOR file IN SELECT * FROM amends.case_file f WHERE f.state LIKE '% stopping%' LOOP
        CONTINUE WHEN access.condition_hold_over(file.id, '{"role": "clock"}') <> 'met';
        BEGIN
            SELECT * INTO step FROM amends.legal_move m WHERE m.start = file.state AND m.event = 'send the word';
            PERFORM access.write_move(file.id, step, NULL, 'clock', NULL, 'page', 'stop');
            done := done + 1;
        EXCEPTION WHEN unique_violation OR lock_not_available OR deadlock_detected THEN
            NULL;
        END;
    END LOOP;
    FOR news IN SELECT * FROM amends.news_for_his_side n WHERE n.told_at IS NULL ORDER BY n.asked_at LOOP
        BEGIN
            IF access.give_news_to_his_side(news.case_id) THEN
                UPDATE amends.news_for_his_side n SET told_at = access.now() WHERE n.id = news.id;
                done := done + 1;
            END IF;
        EXCEPTION WHEN unique_violation OR lock_not_available OR deadlock_detected THEN
            NULL;
        END;
    END LOOP;
    RETURN done;
END $$;
