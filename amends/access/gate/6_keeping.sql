-- What the database does by itself when a row is written. Each function here is called by a trigger and by nothing else.

-- Author and moment are the database's to say: the gate says them itself where it writes, and here they are said for
-- everybody else. What appears to him at fixed times carries that time and no other (P12).
CREATE FUNCTION access.stamp() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF current_user <> 'amends_gate' AND (access.me() IS NOT NULL OR session_user = 'amends_web') THEN
        NEW.added_by_id := access.me();
        NEW.added_at := access.now();
    END IF;
    RETURN NEW;
END $$;

-- When something new next appears for the accountable party: on fixed days, at a fixed hour.
CREATE FUNCTION access.next_news() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (
        SELECT min(moment) FROM (
            SELECT (access.today() + d + make_time(access.rule_number('plan.news_hour', access.today()), 0, 0))
                   AT TIME ZONE 'America/Los_Angeles' AS moment, access.today() + d AS on_day
            FROM generate_series(0, 7) AS d
        ) AS days
        WHERE moment > access.now()
          AND access.rule('plan.news_every', access.today()) ? trim(to_char(on_day, 'day'))
    );

-- The last moment at which something new appeared for his side.
CREATE FUNCTION access.last_news() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (
        SELECT max(moment) FROM (
            SELECT (access.today() - d + make_time(access.rule_number('plan.news_hour', access.today()), 0, 0))
                   AT TIME ZONE 'America/Los_Angeles' AS moment, access.today() - d AS on_day
            FROM generate_series(0, 7) AS d
        ) AS days
        WHERE moment <= access.now()
          AND access.rule('plan.news_every', access.today()) ? trim(to_char(on_day, 'day'))
    );

CREATE FUNCTION access.appears_at_a_fixed_time() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF access.me() IS NOT NULL OR session_user = 'amends_web' THEN
        NEW.shown_from := access.next_news();
        NEW.added_at := NEW.shown_from;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION access.stays_in_its_case() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.case_id <> OLD.case_id OR NEW.added_by_id <> OLD.added_by_id OR NEW.added_at <> OLD.added_at THEN
        RAISE EXCEPTION 'A record stays in its case, with its author and its moment. Nothing was changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_stays_in_its_case';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION access.only_added() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'Rows of [%] are only ever added. Nothing was changed.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'rows_are_only_added';
END $$;

-- The stages in which a case can be as far as whoever is signed in knows: where it is; for his side, wherever the word
-- that they read may stand, so that no refusal tells them of her pause, or of an end before it reaches them (P12).
CREATE FUNCTION access.stages_known(of_case uuid) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN CASE
        WHEN NOT EXISTS (SELECT FROM access.my_seats(of_case) AS s (role) WHERE access.side_of(s.role) = 'his')
            THEN ARRAY[(access.file_of(of_case)).stage]
        WHEN access.word_his_side_reads(of_case) = 'received' THEN ARRAY['inviting']
        WHEN access.word_his_side_reads(of_case) = 'active' THEN ARRAY['preparing', 'planning', 'following']
        ELSE ARRAY[]::text[] END;

-- Lets no step of a case be stored until this transaction ends, so that what she must not meet after a stop or a pause
-- is stored before it or not at all. Nobody can make her wait for longer than a transaction may idle.
CREATE FUNCTION access.keep_still(of_case uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT FROM amends.case_file f WHERE f.id = of_case FOR SHARE
$$;

-- A record that belongs to some stages of the journey, or that touches her, is refused at other times. The first argument
-- is 'calm' when a pause, a stop or a hold refuses it too; the others are stages.
CREATE FUNCTION access.fits_the_journey() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    file amends.case_file;
BEGIN
    IF TG_ARGV[0] = 'calm' THEN
        PERFORM access.keep_still(NEW.case_id);
    END IF;
    file := access.file_of(NEW.case_id);
    IF NOT access.stages_known(NEW.case_id) && TG_ARGV[1:]
        OR (TG_ARGV[0] = 'calm' AND (file.state <> file.stage OR access.waits(NEW.case_id))) THEN
        RAISE EXCEPTION 'This cannot be added where the case is now. Nothing was written.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_fits_the_journey';
    END IF;
    RETURN NEW;
END $$;

-- A day that must have been is refused as long as it has not come: a check of next month is nobody's check.
CREATE FUNCTION access.has_been() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    day_named text;
BEGIN
    FOREACH day_named IN ARRAY TG_ARGV LOOP
        IF (to_jsonb(NEW) ->> day_named)::date > access.today() THEN
            RAISE EXCEPTION 'This day has not come. Nothing was written.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'record_is_of_a_day_that_has_come';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- What was given on a page was given by the person whose act it is; whoever writes it down for them says how it came.
CREATE FUNCTION access.page_is_used_by_oneself() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.how = 'page' AND access.me() IS NOT NULL AND TG_ARGV[0] NOT IN (SELECT access.my_seats(NEW.case_id)) THEN
        RAISE EXCEPTION 'This was not given on a page. Nothing was written.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'page_is_used_by_oneself';
    END IF;
    RETURN NEW;
END $$;

-- What reaches her of what he did is what he gave, as far as that, and only while she wants to hear of it (P12).
CREATE FUNCTION access.she_asked_to_see() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF (SELECT h.wants FROM amends.hears_of_progress h WHERE h.case_id = NEW.case_id ORDER BY h.added_at DESC LIMIT 1) IS NOT TRUE
        OR NOT EXISTS (
            SELECT FROM amends.progress p JOIN amends.task t ON t.id = p.task_id
            WHERE p.case_id = NEW.case_id AND t.item_id = NEW.item_id AND p.says = NEW.says AND p.done_on = NEW.done_on) THEN
        RAISE EXCEPTION 'The survivor has not asked to see this. Nothing was shown.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'she_asked_to_see';
    END IF;
    RETURN NEW;
END $$;

-- Two records that name each other belong to one case.
CREATE FUNCTION access.names_its_own_case() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    other uuid;
    named uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    IF named IS NOT NULL THEN
        EXECUTE format('SELECT case_id FROM amends.%I WHERE id = $1', TG_ARGV[1]) INTO other USING named;
        IF other IS DISTINCT FROM NEW.case_id THEN
            RAISE EXCEPTION 'A record can only name a record of its own case. Nothing was written.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'record_names_its_own_case';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- No meeting unless it is safe (P6): not planned, and not held either.
CREATE FUNCTION access.meeting_is_safe() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    detail jsonb;
    plan amends.meeting;
BEGIN
    PERFORM access.keep_still(NEW.case_id);
    IF TG_TABLE_NAME = 'meeting' THEN
        detail := jsonb_build_object('act', 'schedule a meeting', 'form', NEW.form, 'on_day', NEW.on_day);
        -- What is written down afterwards as planned was never judged before it took place.
        IF NEW.on_day < access.today() THEN
            RAISE EXCEPTION 'This day has passed. Nothing was planned.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_is_planned_ahead';
        END IF;
    ELSIF NEW.outcome = 'held' THEN
        SELECT * INTO plan FROM amends.meeting m WHERE m.id = NEW.meeting_id;
        detail := jsonb_build_object('act', 'hold a meeting', 'form', plan.form, 'on_day', plan.on_day);
        IF plan.on_day > access.today() THEN
            RAISE EXCEPTION 'The day of this meeting has not come. Nothing was written.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_is_held_on_its_day';
        END IF;
    ELSE
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM access.all_findings(NEW.case_id, detail) f WHERE f.answer <> 'met') THEN
        RAISE EXCEPTION 'This meeting is not safe now. Nothing was written.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_is_safe';
    END IF;
    RETURN NEW;
END $$;

-- What he sees is what she wrote, and nothing else (P12).
CREATE FUNCTION access.task_is_its_item() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    source amends.plan_item;
BEGIN
    SELECT * INTO source FROM amends.plan_item i WHERE i.id = NEW.item_id AND i.case_id = NEW.case_id;
    NEW.kind := source.kind;
    NEW.action := source.action;
    NEW.by_when := source.by_when;
    NEW.shown_by := source.shown_by;
    RETURN NEW;
END $$;

-- Nothing is shown to him that her side has not read, or that she has dropped (P8, P12).
CREATE FUNCTION access.task_was_read_first() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF access.item_may_be_shown(NEW.item_id) IS NOT TRUE
        OR EXISTS (SELECT FROM amends.item_dropped d WHERE d.item_id = NEW.item_id) THEN
        RAISE EXCEPTION 'This item has not been read for places, names, children and routines. Nothing was shown.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'task_was_read_first';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION access.notice_is_its_meeting() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    SELECT m.form, m.on_day INTO NEW.form, NEW.on_day FROM amends.meeting m WHERE m.id = NEW.meeting_id AND m.case_id = NEW.case_id;
    RETURN NEW;
END $$;

-- Each part answers for itself about more time; counsel answers for the accountable party, by instruction (P5). It is
-- judged before the row is stored, so that nobody finds out by a second row whether another part has answered; whoever
-- has not opened the case is refused by the policies.
CREATE FUNCTION access.answers_for_its_part() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.case_id IN (SELECT access.cases_open_to('{survivor,accountable,counsel,liaison}')) AND NOT EXISTS (
            SELECT FROM access.my_seats(NEW.case_id) AS s (role)
            WHERE s.role = NEW.role OR (s.role = 'counsel' AND NEW.role = 'accountable' AND NEW.how <> 'page')) THEN
        RAISE EXCEPTION 'This part is not theirs to answer for. Nothing was written.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_answer_is_for_its_own_part';
    END IF;
    RETURN NEW;
END $$;

-- When she, he and the office have all said yes to more time, the case's last day moves on.
CREATE FUNCTION access.extension_moves_the_last_day() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE amends.case_file f SET due_on = access.last_day(f.id)
        WHERE f.id = NEW.case_id AND f.stage IN ('preparing', 'following');
    RETURN NULL;
END $$;

-- Once he has agreed to a new wording of an item, the wordings before it are no longer asked of him (P8).
CREATE FUNCTION access.agreed_wording_ends_the_last() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.answer = 'accept' THEN
        INSERT INTO amends.task_ended (id, case_id, added_by_id, added_at, task_id, shown_from)
            SELECT gen_random_uuid(), before.case_id, NEW.added_by_id, access.now(), before.id, access.next_news()
            FROM amends.task now_agreed, amends.task before
            WHERE now_agreed.id = NEW.task_id AND before.case_id = NEW.case_id
              AND now_agreed.item_id IN (SELECT access.later_wordings(before.item_id))
            ON CONFLICT (task_id) DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
