ALTER TABLE "plans" ADD COLUMN "amends_plan_id" uuid;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "effective_on" date;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "amendment" jsonb;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "superseded_on" date;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "received_fen" bigint;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_amends_plan_id_fkey" FOREIGN KEY ("court_code","amends_plan_id") REFERENCES "public"."plans"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_amendment_whole" CHECK (num_nonnulls("plans"."amends_plan_id", "plans"."effective_on", "plans"."amendment") in (0, 3));--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_superseded_whole" CHECK (num_nonnulls("plans"."superseded_on", "plans"."received_fen") = case when "plans"."status" = 'SUPERSEDED' then 2 else 0 end);