CREATE TABLE "unmask_counts" (
	"user_id" uuid NOT NULL,
	"counted_on" date NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "unmask_counts_pkey" PRIMARY KEY("user_id","counted_on"),
	CONSTRAINT "unmask_counts_count_positive" CHECK ("unmask_counts"."count" > 0)
);
--> statement-breakpoint
ALTER TABLE "cases" ALTER COLUMN "collection_number" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "case_parties" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "case_parties" ADD COLUMN "phone_index" varchar(64);--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "collection_number_index" varchar(64);--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "collection_number_unsealed" varchar(40);--> statement-breakpoint
UPDATE "cases" SET "collection_number_unsealed" = "collection_number", "collection_number" = NULL WHERE "collection_number" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "identity_number" text;--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "identity_number_index" varchar(64);--> statement-breakpoint
ALTER TABLE "unmask_counts" ADD CONSTRAINT "unmask_counts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_parties_phone_index" ON "case_parties" USING btree ("court_code","phone_index") WHERE "case_parties"."phone_index" is not null;--> statement-breakpoint
CREATE INDEX "cases_collection_number_index" ON "cases" USING btree ("court_code","collection_number_index") WHERE "cases"."collection_number_index" is not null;--> statement-breakpoint
CREATE INDEX "cases_collection_number_unsealed" ON "cases" USING btree ("id") WHERE "cases"."collection_number_unsealed" is not null;--> statement-breakpoint
ALTER TABLE "parties" ADD CONSTRAINT "parties_identity_number_unique" UNIQUE("identity_number_index");--> statement-breakpoint
ALTER TABLE "case_parties" ADD CONSTRAINT "case_parties_phone_sealed" CHECK ("case_parties"."phone" is null or "case_parties"."phone" ~ '^f1[.][A-Za-z0-9-]{1,32}[.][A-Za-z0-9_-]+$');--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_collection_number_sealed" CHECK ("cases"."collection_number" is null or "cases"."collection_number" ~ '^f1[.][A-Za-z0-9-]{1,32}[.][A-Za-z0-9_-]+$');--> statement-breakpoint
ALTER TABLE "parties" ADD CONSTRAINT "parties_identity_number_sealed" CHECK ("parties"."identity_number" is null or "parties"."identity_number" ~ '^f1[.][A-Za-z0-9-]{1,32}[.][A-Za-z0-9_-]+$');--> statement-breakpoint
ALTER TABLE "parties" ADD CONSTRAINT "parties_identity_number_kind" CHECK ("parties"."identity_number" is null or ("parties"."kind" = 'INDIVIDUAL' and "parties"."identity_number_index" is not null));