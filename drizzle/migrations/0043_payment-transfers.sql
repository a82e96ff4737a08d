ALTER TYPE "public"."notice_kind" ADD VALUE 'PAYMENT_TRANSFERRED' BEFORE 'RECEIPT_ASKED';--> statement-breakpoint
ALTER TYPE "public"."payment_decision" ADD VALUE 'TRANSFERRED';--> statement-breakpoint
CREATE TABLE "payment_transfers" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"to_case_id" uuid NOT NULL,
	"status" varchar(16) NOT NULL,
	"reason" varchar(500) NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" varchar(500),
	"entered_for" uuid,
	"decided_for" uuid,
	CONSTRAINT "payment_transfers_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "payment_transfers_other_case" CHECK ("payment_transfers"."to_case_id" <> "payment_transfers"."case_id"),
	CONSTRAINT "payment_transfers_four_eyes" CHECK ("payment_transfers"."status" <> 'APPROVED' or coalesce("payment_transfers"."decided_by" <> "payment_transfers"."entered_by", false))
);
--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "account_index" varchar(64);--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "transferred_from" uuid;--> statement-breakpoint
ALTER TABLE "payment_transfers" ADD CONSTRAINT "payment_transfers_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_transfers" ADD CONSTRAINT "payment_transfers_to_case_id_fkey" FOREIGN KEY ("court_code","to_case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_transfers" ADD CONSTRAINT "payment_transfers_payment_id_fkey" FOREIGN KEY ("court_code","payment_id") REFERENCES "public"."payments"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_transfers" ADD CONSTRAINT "payment_transfers_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_transfers" ADD CONSTRAINT "payment_transfers_entered_for_fkey" FOREIGN KEY ("entered_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_transfers" ADD CONSTRAINT "payment_transfers_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_transfers" ADD CONSTRAINT "payment_transfers_decided_for_fkey" FOREIGN KEY ("decided_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_transfers_one_entered" ON "payment_transfers" USING btree ("court_code","payment_id") WHERE "payment_transfers"."status" = 'ENTERED';--> statement-breakpoint
CREATE INDEX "payment_transfers_case_id" ON "payment_transfers" USING btree ("court_code","case_id","id");--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_transferred_from_fkey" FOREIGN KEY ("court_code","transferred_from") REFERENCES "public"."payments"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payments_transferred_from_unique" ON "payments" USING btree ("court_code","transferred_from") WHERE "payments"."transferred_from" is not null;--> statement-breakpoint
-- What was entered so far came to the account that its case names.
ALTER TABLE "payments" DISABLE TRIGGER "payments_append_only";--> statement-breakpoint
UPDATE "payments" p SET "account_index" = c."collection_number_index" FROM "cases" c WHERE c."court_code" = p."court_code" AND c."id" = p."case_id" AND p."channel" <> 'DIRECT_TO_APPLICANT';--> statement-breakpoint
ALTER TABLE "payments" ENABLE TRIGGER "payments_append_only";--> statement-breakpoint
CREATE TRIGGER payment_transfers_decided_once BEFORE UPDATE OR DELETE ON payment_transfers FOR EACH ROW EXECUTE FUNCTION refuse_change_but_decision();--> statement-breakpoint
CREATE TRIGGER payment_transfers_no_truncate BEFORE TRUNCATE ON payment_transfers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
