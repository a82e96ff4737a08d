CREATE TABLE "delegations" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"principal_id" uuid NOT NULL,
	"deputy_id" uuid NOT NULL,
	"roles" varchar(32)[] NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"status" varchar(16) NOT NULL,
	"reason" varchar(500) NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" varchar(500),
	"ended_by" uuid,
	"ended_at" timestamp (3) with time zone,
	"end_reason" varchar(500),
	CONSTRAINT "delegations_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "delegations_two_people" CHECK ("delegations"."principal_id" <> "delegations"."deputy_id"),
	CONSTRAINT "delegations_days_order" CHECK ("delegations"."from_on" <= "delegations"."to_on"),
	CONSTRAINT "delegations_roles_some" CHECK (cardinality("delegations"."roles") > 0),
	CONSTRAINT "delegations_four_eyes" CHECK ("delegations"."status" <> 'APPROVED' or coalesce(
        "delegations"."decided_by" not in ("delegations"."entered_by", "delegations"."principal_id", "delegations"."deputy_id"), false))
);
--> statement-breakpoint
ALTER TABLE "payment_decisions" ADD COLUMN "decided_for" uuid;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "entered_for" uuid;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_principal_id_fkey" FOREIGN KEY ("principal_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_deputy_id_fkey" FOREIGN KEY ("deputy_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_ended_by_fkey" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delegations_deputy_id" ON "delegations" USING btree ("deputy_id","principal_id");--> statement-breakpoint
CREATE INDEX "delegations_principal_id" ON "delegations" USING btree ("principal_id");--> statement-breakpoint
ALTER TABLE "payment_decisions" ADD CONSTRAINT "payment_decisions_decided_for_fkey" FOREIGN KEY ("decided_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_entered_for_fkey" FOREIGN KEY ("entered_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;