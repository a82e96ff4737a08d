ALTER TYPE "public"."notice_kind" ADD VALUE 'COLLECTION_ACCOUNT_CHANGED' BEFORE 'REFUND_DUE';--> statement-breakpoint
CREATE TABLE "collection_account_changes" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"bank" varchar(100) NOT NULL,
	"name" varchar(200) NOT NULL,
	"number" text NOT NULL,
	"number_index" varchar(64),
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"status" varchar(16) NOT NULL,
	"reason" varchar(500) NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" varchar(500),
	"entered_for" uuid,
	"decided_for" uuid,
	CONSTRAINT "collection_account_changes_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "collection_account_changes_number_sealed" CHECK ("collection_account_changes"."number" is null or "collection_account_changes"."number" ~ '^f1[.][A-Za-z0-9-]{1,32}[.][A-Za-z0-9_-]+$'),
	CONSTRAINT "collection_account_changes_four_eyes" CHECK ("collection_account_changes"."status" <> 'APPROVED' or coalesce("collection_account_changes"."decided_by" <> "collection_account_changes"."entered_by", false))
);
--> statement-breakpoint
ALTER TABLE "collection_account_changes" ADD CONSTRAINT "collection_account_changes_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_account_changes" ADD CONSTRAINT "collection_account_changes_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_account_changes" ADD CONSTRAINT "collection_account_changes_entered_for_fkey" FOREIGN KEY ("entered_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_account_changes" ADD CONSTRAINT "collection_account_changes_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_account_changes" ADD CONSTRAINT "collection_account_changes_decided_for_fkey" FOREIGN KEY ("decided_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "collection_account_changes_one_entered" ON "collection_account_changes" USING btree ("court_code","case_id") WHERE "collection_account_changes"."status" = 'ENTERED';--> statement-breakpoint
CREATE INDEX "collection_account_changes_case_id" ON "collection_account_changes" USING btree ("court_code","case_id","id");--> statement-breakpoint
CREATE TRIGGER collection_account_changes_decided_once BEFORE UPDATE OR DELETE ON collection_account_changes FOR EACH ROW EXECUTE FUNCTION refuse_change_but_decision('number');--> statement-breakpoint
CREATE TRIGGER collection_account_changes_no_truncate BEFORE TRUNCATE ON collection_account_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
