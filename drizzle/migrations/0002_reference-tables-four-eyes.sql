ALTER TABLE "calendar_years" DROP CONSTRAINT "calendar_years_pkey";--> statement-breakpoint
ALTER TABLE "lending_rates" DROP CONSTRAINT "lending_rates_pkey";--> statement-breakpoint
-- Rows that are already there get an identifier; later ones bring their own.
ALTER TABLE "calendar_years" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_years" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "calendar_years" ADD COLUMN "status" varchar(16) DEFAULT 'RELEASED' NOT NULL;--> statement-breakpoint
ALTER TABLE "calendar_years" ADD COLUMN "source" varchar(500);--> statement-breakpoint
ALTER TABLE "calendar_years" ADD COLUMN "entered_by" uuid;--> statement-breakpoint
ALTER TABLE "calendar_years" ADD COLUMN "entered_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "calendar_years" ADD COLUMN "decided_by" uuid;--> statement-breakpoint
ALTER TABLE "calendar_years" ADD COLUMN "decided_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "calendar_years" ADD COLUMN "reason" varchar(500);--> statement-breakpoint
-- Rows that are already there get an identifier; later ones bring their own.
ALTER TABLE "lending_rates" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "lending_rates" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "lending_rates" ADD COLUMN "status" varchar(16) DEFAULT 'RELEASED' NOT NULL;--> statement-breakpoint
ALTER TABLE "lending_rates" ADD COLUMN "source" varchar(500);--> statement-breakpoint
ALTER TABLE "lending_rates" ADD COLUMN "entered_by" uuid;--> statement-breakpoint
ALTER TABLE "lending_rates" ADD COLUMN "entered_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "lending_rates" ADD COLUMN "decided_by" uuid;--> statement-breakpoint
ALTER TABLE "lending_rates" ADD COLUMN "decided_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "lending_rates" ADD COLUMN "reason" varchar(500);--> statement-breakpoint
ALTER TABLE "lending_rates" ADD COLUMN "settled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment_progress" ADD COLUMN "due_on" date;--> statement-breakpoint
ALTER TABLE "instalment_progress" ADD COLUMN "awaits_year" smallint;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_years_one_released" ON "calendar_years" USING btree ("year") WHERE "calendar_years"."status" = 'RELEASED';--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_years_one_entered" ON "calendar_years" USING btree ("year") WHERE "calendar_years"."status" = 'ENTERED';--> statement-breakpoint
CREATE UNIQUE INDEX "lending_rates_one_released" ON "lending_rates" USING btree ("announced_on") WHERE "lending_rates"."status" = 'RELEASED';--> statement-breakpoint
CREATE UNIQUE INDEX "lending_rates_one_entered" ON "lending_rates" USING btree ("announced_on") WHERE "lending_rates"."status" = 'ENTERED';--> statement-breakpoint
CREATE INDEX "instalment_progress_awaits_year" ON "instalment_progress" USING btree ("awaits_year","court_code","case_id") WHERE "instalment_progress"."awaits_year" is not null;--> statement-breakpoint
ALTER TABLE "calendar_years" ADD CONSTRAINT "calendar_years_status_known" CHECK ("calendar_years"."status" in ('ENTERED','RELEASED','REJECTED','SUPERSEDED'));--> statement-breakpoint
ALTER TABLE "calendar_years" ADD CONSTRAINT "calendar_years_four_eyes" CHECK ("calendar_years"."entered_by" is null or "calendar_years"."status" in ('ENTERED','REJECTED') or coalesce("calendar_years"."decided_by" <> "calendar_years"."entered_by", false));--> statement-breakpoint
ALTER TABLE "lending_rates" ADD CONSTRAINT "lending_rates_status_known" CHECK ("lending_rates"."status" in ('ENTERED','RELEASED','REJECTED','SUPERSEDED'));--> statement-breakpoint
ALTER TABLE "lending_rates" ADD CONSTRAINT "lending_rates_four_eyes" CHECK ("lending_rates"."entered_by" is null or "lending_rates"."status" in ('ENTERED','REJECTED') or coalesce("lending_rates"."decided_by" <> "lending_rates"."entered_by", false)); --> statement-breakpoint
-- Provisional due dates of plans in force wait for their year from now on.
UPDATE "instalment_progress" g SET "awaits_year" = extract(year from i."nominal_due_on")
FROM "plan_instalments" i, "plans" p
WHERE i."court_code" = g."court_code" AND i."plan_id" = g."plan_id" AND i."no" = g."no" AND i."provisional"
  AND p."court_code" = g."court_code" AND p."id" = g."plan_id" AND p."status" = 'ACTIVE';
