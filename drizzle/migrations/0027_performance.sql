ALTER TYPE "public"."notice_kind" ADD VALUE 'PERFORMED';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'PERFORMANCE_SET_ASIDE';--> statement-breakpoint
CREATE TABLE "performance_findings" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"found_on" date NOT NULL,
	"paid_by" varchar(16) NOT NULL,
	"plan_id" uuid,
	"waived" jsonb NOT NULL,
	"shadow_fen" bigint NOT NULL,
	"reason" varchar(4000) NOT NULL,
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"found_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"set_aside_on" date,
	"set_aside_reason" varchar(4000),
	"set_aside_by" uuid,
	CONSTRAINT "performance_findings_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "performance_findings_set_aside_whole" CHECK (num_nonnulls("performance_findings"."set_aside_on", "performance_findings"."set_aside_reason", "performance_findings"."set_aside_by") in (0, 3))
);
--> statement-breakpoint
DROP INDEX "joint_reviews_one_open";--> statement-breakpoint
ALTER TABLE "joint_reviews" ADD COLUMN "settled_by_payment_on" date;--> statement-breakpoint
ALTER TABLE "performance_findings" ADD CONSTRAINT "performance_findings_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "performance_findings" ADD CONSTRAINT "performance_findings_plan_id_fkey" FOREIGN KEY ("court_code","plan_id") REFERENCES "public"."plans"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "performance_findings" ADD CONSTRAINT "performance_findings_found_by_fkey" FOREIGN KEY ("found_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "performance_findings" ADD CONSTRAINT "performance_findings_set_aside_by_fkey" FOREIGN KEY ("set_aside_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "performance_findings_one_standing" ON "performance_findings" USING btree ("court_code","case_id") WHERE "performance_findings"."set_aside_on" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "joint_reviews_one_open" ON "joint_reviews" USING btree ("court_code","case_id") WHERE "joint_reviews"."decided_on" is null and "joint_reviews"."settled_by_payment_on" is null;--> statement-breakpoint
ALTER TABLE "joint_reviews" ADD CONSTRAINT "joint_reviews_ended_once" CHECK (num_nonnulls("joint_reviews"."decided_on", "joint_reviews"."settled_by_payment_on") <= 1);