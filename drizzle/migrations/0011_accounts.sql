CREATE TABLE "account_requests" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"kind" varchar(16) NOT NULL,
	"user_id" uuid,
	"wanted" jsonb NOT NULL,
	"username" varchar(100) NOT NULL,
	"reason" varchar(500) NOT NULL,
	"status" varchar(16) NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" varchar(500),
	CONSTRAINT "account_requests_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "account_requests_four_eyes" CHECK ("account_requests"."status" <> 'APPROVED' or coalesce("account_requests"."decided_by" <> "account_requests"."entered_by", false))
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"token_hash" varchar(64) NOT NULL,
	"made_by" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "users" DROP CONSTRAINT "users_status_known";--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "password_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "managing_court_code" varchar(8);--> statement-breakpoint
UPDATE "users" SET "managing_court_code" = "court_code";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "session_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "account_requests" ADD CONSTRAINT "account_requests_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_requests" ADD CONSTRAINT "account_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_requests" ADD CONSTRAINT "account_requests_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_requests" ADD CONSTRAINT "account_requests_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_made_by_fkey" FOREIGN KEY ("made_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_requests_one_entered" ON "account_requests" USING btree ("court_code","username") WHERE "account_requests"."status" = 'ENTERED';--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_managing_court_code_fkey" FOREIGN KEY ("managing_court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "users_managing_court_code" ON "users" USING btree ("managing_court_code","id");--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_password_of_active" CHECK ("users"."status" <> 'ACTIVE' or "users"."password_hash" is not null);--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_status_known" CHECK ("users"."status" in ('INVITED','ACTIVE','DEACTIVATED'));