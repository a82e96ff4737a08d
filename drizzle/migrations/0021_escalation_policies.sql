CREATE TABLE "escalation_policies" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"offsets" jsonb NOT NULL,
	"effective_on" date,
	"status" varchar(16) NOT NULL,
	"reason" varchar(500) NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" varchar(500),
	CONSTRAINT "escalation_policies_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "escalation_policies_four_eyes" CHECK ("escalation_policies"."status" <> 'APPROVED' or coalesce("escalation_policies"."decided_by" <> "escalation_policies"."entered_by", false)),
	CONSTRAINT "escalation_policies_effective_on" CHECK (("escalation_policies"."status" = 'APPROVED') = ("escalation_policies"."effective_on" is not null))
);
--> statement-breakpoint
ALTER TABLE "escalation_policies" ADD CONSTRAINT "escalation_policies_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalation_policies" ADD CONSTRAINT "escalation_policies_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalation_policies" ADD CONSTRAINT "escalation_policies_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "escalation_policies_one_entered" ON "escalation_policies" USING btree ("court_code") WHERE "escalation_policies"."status" = 'ENTERED';--> statement-breakpoint
CREATE INDEX "escalation_policies_approved" ON "escalation_policies" USING btree ("court_code","decided_at") WHERE "escalation_policies"."status" = 'APPROVED';