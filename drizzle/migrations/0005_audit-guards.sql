-- Evidence of the audit takes new rows only, like events; the application may not even try (its rights follow from these triggers).
CREATE FUNCTION refuse_access_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A partition would tell its own name.
  RAISE EXCEPTION 'access_log is append-only' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'access_log_append_only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION refuse_access_log_change();
--> statement-breakpoint
CREATE TRIGGER access_log_no_truncate BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_access_log_change();
--> statement-breakpoint
CREATE TRIGGER access_batches_append_only BEFORE UPDATE OR DELETE ON access_batches FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER access_batches_no_truncate BEFORE TRUNCATE ON access_batches FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER access_removals_append_only BEFORE UPDATE OR DELETE ON access_removals FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER access_removals_no_truncate BEFORE TRUNCATE ON access_removals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_roots_append_only BEFORE UPDATE OR DELETE ON audit_roots FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_roots_no_truncate BEFORE TRUNCATE ON audit_roots FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_anchors_append_only BEFORE UPDATE OR DELETE ON audit_anchors FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_anchors_no_truncate BEFORE TRUNCATE ON audit_anchors FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The application makes no tables, so the owner lends it the one way to add a month to the access log.
CREATE FUNCTION make_access_month(moment timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month date := date_trunc('month', moment at time zone 'UTC')::date;
  name text := 'access_log_' || to_char(month, 'YYYY_MM');
BEGIN
  IF to_regclass(name) IS NULL THEN
    EXECUTE format('CREATE TABLE %I PARTITION OF access_log FOR VALUES FROM (%L) TO (%L)',
      name, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
  END IF;
END
$$;
--> statement-breakpoint
-- The only way in which anything of the access log goes: whole months, six months old or more (Cybersecurity Law 23(3)), each
-- leaving a row behind; the digests of its batches stay. The real clock of the database decides, whatever the caller says.
CREATE FUNCTION remove_access_months(before date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part record;
  first_day date;
  removed integer := 0;
BEGIN
  IF before > date_trunc('month', (now() at time zone 'UTC') - interval '6 months')::date THEN
    RAISE EXCEPTION 'the access log is kept for six months' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'access_log_six_months';
  END IF;
  FOR part IN SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'access_log'::regclass ORDER BY c.relname LOOP
    first_day := to_date(substr(part.name, 12), 'YYYY_MM');
    CONTINUE WHEN first_day + interval '1 month' > before;
    EXECUTE format('INSERT INTO access_removals (month, entries, first_batch, last_batch, removed_at)
      SELECT %L, count(*), min(batch), max(batch), now() FROM %I', first_day, part.name);
    EXECUTE format('DROP TABLE %I', part.name);
    removed := removed + 1;
  END LOOP;
  RETURN removed;
END
$$;
