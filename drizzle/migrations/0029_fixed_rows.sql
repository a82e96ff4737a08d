ALTER TABLE "case_events" ADD COLUMN "from_address" varchar(64);--> statement-breakpoint
ALTER TABLE "case_events" ADD COLUMN "fixes" jsonb;--> statement-breakpoint
CREATE INDEX "case_events_not_fixed" ON "case_events" USING btree ("court_code","case_id") WHERE "case_events"."seq" = 1 and "case_events"."fixes" is null;