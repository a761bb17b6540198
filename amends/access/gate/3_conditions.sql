-- What each step needs, one function a condition, named as in policy/conditions.toml. Each answers 'met', 'not met' or
-- 'not known', for a case and the details of the step. Not knowing stops a step as surely as a no.

CREATE FUNCTION access.file_of(of_case uuid) RETURNS amends.case_file
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.case_file f WHERE f.id = of_case
$$;

CREATE FUNCTION access.case_rule(of_case uuid, rule_key text) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.rule_number(rule_key, (access.file_of(of_case)).entered_on);

CREATE FUNCTION access.someone_sits(of_case uuid, part text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN EXISTS (SELECT FROM amends.seat s WHERE s.case_id = of_case AND s.role = part
        AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
        AND access.may_play(s.person_id, s.role));

CREATE FUNCTION access.condition_contact_agreed(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((SELECT r.may_be_contacted FROM amends.referral r WHERE r.case_id = of_case));

CREATE FUNCTION access.condition_advocate_seated(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE RETURN access.answer(access.someone_sits(of_case, 'advocate'));

CREATE FUNCTION access.condition_facilitator_seated(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE RETURN access.answer(access.someone_sits(of_case, 'facilitator'));

CREATE FUNCTION access.condition_coach_seated(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE RETURN access.answer(access.someone_sits(of_case, 'coach'));

CREATE FUNCTION access.condition_three_different_workers(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (
        SELECT access.answer(count(DISTINCT s.person_id) >= 3 AND count(DISTINCT s.person_id) = count(DISTINCT (s.person_id, s.role)))
        FROM amends.seat s WHERE s.case_id = of_case AND s.role IN ('advocate', 'facilitator', 'coach')
          AND s.from_at <= access.now() AND (s.until_at IS NULL OR s.until_at > access.now())
          AND access.may_play(s.person_id, s.role)
    );

CREATE FUNCTION access.last_check(of_case uuid, kind_word text) RETURNS amends.safety_check
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.safety_check c WHERE c.case_id = of_case AND c.kind = kind_word
    ORDER BY c.checked_on DESC, c.added_at DESC LIMIT 1
$$;

CREATE FUNCTION access.condition_coercion_check_fresh(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_check(of_case, 'coercion')).checked_on
        >= access.today() - access.case_rule(of_case, 'safety.check_is_fresh_days'));

CREATE FUNCTION access.condition_safety_check_fresh(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_check(of_case, 'safety')).checked_on
        >= access.today() - access.case_rule(of_case, 'safety.check_is_fresh_days'));

-- Whether two people have found coercion. Whatever the checks say, nothing goes on then (P7).
CREATE FUNCTION access.coercion_is_found(of_case uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN EXISTS (SELECT FROM amends.coercion_finding c JOIN amends.confirmation k ON k.about = c.id
        WHERE c.case_id = of_case AND k.case_id = of_case AND k.added_by_id <> c.added_by_id);

CREATE FUNCTION access.condition_safe_enough(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_check(of_case, 'coercion')).level <> 'not now'
        AND (access.last_check(of_case, 'safety')).level <> 'not now'
        AND NOT access.coercion_is_found(of_case));

CREATE FUNCTION access.condition_roads_explained(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(NOT EXISTS (
        SELECT FROM jsonb_array_elements_text(access.rule('choice.points', (access.file_of(of_case)).entered_on)) AS p (point)
        WHERE NOT EXISTS (SELECT FROM amends.explanation e WHERE e.case_id = of_case AND e.point = p.point)
    ));

CREATE FUNCTION access.last_choice(of_case uuid) RETURNS amends.choice
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.choice c WHERE c.case_id = of_case ORDER BY c.added_at DESC LIMIT 1
$$;

CREATE FUNCTION access.condition_choice_recorded(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_choice(of_case)).id IS NOT NULL);

CREATE FUNCTION access.condition_choice_is_this_road(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_choice(of_case)).road = 'restorative');

CREATE FUNCTION access.condition_cooling_off_over(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_choice(of_case)).added_at
        + make_interval(days => access.case_rule(of_case, 'choice.cooling_off_days')) <= access.now());

-- Given on her own page there is nothing to read back. Given by voice or on paper, a second person must have done so: of a
-- record, or of this very act and within a day.
CREATE FUNCTION access.condition_read_back(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(
        CASE detail ->> 'act'
        WHEN 'choose the restorative road' THEN
            (detail ->> 'how' = 'page' AND (access.last_choice(of_case)).how = 'page')
            OR EXISTS (SELECT FROM amends.confirmation k
                WHERE k.case_id = of_case AND k.about = (access.last_choice(of_case)).id
                  AND k.added_by_id <> (access.last_choice(of_case)).added_by_id
                  AND k.added_by_id <> (detail ->> 'taken_by')::uuid)
        ELSE
            detail ->> 'how' = 'page'
            OR EXISTS (SELECT FROM amends.confirmation k
                WHERE k.case_id = of_case AND k.about = of_case AND k.act = detail ->> 'act'
                  AND k.added_at > access.now() - interval '1 day'
                  AND k.added_by_id <> (detail ->> 'taken_by')::uuid)
        END);

CREATE FUNCTION access.last_consent(of_case uuid) RETURNS amends.consent
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.consent c WHERE c.case_id = of_case ORDER BY c.added_at DESC LIMIT 1
$$;

CREATE FUNCTION access.condition_counsel_consulted(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_consent(of_case)).counsel_consulted_on <= access.today());

CREATE FUNCTION access.condition_consequences_explained(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_consent(of_case)).consequences_explained_on <= access.today());

CREATE FUNCTION access.condition_acknowledged(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN CASE WHEN access.rule('entry.accountable_acknowledges', (access.file_of(of_case)).entered_on) = 'false'::jsonb
        THEN 'met' ELSE access.answer((access.last_consent(of_case)).acknowledged_on <= access.today()) END;

CREATE FUNCTION access.condition_prepared_hers(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT access.answer(count(*) >= access.case_rule(of_case, 'meeting.least_preparation_sessions')
            AND coalesce(sum(p.minutes), 0) >= access.case_rule(of_case, 'meeting.least_preparation_minutes'))
        FROM amends.her_preparation p WHERE p.case_id = of_case AND p.held_on <= access.today());

CREATE FUNCTION access.condition_prepared_his(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT access.answer(count(*) >= access.case_rule(of_case, 'meeting.least_preparation_sessions')
            AND coalesce(sum(p.minutes), 0) >= access.case_rule(of_case, 'meeting.least_preparation_minutes'))
        FROM amends.his_preparation p WHERE p.case_id = of_case AND p.held_on <= access.today());

CREATE FUNCTION access.last_wish_of_hers(of_case uuid) RETURNS amends.her_wish
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.her_wish w WHERE w.case_id = of_case ORDER BY w.added_at DESC LIMIT 1
$$;

CREATE FUNCTION access.last_wish_of_his(of_case uuid) RETURNS amends.his_wish
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.his_wish w WHERE w.case_id = of_case ORDER BY w.added_at DESC LIMIT 1
$$;

CREATE FUNCTION access.condition_her_wish_fresh(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_wish_of_hers(of_case)).wish = 'go on' AND (access.last_wish_of_hers(of_case)).added_at
        >= access.now() - make_interval(days => access.case_rule(of_case, 'safety.wish_is_fresh_days')));

CREATE FUNCTION access.condition_his_wish_fresh(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_wish_of_his(of_case)).wish = 'go on' AND (access.last_wish_of_his(of_case)).added_at
        >= access.now() - make_interval(days => access.case_rule(of_case, 'safety.wish_is_fresh_days')));

CREATE FUNCTION access.condition_form_is_hers(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_wish_of_hers(of_case)).form = detail ->> 'form');

CREATE FUNCTION access.condition_mou_in_force(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(EXISTS (
        SELECT FROM amends.case_file f JOIN amends.matter m ON m.id = f.matter_id
            JOIN amends.memorandum a ON a.office_id = m.office_id
        WHERE f.id = of_case AND a.from_on <= access.today()
          AND (a.until_on IS NULL OR a.until_on > coalesce((detail ->> 'on_day')::date, access.today()))
    ));

-- An order that is filed again, by the same authority, from the same day and for the same forms, takes the place of the
-- one on file: so a court's exception of a later day is written down. The newest counts, also where it is stricter.
CREATE FUNCTION access.condition_no_order_forbids(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(NOT EXISTS (
        SELECT FROM amends.contact_order o
        WHERE o.case_id = of_case AND detail ->> 'form' = ANY (o.forbids)
          AND o.from_on <= (detail ->> 'on_day')::date AND (o.until_on IS NULL OR o.until_on > (detail ->> 'on_day')::date)
          AND NOT coalesce((detail ->> 'on_day')::date >= o.exception_from_on
                           AND (detail ->> 'on_day')::date < o.exception_until_on, false)
          AND NOT EXISTS (
              SELECT FROM amends.contact_order again
              WHERE again.case_id = o.case_id AND again.issued_by = o.issued_by AND again.from_on = o.from_on
                AND again.forbids @> o.forbids AND again.forbids <@ o.forbids
                AND (again.added_at, again.id) > (o.added_at, o.id))
    ) AND (detail ->> 'form') IS NOT NULL AND (detail ->> 'on_day') IS NOT NULL);

CREATE FUNCTION access.condition_stage_allows(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.file_of(of_case)).stage IN ('preparing', 'planning', 'following'));

-- Whether a stop, a pause or a hold has been given and is not stored yet. It holds from the moment in which it was given
-- (P4). Without a word: whether any of them.
CREATE FUNCTION access.waits(of_case uuid, event_word text DEFAULT NULL) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN EXISTS (SELECT FROM amends.stop_asked s
        WHERE s.case_id = of_case AND s.stored_at IS NULL AND (event_word IS NULL OR s.event = event_word));

CREATE FUNCTION access.condition_not_paused(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.file_of(of_case)).state NOT LIKE '% paused%' AND NOT access.waits(of_case, 'pause'));

CREATE FUNCTION access.condition_not_stopping(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.file_of(of_case)).state NOT LIKE '% stopping%' AND NOT access.waits(of_case, 'stop'));

CREATE FUNCTION access.condition_not_held(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.file_of(of_case)).state NOT LIKE '% held%' AND NOT access.waits(of_case, 'hold'));

-- The wordings of an item that came after this one, each replacing the one before it.
CREATE FUNCTION access.later_wordings(than_item uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH RECURSIVE later (id) AS (
        SELECT i.id FROM amends.plan_item i WHERE i.replaces_id = than_item
        UNION ALL SELECT i.id FROM amends.plan_item i JOIN later ON i.replaces_id = later.id
    )
    SELECT id FROM later
$$;

-- Items of the plan that are asked now: not dropped, and not replaced by a newer wording that stands.
CREATE FUNCTION access.items_asked(of_case uuid) RETURNS SETOF amends.plan_item
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT i.* FROM amends.plan_item i
    WHERE i.case_id = of_case
      AND NOT EXISTS (SELECT FROM amends.item_dropped d WHERE d.item_id = i.id)
      AND NOT EXISTS (SELECT FROM access.later_wordings(i.id) AS later (id)
          WHERE NOT EXISTS (SELECT FROM amends.item_dropped d WHERE d.item_id = later.id))
$$;

CREATE FUNCTION access.last_answer(to_item uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT a.answer FROM amends.task_answer a JOIN amends.task t ON t.id = a.task_id
        WHERE t.item_id = to_item ORDER BY a.added_at DESC LIMIT 1);

-- Whether he has ever agreed to an item. What he asks or says later does not take it out of an agreed plan (P8).
CREATE FUNCTION access.was_accepted(one uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN EXISTS (SELECT FROM amends.task_answer a JOIN amends.task t ON t.id = a.task_id
        WHERE t.item_id = one AND a.answer = 'accept');

-- Items that he has agreed to and that stand: a newer wording counts only once he has agreed to it (P8).
CREATE FUNCTION access.items_in_force(of_case uuid) RETURNS SETOF amends.plan_item
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT i.* FROM amends.plan_item i
    WHERE i.case_id = of_case AND access.was_accepted(i.id)
      AND NOT EXISTS (SELECT FROM amends.item_dropped d WHERE d.item_id = i.id)
      AND NOT EXISTS (SELECT FROM access.later_wordings(i.id) AS later (id) WHERE access.was_accepted(later.id))
$$;

CREATE FUNCTION access.condition_plan_has_items(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(EXISTS (SELECT FROM access.items_asked(of_case)));

CREATE FUNCTION access.condition_money_decided(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(EXISTS (SELECT FROM access.items_asked(of_case) i WHERE i.kind = 'money')
        OR EXISTS (SELECT FROM amends.no_money_wanted n WHERE n.case_id = of_case));

-- Whether the last person who read an item found that it may be shown.
CREATE FUNCTION access.item_may_be_shown(one uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT r.reading = 'safe to show' FROM amends.item_reading r
        WHERE r.item_id = one ORDER BY r.added_at DESC LIMIT 1);

CREATE FUNCTION access.condition_items_read(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN CASE WHEN detail ? 'item' THEN access.answer(coalesce((
            SELECT access.item_may_be_shown(i.id) FROM amends.plan_item i
            WHERE i.id = (detail ->> 'item')::uuid AND i.case_id = of_case), false))
        ELSE access.answer(NOT EXISTS (
            SELECT FROM access.items_asked(of_case) i WHERE access.item_may_be_shown(i.id) IS NOT TRUE)) END;

CREATE FUNCTION access.condition_items_agreed(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(NOT EXISTS (
        SELECT FROM access.items_asked(of_case) i WHERE access.last_answer(i.id) IS DISTINCT FROM 'accept'));

CREATE FUNCTION access.last_finding(of_case uuid) RETURNS amends.coercion_finding
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.coercion_finding c WHERE c.case_id = of_case ORDER BY c.added_at DESC LIMIT 1
$$;

CREATE FUNCTION access.condition_finding_by_two(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(EXISTS (SELECT FROM amends.confirmation k
        WHERE k.case_id = of_case AND k.about = (access.last_finding(of_case)).id
          AND k.added_by_id <> (access.last_finding(of_case)).added_by_id));

CREATE FUNCTION access.condition_told_first(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_finding(of_case)).told_her_on <= access.today());

CREATE FUNCTION access.condition_safety_plan_made(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_finding(of_case)).safety_plan_made_on <= access.today());

CREATE FUNCTION access.condition_her_view_recorded(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_finding(of_case)).her_view IS NOT NULL);

CREATE FUNCTION access.last_breach(of_case uuid) RETURNS amends.breach
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT * FROM amends.breach b WHERE b.case_id = of_case ORDER BY b.added_at DESC LIMIT 1
$$;

CREATE FUNCTION access.condition_breach_recorded(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_breach(of_case)).id IS NOT NULL);

-- Threats, contact and new harm are answered without her having to decide; the rest as she wished beforehand (P9).
CREATE FUNCTION access.condition_her_breach_wish_asked(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer((access.last_breach(of_case)).kind IN ('threat', 'contact', 'new harm')
        OR (access.last_breach(of_case)).asked_her_on IS NOT NULL
        OR coalesce((SELECT w.wish FROM amends.breach_wish w
            WHERE w.case_id = of_case AND w.kind = (access.last_breach(of_case)).kind
            ORDER BY w.added_at DESC LIMIT 1), 'tell me') <> 'ask me first');

-- Each item was seen done by the facilitator and by a second person.
CREATE FUNCTION access.condition_all_verified(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(NOT EXISTS (
        SELECT FROM access.items_in_force(of_case) i
        WHERE (SELECT count(DISTINCT v.added_by_id) FROM amends.verification v WHERE v.item_id = i.id) < 2
           OR NOT EXISTS (
                SELECT FROM amends.verification v JOIN amends.seat s ON s.person_id = v.added_by_id
                WHERE v.item_id = i.id AND s.case_id = of_case AND s.role = 'facilitator')));

-- Her answer, or the day on which an answer could last be waited for, counted from when the question was written down; what
-- she was asked before she paused or stopped, or before a hold, is asked again. *Not done* is an answer too, and stops.
CREATE FUNCTION access.condition_she_was_asked(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(
        (SELECT CASE WHEN a.id IS NOT NULL THEN a.answer <> 'not done'
                ELSE (q.added_at AT TIME ZONE 'America/Los_Angeles')::date
                    + access.case_rule(of_case, 'plan.answer_limit_days') < access.today()
                    AND NOT EXISTS (SELECT FROM amends.case_move m WHERE m.case_id = of_case
                        AND m.event IN ('pause', 'stop', 'hold') AND m.moved_at >= q.added_at) END
         FROM amends.asked_at_the_end q LEFT JOIN amends.answer_at_the_end a ON a.case_id = q.case_id AND a.added_at >= q.added_at
         WHERE q.case_id = of_case ORDER BY q.added_at DESC, a.added_at DESC NULLS LAST LIMIT 1));

-- Hers to send at any time; the clock's only when the hold of her stop is over (P4).
CREATE FUNCTION access.condition_hold_over(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(detail ->> 'role' = 'survivor' OR (
        SELECT m.moved_at + make_interval(days => access.case_rule(of_case, 'stopping.hold_days')) <= access.now()
        FROM amends.case_move m WHERE m.case_id = of_case AND m.event = 'stop' ORDER BY m.number DESC LIMIT 1));

-- The day on which the process ends at the latest: 24 months from both having agreed, or what all three extended it to.
CREATE FUNCTION access.last_day(of_case uuid) RETURNS date
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN greatest(
        ((access.file_of(of_case)).agreed_on
            + make_interval(months => access.case_rule(of_case, 'clocks.length_months')))::date,
        (SELECT max(x.until_on) FROM amends.extension x WHERE x.case_id = of_case
            AND (SELECT count(*) FROM amends.extension_answer a WHERE a.extension_id = x.id AND a.answer = 'yes') = 3));

CREATE FUNCTION access.condition_time_is_up(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(access.last_day(of_case) <= access.today());

CREATE FUNCTION access.condition_reason_given(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(coalesce(EXISTS (
        SELECT FROM amends.legal_move m
        WHERE m.event = detail ->> 'act' AND detail ->> 'reason' = ANY (m.reasons)), false)
        AND CASE detail ->> 'reason'
            WHEN 'time is up' THEN access.condition_time_is_up(of_case, detail) = 'met'
            WHEN 'no answer by the deadline' THEN coalesce((access.file_of(of_case)).due_on < access.today(), false)
            ELSE true END);

-- The last word since the hold of somebody who never had a part in the case.
CREATE FUNCTION access.condition_review_is_outside(of_case uuid, detail jsonb) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN access.answer(coalesce((
        SELECT r.outcome = 'go on' FROM amends.hold_review r
        WHERE r.case_id = of_case
          AND r.added_at >= (SELECT max(m.moved_at) FROM amends.case_move m WHERE m.case_id = of_case AND m.event = 'hold')
          AND NOT EXISTS (SELECT FROM amends.seat s WHERE s.case_id = of_case AND s.person_id = r.added_by_id)
        ORDER BY r.added_at DESC LIMIT 1), false));

-- Every condition of an act with its answer, in the order of the table. `detail` holds act, role, how, taken_by and what
-- the act itself brings (form, on_day, item, reason). Without leave to EXECUTE: others ask access.findings.
CREATE FUNCTION access.all_findings(of_case uuid, detail jsonb)
    RETURNS TABLE (condition text, rests_on text, answer text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    FOR condition, rests_on IN SELECT n.condition, n.rests_on FROM amends.need n WHERE n.act = detail ->> 'act' ORDER BY n.place LOOP
        EXECUTE format('SELECT access.%I($1, $2)', 'condition_' || condition) INTO answer USING of_case, detail;
        RETURN NEXT;
    END LOOP;
END $$;

-- The same as it is told to somebody who acts in a role for their own or for another: whoever sits on his side or in the
-- office is not told which condition failed when it rests on her facts.
CREATE FUNCTION access.told_findings(of_case uuid, act_word text, detail jsonb, acting text, for_role text)
    RETURNS TABLE (condition text, answer text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN access.side_of(acting) IN ('his', 'office') AND f.rests_on = 'hers' THEN 'something_else'
                ELSE f.condition END,
           f.answer
    FROM access.all_findings(of_case, detail || jsonb_build_object('act', act_word, 'role', for_role,
             'how', detail ->> 'how', 'taken_by', access.me())) AS f
$$;

-- The same for the person who asks, in the role in which they could act. What a condition answers is something of the
-- case, so whoever has a part in it must have opened it (P14); a director ends and holds cases without opening them.
CREATE FUNCTION access.findings(of_case uuid, act_word text, detail jsonb DEFAULT '{}')
    RETURNS TABLE (condition text, answer text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT f.condition, f.answer
    FROM access.acting_role(of_case, act_word, coalesce(detail ->> 'how', 'page')) AS acting (role, for_role),
         access.told_findings(of_case, act_word, detail || jsonb_build_object('how', coalesce(detail ->> 'how', 'page')),
             acting.role, acting.for_role) AS f
    WHERE acting.role = 'director' OR of_case IN (SELECT access.cases_open_to(ARRAY[acting.role]))
$$;
