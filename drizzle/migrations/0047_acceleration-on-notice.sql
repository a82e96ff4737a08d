CREATE TYPE "public"."service_method" AS ENUM('DIRECT', 'LEFT_BEHIND', 'ELECTRONIC', 'OTHER_COURT', 'POST', 'FORWARDED', 'PUBLIC_NOTICE');--> statement-breakpoint
CREATE TYPE "public"."service_way" AS ENUM('COURT', 'APPLICANT');--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'ACCELERATION_DECLARED';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'ACCELERATED';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'ACCELERATION_ENDED';--> statement-breakpoint
CREATE TABLE "acceleration_notices" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"declared_on" date NOT NULL,
	"evidence" varchar(2000),
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "acceleration_notices_pkey" PRIMARY KEY("court_code","id")
);
--> statement-breakpoint
CREATE TABLE "acceleration_withdrawals" (
	"court_code" varchar(8) NOT NULL,
	"notice_id" uuid NOT NULL,
	"withdrawn_on" date NOT NULL,
	"evidence" varchar(2000),
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "acceleration_withdrawals_pkey" PRIMARY KEY("court_code","notice_id")
);
--> statement-breakpoint
CREATE TABLE "service_records" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"acceleration_notice_id" uuid NOT NULL,
	"way" "service_way" NOT NULL,
	"served_by" varchar(200) NOT NULL,
	"party_id" uuid NOT NULL,
	"method" "service_method" NOT NULL,
	"served_on" date NOT NULL,
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "service_records_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "service_records_acceleration_notice_unique" UNIQUE("court_code","acceleration_notice_id")
);
--> statement-breakpoint
ALTER TABLE "instalment_progress" ADD COLUMN "dropped_interest_fen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "acceleration_notices" ADD CONSTRAINT "acceleration_notices_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acceleration_notices" ADD CONSTRAINT "acceleration_notices_plan_id_fkey" FOREIGN KEY ("court_code","plan_id") REFERENCES "public"."plans"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acceleration_notices" ADD CONSTRAINT "acceleration_notices_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acceleration_withdrawals" ADD CONSTRAINT "acceleration_withdrawals_notice_id_fkey" FOREIGN KEY ("court_code","notice_id") REFERENCES "public"."acceleration_notices"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acceleration_withdrawals" ADD CONSTRAINT "acceleration_withdrawals_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_acceleration_notice_id_fkey" FOREIGN KEY ("court_code","acceleration_notice_id") REFERENCES "public"."acceleration_notices"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "acceleration_notices_plan_id" ON "acceleration_notices" USING btree ("court_code","plan_id","id");--> statement-breakpoint
CREATE INDEX "acceleration_notices_case_id" ON "acceleration_notices" USING btree ("court_code","case_id");--> statement-breakpoint
CREATE INDEX "service_records_case_id" ON "service_records" USING btree ("court_code","case_id");--> statement-breakpoint
ALTER TABLE "instalment_progress" ADD CONSTRAINT "instalment_progress_dropped_interest_fen_range" CHECK ("instalment_progress"."dropped_interest_fen" between 0 and 1000000000000000);