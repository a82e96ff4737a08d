ALTER TABLE "users" ADD COLUMN "totp_secret" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "totp_confirmed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "totp_last_step" integer;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_totp_secret_sealed" CHECK ("users"."totp_secret" is null or "users"."totp_secret" ~ '^f1[.][A-Za-z0-9-]{1,32}[.][A-Za-z0-9_-]+$');--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_totp_confirmed_secret" CHECK ("users"."totp_confirmed_at" is null or "users"."totp_secret" is not null);