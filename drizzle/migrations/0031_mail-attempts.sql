ALTER TYPE "public"."notice_kind" ADD VALUE 'MAIL_UNDELIVERED';--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "attempts" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "attempted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "next_attempt_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "fault" varchar(200);--> statement-breakpoint
CREATE INDEX "notices_mails_waiting" ON "notices" USING btree ("created_at") WHERE "notices"."delivery" = 'QUEUED';--> statement-breakpoint
CREATE INDEX "notices_attempted_at" ON "notices" USING btree ("attempted_at") WHERE "notices"."attempted_at" is not null;