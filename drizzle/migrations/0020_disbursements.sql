CREATE TYPE "public"."disbursement_decision" AS ENUM('APPROVED', 'REJECTED', 'PAID', 'FAILED');--> statement-breakpoint
CREATE TYPE "public"."disbursement_kind" AS ENUM('APPLICANT', 'REFUND');--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'FUNDS_PAID_OUT';--> statement-breakpoint
CREATE TABLE "disbursement_decisions" (
	"court_code" varchar(8) NOT NULL,
	"disbursement_id" uuid NOT NULL,
	"decision" "disbursement_decision" NOT NULL,
	"paid_on" date,
	"bank_transaction_no" varchar(64),
	"reason" varchar(500),
	"decided_by" uuid NOT NULL,
	"decided_for" uuid,
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "disbursement_decisions_pkey" PRIMARY KEY("court_code","disbursement_id","decision"),
	CONSTRAINT "disbursement_decisions_paid_on" CHECK (("disbursement_decisions"."decision" = 'PAID') = ("disbursement_decisions"."paid_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "disbursements" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" "disbursement_kind" NOT NULL,
	"applicant_id" uuid,
	"refund_task_id" uuid,
	"amount_fen" bigint NOT NULL,
	"payee_bank" varchar(200) NOT NULL,
	"payee_name" varchar(200) NOT NULL,
	"payee_number" text NOT NULL,
	"reason" varchar(500) NOT NULL,
	"evidence" varchar(2000),
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_for" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "disbursements_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "disbursements_amount_fen_range" CHECK ("disbursements"."amount_fen" between 1 and 1000000000000000),
	CONSTRAINT "disbursements_payee_number_sealed" CHECK ("disbursements"."payee_number" is null or "disbursements"."payee_number" ~ '^f1[.][A-Za-z0-9-]{1,32}[.][A-Za-z0-9_-]+$'),
	CONSTRAINT "disbursements_payee_of_kind" CHECK (("disbursements"."kind" = 'APPLICANT') = ("disbursements"."applicant_id" is not null) and
        ("disbursements"."kind" = 'REFUND') = ("disbursements"."refund_task_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "disbursement_decisions" ADD CONSTRAINT "disbursement_decisions_disbursement_id_fkey" FOREIGN KEY ("court_code","disbursement_id") REFERENCES "public"."disbursements"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursement_decisions" ADD CONSTRAINT "disbursement_decisions_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursement_decisions" ADD CONSTRAINT "disbursement_decisions_decided_for_fkey" FOREIGN KEY ("decided_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_refund_task_id_fkey" FOREIGN KEY ("court_code","refund_task_id") REFERENCES "public"."refund_tasks"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_applicant_id_fkey" FOREIGN KEY ("applicant_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_entered_for_fkey" FOREIGN KEY ("entered_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "disbursement_decisions_bank_transaction_no_unique" ON "disbursement_decisions" USING btree ("court_code","bank_transaction_no") WHERE "disbursement_decisions"."bank_transaction_no" is not null;--> statement-breakpoint
CREATE INDEX "disbursements_case_id" ON "disbursements" USING btree ("court_code","case_id","id");--> statement-breakpoint
CREATE TRIGGER disbursement_decisions_append_only BEFORE UPDATE OR DELETE ON disbursement_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER disbursement_decisions_no_truncate BEFORE TRUNCATE ON disbursement_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A new key seals the account number anew; nothing else of a row ever changes.
CREATE FUNCTION refuse_change_but_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'payee_number' = to_jsonb(OLD) - 'payee_number' THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is never changed but for its seal', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_seal_only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER disbursements_seal_only BEFORE UPDATE OR DELETE ON disbursements FOR EACH ROW EXECUTE FUNCTION refuse_change_but_seal();
--> statement-breakpoint
CREATE TRIGGER disbursements_no_truncate BEFORE TRUNCATE ON disbursements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
