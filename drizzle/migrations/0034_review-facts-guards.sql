CREATE TRIGGER review_court_records_append_only BEFORE UPDATE OR DELETE ON review_court_records FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER review_court_records_no_truncate BEFORE TRUNCATE ON review_court_records FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER review_measures_append_only BEFORE UPDATE OR DELETE ON review_measures FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER review_measures_no_truncate BEFORE TRUNCATE ON review_measures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
