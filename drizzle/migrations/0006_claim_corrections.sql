ALTER TYPE "public"."notice_kind" ADD VALUE 'CLAIM_CORRECTED';--> statement-breakpoint
CREATE TABLE "claim_corrections" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"ground" varchar(200) NOT NULL,
	"evidence" varchar(2000) NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_on" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "claim_corrections_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "claim_corrections_no_unique" UNIQUE("court_code","case_id","no")
);
--> statement-breakpoint
ALTER TABLE "ledger_postings" DROP CONSTRAINT "ledger_postings_allocation_payment";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "calculation" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD CONSTRAINT "claim_corrections_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD CONSTRAINT "claim_corrections_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_allocation_payment" CHECK ("ledger_postings"."kind" <> 'ALLOCATION' or "ledger_postings"."payment_id" is not null);--> statement-breakpoint
CREATE TRIGGER claim_corrections_append_only BEFORE UPDATE OR DELETE ON claim_corrections FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER claim_corrections_no_truncate BEFORE TRUNCATE ON claim_corrections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
