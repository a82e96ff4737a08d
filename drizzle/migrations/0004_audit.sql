CREATE TABLE "access_batches" (
	"seq" bigint NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"entries" integer NOT NULL,
	"digest" varchar(64) NOT NULL,
	"previous_hash" varchar(64) NOT NULL,
	"hash" varchar(64) NOT NULL,
	CONSTRAINT "access_batches_pkey" PRIMARY KEY("seq"),
	CONSTRAINT "access_batches_entries_positive" CHECK ("access_batches"."seq" > 0 and "access_batches"."entries" > 0)
);
--> statement-breakpoint
CREATE TABLE "access_log" (
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"batch" bigint NOT NULL,
	"position" integer NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	"actor_id" varchar(64) NOT NULL,
	"actor_name" varchar(100) NOT NULL,
	"actor_court_code" varchar(8),
	"act" varchar(64) NOT NULL,
	"object" varchar(500) NOT NULL,
	"court_code" varchar(8),
	"case_id" uuid,
	"from_address" varchar(64) NOT NULL,
	"request_id" varchar(64) NOT NULL,
	"purpose" varchar(500),
	"detail" jsonb NOT NULL,
	CONSTRAINT "access_log_pkey" PRIMARY KEY("recorded_at","batch","position")
) PARTITION BY RANGE ("recorded_at");
--> statement-breakpoint
CREATE TABLE "access_removals" (
	"month" date NOT NULL,
	"entries" integer NOT NULL,
	"first_batch" bigint,
	"last_batch" bigint,
	"removed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "access_removals_pkey" PRIMARY KEY("month"),
	CONSTRAINT "access_removals_six_months" CHECK ("access_removals"."removed_at" >= ("access_removals"."month" + interval '7 months') at time zone 'UTC')
);
--> statement-breakpoint
CREATE TABLE "audit_anchors" (
	"court_code" varchar(8) NOT NULL,
	"case_id" uuid NOT NULL,
	"root_seq" integer NOT NULL,
	"chain_length" integer NOT NULL,
	"chain_head" varchar(64) NOT NULL,
	CONSTRAINT "audit_anchors_pkey" PRIMARY KEY("court_code","case_id","root_seq")
);
--> statement-breakpoint
CREATE TABLE "audit_roots" (
	"seq" integer NOT NULL,
	"root_on" date NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"anchors" integer NOT NULL,
	"anchors_digest" varchar(64) NOT NULL,
	"access_seq" bigint NOT NULL,
	"access_hash" varchar(64) NOT NULL,
	"previous_hash" varchar(64) NOT NULL,
	"hash" varchar(64) NOT NULL,
	"key_id" varchar(16) NOT NULL,
	"signature" varchar(86) NOT NULL,
	CONSTRAINT "audit_roots_pkey" PRIMARY KEY("seq"),
	CONSTRAINT "audit_roots_root_on_unique" UNIQUE("root_on"),
	CONSTRAINT "audit_roots_seq_positive" CHECK ("audit_roots"."seq" > 0)
);
--> statement-breakpoint
ALTER TABLE "audit_anchors" ADD CONSTRAINT "audit_anchors_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_anchors" ADD CONSTRAINT "audit_anchors_root_seq_fkey" FOREIGN KEY ("root_seq") REFERENCES "public"."audit_roots"("seq") ON DELETE no action ON UPDATE no action DEFERRABLE INITIALLY IMMEDIATE;--> statement-breakpoint
CREATE INDEX "access_log_case_id" ON "access_log" USING btree ("case_id","recorded_at");--> statement-breakpoint
CREATE INDEX "access_log_actor_id" ON "access_log" USING btree ("actor_id","recorded_at");--> statement-breakpoint
CREATE INDEX "audit_anchors_root_seq" ON "audit_anchors" USING btree ("root_seq","court_code","case_id");--> statement-breakpoint
CREATE INDEX "case_events_business_on" ON "case_events" USING btree ("court_code","business_on","occurred_at","case_id","seq");