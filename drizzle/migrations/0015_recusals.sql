CREATE TABLE "recusals" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"ground" varchar(500) NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"lifted_by" uuid,
	"lifted_at" timestamp (3) with time zone,
	"lift_reason" varchar(500),
	CONSTRAINT "recusals_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "recusals_lifted_by_another" CHECK ("recusals"."lifted_by" is null or "recusals"."lifted_by" <> "recusals"."user_id")
);
--> statement-breakpoint
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_lifted_by_fkey" FOREIGN KEY ("lifted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "recusals_one_in_force" ON "recusals" USING btree ("court_code","case_id","user_id") WHERE "recusals"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "recusals_user_id" ON "recusals" USING btree ("user_id") WHERE "recusals"."lifted_at" is null;