ALTER TYPE "public"."notice_kind" ADD VALUE 'DEPARTMENT_MEASURE';--> statement-breakpoint
CREATE TABLE "departments" (
	"court_code" varchar(8) NOT NULL,
	"code" varchar(32) NOT NULL,
	"name" varchar(100) NOT NULL,
	"closed_on" date,
	CONSTRAINT "departments_pkey" PRIMARY KEY("court_code","code"),
	CONSTRAINT "departments_name_unique" UNIQUE("court_code","name")
);
--> statement-breakpoint
CREATE TABLE "directory_changes" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"subject" varchar(16) NOT NULL,
	"change" varchar(16) NOT NULL,
	"code" varchar(32) NOT NULL,
	"name" varchar(100),
	"status" varchar(16) NOT NULL,
	"reason" varchar(500) NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" varchar(500),
	CONSTRAINT "directory_changes_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "directory_changes_name" CHECK (("directory_changes"."change" = 'CLOSE') = ("directory_changes"."name" is null)),
	CONSTRAINT "directory_changes_four_eyes" CHECK ("directory_changes"."status" <> 'APPROVED' or coalesce("directory_changes"."decided_by" <> "directory_changes"."entered_by", false))
);
--> statement-breakpoint
CREATE TABLE "review_court_records" (
	"court_code" varchar(8) NOT NULL,
	"review_id" uuid NOT NULL,
	"enforcement_cases" varchar(2000) NOT NULL,
	"asset_report" varchar(2000) NOT NULL,
	"past_performance" varchar(2000) NOT NULL,
	"seizures" varchar(2000) NOT NULL,
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_on" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_court_records_pkey" PRIMARY KEY("court_code","review_id")
);
--> statement-breakpoint
CREATE TABLE "review_measures" (
	"court_code" varchar(8) NOT NULL,
	"review_id" uuid NOT NULL,
	"no" smallint NOT NULL,
	"department_code" varchar(32) NOT NULL,
	"measure" varchar(500) NOT NULL,
	"due_on" date NOT NULL,
	CONSTRAINT "review_measures_pkey" PRIMARY KEY("court_code","review_id","no")
);
--> statement-breakpoint
ALTER TABLE "review_decisions" ALTER COLUMN "measures" SET DEFAULT '[]'::jsonb;--> statement-breakpoint
ALTER TABLE "courts" ADD COLUMN "closed_on" date;--> statement-breakpoint
ALTER TABLE "department_opinions" ADD COLUMN "unanswered" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "department_opinions" ADD COLUMN "handled_by" varchar(100);--> statement-breakpoint
ALTER TABLE "department_opinions" ADD COLUMN "reviewed_by" varchar(100);--> statement-breakpoint
ALTER TABLE "review_decisions" ADD COLUMN "hard_stops" varchar(32)[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
-- Departments that accounts, requests and measures name so far, by the names of section 8.1 where these are known.
INSERT INTO "departments" ("court_code", "code", "name")
SELECT named.court_code, named.code, CASE named.code WHEN 'INDUSTRY' THEN '经信局' WHEN 'HOUSING' THEN '住建局'
  WHEN 'TAX' THEN '税务局' ELSE named.code END
FROM (
  SELECT court_code, department_code AS code FROM users WHERE court_code IS NOT NULL AND department_code IS NOT NULL
  UNION SELECT court_code, department_code FROM department_requests
  UNION SELECT d.court_code, m ->> 'departmentCode' FROM review_decisions d, jsonb_array_elements(d.measures) m
) named;
--> statement-breakpoint
INSERT INTO "review_measures" ("court_code", "review_id", "no", "department_code", "measure", "due_on")
SELECT d.court_code, d.review_id, m.no, m.one ->> 'departmentCode', m.one ->> 'measure', (m.one ->> 'dueOn')::date
FROM review_decisions d, jsonb_array_elements(d.measures) WITH ORDINALITY AS m(one, no);
--> statement-breakpoint
ALTER TABLE "departments" ADD CONSTRAINT "departments_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directory_changes" ADD CONSTRAINT "directory_changes_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directory_changes" ADD CONSTRAINT "directory_changes_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directory_changes" ADD CONSTRAINT "directory_changes_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_court_records" ADD CONSTRAINT "review_court_records_review_id_fkey" FOREIGN KEY ("court_code","review_id") REFERENCES "public"."joint_reviews"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_court_records" ADD CONSTRAINT "review_court_records_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_measures" ADD CONSTRAINT "review_measures_review_id_fkey" FOREIGN KEY ("court_code","review_id") REFERENCES "public"."review_decisions"("court_code","review_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_measures" ADD CONSTRAINT "review_measures_department_code_fkey" FOREIGN KEY ("court_code","department_code") REFERENCES "public"."departments"("court_code","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "directory_changes_one_entered" ON "directory_changes" USING btree ("court_code","subject","code") WHERE "directory_changes"."status" = 'ENTERED';--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_department_code_fkey" FOREIGN KEY ("court_code","department_code") REFERENCES "public"."departments"("court_code","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department_requests" ADD CONSTRAINT "department_requests_department_code_fkey" FOREIGN KEY ("court_code","department_code") REFERENCES "public"."departments"("court_code","code") ON DELETE no action ON UPDATE no action;