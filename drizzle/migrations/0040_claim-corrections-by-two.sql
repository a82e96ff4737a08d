ALTER TABLE "claim_corrections" ALTER COLUMN "evidence" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD COLUMN "status" varchar(16);--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD COLUMN "reason" varchar(500);--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD COLUMN "decided_by" uuid;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD COLUMN "decided_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD COLUMN "decision_reason" varchar(500);--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD COLUMN "entered_for" uuid;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD COLUMN "decided_for" uuid;--> statement-breakpoint
-- One person made them and they took effect at once; what stood for their ground was the reason in words.
DROP TRIGGER "claim_corrections_append_only" ON "claim_corrections";--> statement-breakpoint
UPDATE "claim_corrections" SET "status" = 'APPROVED', "reason" = "ground";--> statement-breakpoint
ALTER TABLE "claim_corrections" ALTER COLUMN "status" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "claim_corrections" ALTER COLUMN "reason" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD CONSTRAINT "claim_corrections_entered_for_fkey" FOREIGN KEY ("entered_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD CONSTRAINT "claim_corrections_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD CONSTRAINT "claim_corrections_decided_for_fkey" FOREIGN KEY ("decided_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "claim_corrections_one_entered" ON "claim_corrections" USING btree ("court_code","case_id") WHERE "claim_corrections"."status" = 'ENTERED';--> statement-breakpoint
ALTER TABLE "claim_corrections" ADD CONSTRAINT "claim_corrections_four_eyes" CHECK ("claim_corrections"."status" <> 'APPROVED' or "claim_corrections"."ground" not in ('ENTRY_ERROR', 'CORRECTION_RULING', 'RETRIAL', 'WAIVER', 'BANKRUPTCY', 'TERMS_OF_BASIS')
        or coalesce("claim_corrections"."decided_by" <> "claim_corrections"."entered_by", false));--> statement-breakpoint
-- An entry in a case changes once, by its decision; columns that a new key seals anew are named by the trigger.
CREATE FUNCTION refuse_change_but_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decision text[] := ARRAY['status', 'decided_by', 'decided_for', 'decided_at', 'decision_reason'];
  sealed text[] := coalesce(TG_ARGV, ARRAY[]::text[]);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.status = 'ENTERED' AND to_jsonb(NEW) - decision - sealed = to_jsonb(OLD) - decision - sealed THEN RETURN NEW; END IF;
    IF TG_NARGS > 0 AND to_jsonb(NEW) - sealed = to_jsonb(OLD) - sealed THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '% changes once, by its decision', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_decided_once';
END
$$;--> statement-breakpoint
CREATE TRIGGER claim_corrections_decided_once BEFORE UPDATE OR DELETE ON claim_corrections FOR EACH ROW EXECUTE FUNCTION refuse_change_but_decision();
