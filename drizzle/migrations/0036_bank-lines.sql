ALTER TYPE "public"."notice_kind" ADD VALUE 'RECEIPT_ASKED' BEFORE 'CLAIM_CORRECTED';--> statement-breakpoint
ALTER TYPE "public"."payment_decision" ADD VALUE 'FOUND';--> statement-breakpoint
DROP INDEX "payments_bank_transaction_no_unique";--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "bank_number" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "part" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "bank_line_fen" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "entered_on" date;--> statement-breakpoint
CREATE INDEX "payments_bank_number" ON "payments" USING btree ("court_code","bank_number") WHERE "payments"."bank_number" is not null;--> statement-breakpoint
ALTER TABLE "payments" DISABLE TRIGGER "payments_append_only";--> statement-breakpoint
UPDATE "payments" SET "bank_number" = upper(regexp_replace(normalize("bank_transaction_no", NFKC), '\s', '', 'g')), "bank_line_fen" = "amount_fen" WHERE "bank_transaction_no" IS NOT NULL;--> statement-breakpoint
UPDATE "payments" p SET "entered_on" = coalesce((SELECT e."business_on" FROM "case_events" e WHERE e."court_code" = p."court_code" AND e."case_id" = p."case_id" AND e."type" = 'PAYMENT_ENTERED' AND e."data" ->> 'paymentId' = p."id"::text), (p."created_at" AT TIME ZONE 'Asia/Shanghai')::date);--> statement-breakpoint
ALTER TABLE "payments" ENABLE TRIGGER "payments_append_only";--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "entered_on" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_part_range" CHECK ("payments"."part" between 1 and 999);--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_bank_line_whole" CHECK (num_nulls("payments"."bank_transaction_no", "payments"."bank_number", "payments"."bank_line_fen") in (0, 3)
        and ("payments"."bank_line_fen" is null or "payments"."amount_fen" <= "payments"."bank_line_fen"));