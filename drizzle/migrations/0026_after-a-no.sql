ALTER TYPE "public"."notice_kind" ADD VALUE 'TRANSFER_CONSENT_TO_ASK';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'ENDED_CASE';--> statement-breakpoint
ALTER TABLE "relief_requests" ADD COLUMN "new_facts" varchar(4000);