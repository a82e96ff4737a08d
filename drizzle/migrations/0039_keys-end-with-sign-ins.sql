ALTER TABLE "api_keys" ADD COLUMN "session_version" integer;--> statement-breakpoint
-- A key made before its person last ended all sign-ins has survived that; it ends now.
UPDATE "api_keys" k SET "session_version" = CASE
  WHEN u."sessions_ended_at" IS NOT NULL AND u."sessions_ended_at" >= k."created_at" THEN 0
  ELSE u."session_version" END
FROM "users" u WHERE u."id" = k."user_id";--> statement-breakpoint
ALTER TABLE "api_keys" ALTER COLUMN "session_version" SET NOT NULL;
