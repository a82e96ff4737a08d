-- What is decided stays decided, whoever writes: the application, somebody at its connection, or the owner. The steps
-- that a state knows stand in state_steps, written from src/law/states with each migration; each trigger has a condition,
-- so that its function runs only where a guarded column changes.
CREATE FUNCTION refuse_unknown_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text := to_jsonb(OLD) ->> TG_ARGV[1];
  becomes text := to_jsonb(NEW) ->> TG_ARGV[1];
BEGIN
  IF EXISTS (SELECT FROM public.state_steps s
      WHERE s.thing = TG_ARGV[0] AND s.from_state = was AND s.to_state = becomes) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a % knows no step from % to %', TG_ARGV[0], was, becomes
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_known_step';
END
$$;
--> statement-breakpoint
CREATE FUNCTION refuse_final_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.state_steps s
      WHERE s.thing = TG_ARGV[0] AND s.from_state = to_jsonb(OLD) ->> TG_ARGV[1]) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a % changes no more in a final state', TG_ARGV[0]
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_final';
END
$$;
--> statement-breakpoint
-- The status of a payment, and of money going out, is read off its decisions: where it stands is the state from which no
-- step leads to another decision that was made. A decision that is no state (a receipt confirmed) moves nothing.
CREATE FUNCTION refuse_unknown_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_thing uuid := (to_jsonb(NEW) ->> TG_ARGV[1])::uuid;
  was text;
BEGIN
  IF NOT EXISTS (SELECT FROM public.state_steps s WHERE s.thing = TG_ARGV[0] AND s.to_state = NEW.decision::text) THEN
    RETURN NEW;
  END IF;
  EXECUTE format($q$
    WITH known AS (SELECT from_state, to_state FROM public.state_steps WHERE thing = $1),
    reached AS (
      SELECT to_state AS state FROM known WHERE from_state = ''
      UNION
      SELECT decision::text FROM %I.%I WHERE court_code = $2 AND %I = $3
        AND decision::text IN (SELECT to_state FROM known))
    SELECT r.state FROM reached r WHERE NOT EXISTS (
      SELECT FROM known k JOIN reached o ON o.state = k.to_state WHERE k.from_state = r.state)
    $q$, TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[1])
    INTO was USING TG_ARGV[0], NEW.court_code, of_thing;
  IF EXISTS (SELECT FROM public.state_steps s
      WHERE s.thing = TG_ARGV[0] AND s.from_state = was AND s.to_state = NEW.decision::text) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a % knows no step from % to %', TG_ARGV[0], was, NEW.decision
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_known_step';
END
$$;
--> statement-breakpoint
-- What one row says of its own end is said once.
CREATE FUNCTION refuse_decided_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% holds what is decided', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_decided';
END
$$;
--> statement-breakpoint
CREATE TRIGGER cases_known_step BEFORE UPDATE ON cases FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_step('case', 'state');
--> statement-breakpoint
CREATE TRIGGER plans_known_step BEFORE UPDATE ON plans FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_unknown_step('plan', 'status');
--> statement-breakpoint
CREATE TRIGGER escalation_steps_known_step BEFORE UPDATE ON escalation_steps FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_unknown_step('escalation step', 'status');
--> statement-breakpoint
CREATE TRIGGER refund_tasks_known_step BEFORE UPDATE ON refund_tasks FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_unknown_step('refund task', 'status');
--> statement-breakpoint
CREATE TRIGGER seizures_known_step BEFORE UPDATE ON seizures FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION refuse_unknown_step('seizure', 'status');
--> statement-breakpoint
-- A case is not among these: money, corrections and papers come in every state, so that only its state is final.
CREATE TRIGGER plans_final BEFORE UPDATE ON plans FOR EACH ROW
  WHEN (OLD.status = NEW.status AND (to_jsonb(OLD) - '{accelerated_on,version}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{accelerated_on,version}'::text[]))
  EXECUTE FUNCTION refuse_final_change('plan', 'status');
--> statement-breakpoint
CREATE TRIGGER escalation_steps_final BEFORE UPDATE ON escalation_steps FOR EACH ROW
  WHEN (OLD.status = NEW.status AND to_jsonb(OLD) IS DISTINCT FROM to_jsonb(NEW))
  EXECUTE FUNCTION refuse_final_change('escalation step', 'status');
--> statement-breakpoint
CREATE TRIGGER refund_tasks_final BEFORE UPDATE ON refund_tasks FOR EACH ROW
  WHEN (OLD.status = NEW.status AND (to_jsonb(OLD) - '{version}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{version}'::text[]))
  EXECUTE FUNCTION refuse_final_change('refund task', 'status');
--> statement-breakpoint
CREATE TRIGGER seizures_final BEFORE UPDATE ON seizures FOR EACH ROW
  WHEN (OLD.status = NEW.status AND (to_jsonb(OLD) - '{version}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{version}'::text[]))
  EXECUTE FUNCTION refuse_final_change('seizure', 'status');
--> statement-breakpoint
CREATE TRIGGER payment_decisions_known_step BEFORE INSERT ON payment_decisions FOR EACH ROW
  EXECUTE FUNCTION refuse_unknown_decision('payment', 'payment_id');
--> statement-breakpoint
CREATE TRIGGER disbursement_decisions_known_step BEFORE INSERT ON disbursement_decisions FOR EACH ROW
  EXECUTE FUNCTION refuse_unknown_decision('disbursement', 'disbursement_id');
--> statement-breakpoint
CREATE TRIGGER joint_reviews_decided BEFORE UPDATE ON joint_reviews FOR EACH ROW
  WHEN (OLD.decided_on IS NOT NULL OR OLD.settled_by_payment_on IS NOT NULL)
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER performance_findings_decided BEFORE UPDATE ON performance_findings FOR EACH ROW
  WHEN (OLD.set_aside_on IS NOT NULL)
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER recusals_decided BEFORE UPDATE ON recusals FOR EACH ROW
  WHEN (OLD.lifted_at IS NOT NULL)
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER account_requests_decided BEFORE UPDATE ON account_requests FOR EACH ROW
  WHEN (OLD.status <> 'ENTERED')
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER court_limits_decided BEFORE UPDATE ON court_limits FOR EACH ROW
  WHEN (OLD.status <> 'ENTERED')
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER directory_changes_decided BEFORE UPDATE ON directory_changes FOR EACH ROW
  WHEN (OLD.status <> 'ENTERED')
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER escalation_policies_decided BEFORE UPDATE ON escalation_policies FOR EACH ROW
  WHEN (OLD.status <> 'ENTERED')
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER delegations_decided BEFORE UPDATE ON delegations FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL OR OLD.status = 'REJECTED' OR (OLD.status <> 'ENTERED'
    AND (to_jsonb(OLD) - '{ended_by,ended_at,end_reason}'::text[])
      IS DISTINCT FROM (to_jsonb(NEW) - '{ended_by,ended_at,end_reason}'::text[])))
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER calendar_years_decided BEFORE UPDATE ON calendar_years FOR EACH ROW
  WHEN (OLD.status <> 'ENTERED' AND NOT (OLD.status = 'RELEASED' AND NEW.status = 'SUPERSEDED'
    AND (to_jsonb(OLD) - 'status') = (to_jsonb(NEW) - 'status')))
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
CREATE TRIGGER lending_rates_decided BEFORE UPDATE ON lending_rates FOR EACH ROW
  WHEN (OLD.status <> 'ENTERED' AND NOT (
    (NEW.status = OLD.status OR (OLD.status = 'RELEASED' AND NEW.status = 'SUPERSEDED'))
    AND (to_jsonb(OLD) - '{status,settled}'::text[]) = (to_jsonb(NEW) - '{status,settled}'::text[])))
  EXECUTE FUNCTION refuse_decided_change();
--> statement-breakpoint
-- The only way in which the application takes away what is past its time; the limits stand here, and the real clock of
-- the database decides. None of these rows belongs to a case.
CREATE FUNCTION remove_expired(kind text, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  expired text := CASE kind
    WHEN 'idempotency_keys' THEN $c$created_at < now() - interval '8 days'$c$
    WHEN 'sign_in_attempts' THEN $c$last_tried_at < now() - interval '3 months'$c$
    WHEN 'rate_counters' THEN $c$"window" < extract(epoch from now()) - 86400$c$
    WHEN 'outbox' THEN $c$sent_at < now() - interval '1 month'$c$
    WHEN 'job_runs' THEN $c$finished_at < now() - interval '36 months' and status in ('DONE', 'FAILED')$c$
  END;
  removed integer;
BEGIN
  IF expired IS NULL THEN
    RAISE EXCEPTION '% is kept', kind USING ERRCODE = 'restrict_violation', CONSTRAINT = 'remove_expired_kept';
  END IF;
  EXECUTE format('DELETE FROM %1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I WHERE %2$s LIMIT $1))', kind, expired)
    USING most;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$$;
