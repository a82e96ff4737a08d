ALTER TYPE "public"."disbursement_decision" ADD VALUE 'RETURNED';--> statement-breakpoint
ALTER TYPE "public"."disbursement_kind" ADD VALUE 'FEE_TO_TREASURY';--> statement-breakpoint
ALTER TYPE "public"."disbursement_kind" ADD VALUE 'COST_TO_THIRD_PARTY';--> statement-breakpoint
ALTER TYPE "public"."disbursement_kind" ADD VALUE 'OTHER_COURT';--> statement-breakpoint
ALTER TYPE "public"."disbursement_kind" ADD VALUE 'HANDOVER_TO_ADMINISTRATOR';--> statement-breakpoint
ALTER TYPE "public"."disbursement_kind" ADD VALUE 'DEPOSIT';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'FUNDS_OVERDRAWN' BEFORE 'DEPARTMENT_ASKED';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'RECOVERY_DUE' BEFORE 'DEPARTMENT_ASKED';--> statement-breakpoint
ALTER TABLE "disbursement_decisions" ADD COLUMN "returned_on" date;--> statement-breakpoint
ALTER TABLE "payment_decisions" ADD COLUMN "decided_on" date;--> statement-breakpoint
-- The event of a decision knows its business date; the row is stopped from changing at any other time.
ALTER TABLE "payment_decisions" DISABLE TRIGGER "payment_decisions_append_only";--> statement-breakpoint
UPDATE payment_decisions d SET decided_on = coalesce(
  (SELECT min(e.business_on) FROM payments p
    JOIN case_events e ON e.court_code = p.court_code AND e.case_id = p.case_id
    WHERE p.court_code = d.court_code AND p.id = d.payment_id
      AND e.type = 'PAYMENT_' || d.decision::text AND e.data ->> 'paymentId' = d.payment_id::text),
  (d.decided_at AT TIME ZONE 'Asia/Shanghai')::date);--> statement-breakpoint
ALTER TABLE "payment_decisions" ENABLE TRIGGER "payment_decisions_append_only";--> statement-breakpoint
ALTER TABLE "payment_decisions" ALTER COLUMN "decided_on" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "disbursement_decisions" ADD CONSTRAINT "disbursement_decisions_returned_on" CHECK (("disbursement_decisions"."decision"::text = 'RETURNED') = ("disbursement_decisions"."returned_on" is not null));