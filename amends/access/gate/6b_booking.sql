-- The books: what a funder forbids is refused here, and what is spent in a case enters them without its case. All but
-- the last two functions are called by a trigger or by each other.

-- The terms of a fund that are in force: the newest.
CREATE FUNCTION access.terms_of(of_fund uuid) RETURNS amends.fund_terms
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT t FROM amends.fund_terms t WHERE t.fund_id = of_fund ORDER BY t.added_at DESC, t.id LIMIT 1);

-- What is neither spent nor committed of what a funder gave.
CREATE FUNCTION access.left_of_fund(of_fund uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT coalesce(sum(CASE 'fund' WHEN t.taker THEN t.cents WHEN t.giver THEN -t.cents END), 0)
        FROM amends.transfer t WHERE t.fund_id = of_fund);

-- What is left of one commitment.
CREATE FUNCTION access.left_of_commitment(of_commitment uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (SELECT coalesce(sum(CASE 'committed' WHEN t.taker THEN t.cents WHEN t.giver THEN -t.cents END), 0)
        FROM amends.transfer t WHERE t.id = of_commitment OR t.commitment_id = of_commitment);

-- What is held for the survivor of a case.
CREATE FUNCTION access.held_for(of_case uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN (
        SELECT coalesce(sum(CASE WHEN h.puts_right_id IS NULL THEN h.cents ELSE -h.cents END), 0)
        FROM (SELECT i.cents, i.puts_right_id FROM amends.held_in i WHERE i.case_id = of_case
            UNION ALL SELECT -o.cents, o.puts_right_id FROM amends.held_out o WHERE o.case_id = of_case) AS h);

CREATE FUNCTION access.refuse_in_the_books(promise_broken text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'The books refuse this. Nothing was written.'
        USING ERRCODE = 'check_violation', CONSTRAINT = promise_broken;
END $$;

-- A row that puts another right is that row, with its ends changed about where it has two: it cannot undo less. Of
-- another case nothing is taken: the row is then refused for naming it, after the policies have judged.
CREATE FUNCTION access.puts_right_the_whole() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    told jsonb := to_jsonb(NEW);
    earlier jsonb;
BEGIN
    IF NEW.puts_right_id IS NOT NULL THEN
        EXECUTE format('SELECT to_jsonb(t) FROM amends.%I t WHERE t.id = $1', TG_TABLE_NAME)
            INTO earlier USING NEW.puts_right_id;
        IF earlier IS NOT NULL AND earlier -> 'case_id' IS NOT DISTINCT FROM told -> 'case_id' THEN
            IF earlier ? 'giver' THEN
                earlier := earlier || jsonb_build_object('giver', earlier -> 'taker', 'taker', earlier -> 'giver',
                    'commitment_id', CASE WHEN earlier ->> 'taker' = 'committed' AND earlier ->> 'commitment_id' IS NULL
                        THEN earlier -> 'id' ELSE earlier -> 'commitment_id' END);
            END IF;
            NEW := jsonb_populate_record(NEW, earlier - '{id,added_by_id,added_at,puts_right_id,voucher}'::text[]);
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION access.puts_right_an_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    further uuid;
BEGIN
    EXECUTE format('SELECT t.puts_right_id FROM amends.%I t WHERE t.id = $1', TG_TABLE_NAME)
        INTO further USING NEW.puts_right_id;
    IF further IS NOT NULL THEN
        PERFORM access.refuse_in_the_books('what_puts_right_is_not_undone');
    END IF;
    RETURN NULL;
END $$;

-- What the funder allows: this purpose, this side, these days.
CREATE FUNCTION access.judge_by_terms(of_fund uuid, what_for text, whose text, first_day date, last_day date) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    terms amends.fund_terms := access.terms_of(of_fund);
BEGIN
    PERFORM access.refuse_in_the_books('fund_has_terms') WHERE terms.id IS NULL;
    PERFORM access.refuse_in_the_books('fund_is_open_on_this_day')
        WHERE last_day < terms.from_on OR first_day > terms.until_on;
    PERFORM access.refuse_in_the_books('fund_pays_for_this_purpose') WHERE NOT what_for = ANY (terms.purposes);
    PERFORM access.refuse_in_the_books('fund_pays_for_this_side') WHERE NOT whose = ANY (terms.sides);
END $$;

CREATE FUNCTION access.budget_keeps_to_the_terms() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.puts_right_id IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.fund_id::text, 3));
        PERFORM access.judge_by_terms(NEW.fund_id, NEW.purpose, NEW.side, make_date(NEW.year, 1, 1), make_date(NEW.year, 12, 31));
        -- One plan for one thing, so that nobody plans it twice by entering the same sheet twice.
        PERFORM access.refuse_in_the_books('budget_line_is_planned_once')
            FROM amends.budget_line b
            WHERE (b.fund_id, b.year, b.purpose, b.side) = (NEW.fund_id, NEW.year, NEW.purpose, NEW.side)
              AND b.id <> NEW.id AND b.puts_right_id IS NULL
              AND NOT EXISTS (SELECT FROM amends.budget_line r WHERE r.puts_right_id = b.id);
    END IF;
    RETURN NULL;
END $$;

-- One transfer of a fund after the other, so that two cannot spend the same money. What puts right is judged by what
-- is left alone: a mistake can be undone after the fund has ended.
CREATE FUNCTION access.transfer_is_allowed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    committed amends.transfer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.fund_id::text, 3));
    IF NEW.puts_right_id IS NULL AND NEW.purpose IS NOT NULL THEN
        PERFORM access.judge_by_terms(NEW.fund_id, NEW.purpose, NEW.side, NEW.on_day, NEW.on_day);
    END IF;
    IF NEW.commitment_id IS NOT NULL THEN
        SELECT * INTO committed FROM amends.transfer t WHERE t.id = NEW.commitment_id;
        PERFORM access.refuse_in_the_books('transfer_keeps_to_its_commitment')
            WHERE (committed.giver, committed.taker, committed.fund_id, committed.purpose, committed.side)
                IS DISTINCT FROM ('fund', 'committed', NEW.fund_id, NEW.purpose, NEW.side);
        PERFORM access.refuse_in_the_books('commitment_has_this_much_left') WHERE access.left_of_commitment(NEW.commitment_id) < 0;
    END IF;
    PERFORM access.refuse_in_the_books('fund_has_this_much_left') WHERE access.left_of_fund(NEW.fund_id) < 0;
    -- What was spent or set aside in a case is undone there, or the case would tell another story than the books.
    PERFORM access.refuse_in_the_books('case_cost_is_put_right_in_its_case')
        WHERE EXISTS (SELECT FROM amends.her_cost c WHERE c.id = NEW.puts_right_id UNION ALL
                      SELECT FROM amends.his_cost c WHERE c.id = NEW.puts_right_id)
          AND NOT EXISTS (SELECT FROM amends.her_cost c WHERE c.id = NEW.id UNION ALL
                          SELECT FROM amends.his_cost c WHERE c.id = NEW.id);
    RETURN NULL;
END $$;

-- Money of a case enters the books without the case, under the id of its record.
CREATE FUNCTION access.cost_enters_the_books() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    committed uuid;
    whose text := CASE TG_TABLE_NAME WHEN 'her_cost' THEN 'hers' ELSE 'his' END;
    asked uuid := (to_jsonb(NEW) ->> 'request_id')::uuid;
BEGIN
    IF asked IS NOT NULL THEN
        SELECT a.id INTO committed FROM amends.emergency_answer a WHERE a.request_id = asked AND a.outcome = 'granted';
        IF committed IS NULL THEN
            PERFORM access.refuse_in_the_books('emergency_request_was_granted');
        END IF;
    END IF;
    INSERT INTO amends.transfer
            (id, fund_id, giver, taker, cents, on_day, purpose, side, commitment_id, puts_right_id, added_by_id, added_at)
        VALUES (NEW.id, NEW.fund_id, CASE WHEN committed IS NULL THEN 'fund' ELSE 'committed' END, NEW.spent_on, NEW.cents,
                NEW.on_day, NEW.purpose, whose, committed, NEW.puts_right_id, NEW.added_by_id, NEW.added_at);
    RETURN NULL;
END $$;

-- What was granted is set aside at once, so that nobody else spends it.
CREATE FUNCTION access.grant_is_set_aside() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.outcome = 'granted' THEN
        INSERT INTO amends.transfer (id, fund_id, giver, taker, cents, on_day, purpose, side, added_by_id, added_at)
            SELECT NEW.id, NEW.fund_id, 'fund', 'committed', r.cents, access.today(), 'emergency', 'hers', NEW.added_by_id, NEW.added_at
            FROM amends.emergency_request r WHERE r.id = NEW.request_id;
    END IF;
    RETURN NULL;
END $$;

-- Nobody is paid what is not held for her.
CREATE FUNCTION access.held_money_is_there() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.case_id::text, 3));
    PERFORM access.refuse_in_the_books('held_money_is_there') WHERE access.held_for(NEW.case_id) < 0;
    RETURN NULL;
END $$;

-- What each case has cost so far, by side, for a director: sums, and nothing of what was bought, when or for what.
CREATE FUNCTION access.cost_by_case() RETURNS TABLE (case_id uuid, side text, cents bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT c.case_id, c.side, sum(CASE WHEN c.puts_right_id IS NULL THEN c.cents ELSE -c.cents END)::bigint
    FROM (SELECT h.case_id, 'hers' AS side, h.cents, h.puts_right_id FROM amends.her_cost h
        UNION ALL SELECT h.case_id, 'his', h.cents, h.puts_right_id FROM amends.his_cost h) AS c
    WHERE access.is('director')
    GROUP BY c.case_id, c.side
$$;

-- What is held for all survivors together, for a director: it must be what the account holds. NULL for everybody else.
CREATE FUNCTION access.held_for_everybody() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
    RETURN CASE WHEN access.is('director') THEN (
        SELECT coalesce(sum(CASE WHEN h.puts_right_id IS NULL THEN h.cents ELSE -h.cents END), 0)::bigint
        FROM (SELECT i.cents, i.puts_right_id FROM amends.held_in i
            UNION ALL SELECT -o.cents, o.puts_right_id FROM amends.held_out o) AS h) END;
