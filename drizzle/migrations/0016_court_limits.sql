CREATE TABLE "court_limits" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"approval_limit_fen" bigint,
	"reason" varchar(500) NOT NULL,
	"status" varchar(16) NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" varchar(500),
	CONSTRAINT "court_limits_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "court_limits_amount_range" CHECK ("court_limits"."approval_limit_fen" is null or "court_limits"."approval_limit_fen" >= 0),
	CONSTRAINT "court_limits_four_eyes" CHECK ("court_limits"."status" <> 'APPROVED' or coalesce("court_limits"."decided_by" <> "court_limits"."entered_by", false))
);
--> statement-breakpoint
ALTER TABLE "court_limits" ADD CONSTRAINT "court_limits_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "court_limits" ADD CONSTRAINT "court_limits_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "court_limits" ADD CONSTRAINT "court_limits_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "court_limits_one_entered" ON "court_limits" USING btree ("court_code") WHERE "court_limits"."status" = 'ENTERED';--> statement-breakpoint
CREATE INDEX "court_limits_in_force" ON "court_limits" USING btree ("court_code","decided_at") WHERE "court_limits"."status" = 'APPROVED';