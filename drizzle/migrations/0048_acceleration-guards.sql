CREATE TRIGGER acceleration_notices_append_only BEFORE UPDATE OR DELETE ON acceleration_notices FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER acceleration_notices_no_truncate BEFORE TRUNCATE ON acceleration_notices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER acceleration_withdrawals_append_only BEFORE UPDATE OR DELETE ON acceleration_withdrawals FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER acceleration_withdrawals_no_truncate BEFORE TRUNCATE ON acceleration_withdrawals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER service_records_append_only BEFORE UPDATE OR DELETE ON service_records FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER service_records_no_truncate BEFORE TRUNCATE ON service_records FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
