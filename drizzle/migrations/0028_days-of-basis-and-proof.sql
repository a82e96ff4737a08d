ALTER TYPE "public"."basis_kind" ADD VALUE 'PRESERVATION_RULING';--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "basis_made_on" date;--> statement-breakpoint
ALTER TABLE "disbursement_decisions" ADD COLUMN "decided_on" date;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "file_ids" uuid[] DEFAULT '{}' NOT NULL;