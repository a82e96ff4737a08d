ALTER TYPE "public"."notice_kind" ADD VALUE 'DEPARTMENT_ASKED';--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'RELIEF_DECIDED';--> statement-breakpoint
CREATE TABLE "department_opinions" (
	"court_code" varchar(8) NOT NULL,
	"request_id" uuid NOT NULL,
	"position" varchar(32) NOT NULL,
	"data" jsonb NOT NULL,
	"text" varchar(4000) NOT NULL,
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"given_by" uuid NOT NULL,
	"given_on" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "department_opinions_pkey" PRIMARY KEY("court_code","request_id")
);
--> statement-breakpoint
CREATE TABLE "department_requests" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"department_code" varchar(32) NOT NULL,
	"question" varchar(2000) NOT NULL,
	"asked_data" varchar(32)[] NOT NULL,
	"shown_fields" varchar(32)[] NOT NULL,
	"due_on" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "department_requests_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "department_requests_once" UNIQUE("court_code","review_id","department_code")
);
--> statement-breakpoint
CREATE TABLE "joint_reviews" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"opened_on" date NOT NULL,
	"opened_by" uuid NOT NULL,
	"decided_on" date,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "joint_reviews_pkey" PRIMARY KEY("court_code","id")
);
--> statement-breakpoint
CREATE TABLE "relief_requests" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"requested_by" varchar(16) NOT NULL,
	"path" varchar(32),
	"reason" varchar(4000) NOT NULL,
	"evidence" varchar(2000),
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"requested_on" date NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "relief_requests_pkey" PRIMARY KEY("court_code","id")
);
--> statement-breakpoint
CREATE TABLE "review_decisions" (
	"court_code" varchar(8) NOT NULL,
	"review_id" uuid NOT NULL,
	"outcome" varchar(32) NOT NULL,
	"reasons" varchar(10000) NOT NULL,
	"conditions" jsonb NOT NULL,
	"exit_rules" varchar(4000),
	"measures" jsonb NOT NULL,
	"decided_on" date NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_for" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_decisions_pkey" PRIMARY KEY("court_code","review_id"),
	CONSTRAINT "review_decisions_conditions" CHECK ("review_decisions"."outcome" <> 'GRANT_WITH_CONDITIONS' or jsonb_array_length("review_decisions"."conditions") > 0)
);
--> statement-breakpoint
CREATE TABLE "review_meetings" (
	"court_code" varchar(8) NOT NULL,
	"review_id" uuid NOT NULL,
	"held_on" date NOT NULL,
	"attendees" jsonb NOT NULL,
	"minutes" varchar(10000) NOT NULL,
	"votes" jsonb NOT NULL,
	"dissent" varchar(4000),
	"file_ids" uuid[] DEFAULT '{}' NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_meetings_pkey" PRIMARY KEY("court_code","review_id")
);
--> statement-breakpoint
ALTER TABLE "case_files" ADD COLUMN "file_class" varchar(8) DEFAULT 'PARTY' NOT NULL;--> statement-breakpoint
ALTER TABLE "department_opinions" ADD CONSTRAINT "department_opinions_request_id_fkey" FOREIGN KEY ("court_code","request_id") REFERENCES "public"."department_requests"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department_opinions" ADD CONSTRAINT "department_opinions_given_by_fkey" FOREIGN KEY ("given_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department_requests" ADD CONSTRAINT "department_requests_review_id_fkey" FOREIGN KEY ("court_code","review_id") REFERENCES "public"."joint_reviews"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_reviews" ADD CONSTRAINT "joint_reviews_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_reviews" ADD CONSTRAINT "joint_reviews_opened_by_fkey" FOREIGN KEY ("opened_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relief_requests" ADD CONSTRAINT "relief_requests_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relief_requests" ADD CONSTRAINT "relief_requests_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_review_id_fkey" FOREIGN KEY ("court_code","review_id") REFERENCES "public"."joint_reviews"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_decided_for_fkey" FOREIGN KEY ("decided_for") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_meetings" ADD CONSTRAINT "review_meetings_review_id_fkey" FOREIGN KEY ("court_code","review_id") REFERENCES "public"."joint_reviews"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_meetings" ADD CONSTRAINT "review_meetings_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "department_requests_department" ON "department_requests" USING btree ("court_code","department_code","review_id");--> statement-breakpoint
CREATE UNIQUE INDEX "joint_reviews_one_open" ON "joint_reviews" USING btree ("court_code","case_id") WHERE "joint_reviews"."decided_on" is null;--> statement-breakpoint
CREATE INDEX "relief_requests_case_id" ON "relief_requests" USING btree ("court_code","case_id","id");--> statement-breakpoint
CREATE TRIGGER relief_requests_append_only BEFORE UPDATE OR DELETE ON relief_requests FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER relief_requests_no_truncate BEFORE TRUNCATE ON relief_requests FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER department_requests_append_only BEFORE UPDATE OR DELETE ON department_requests FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER department_requests_no_truncate BEFORE TRUNCATE ON department_requests FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER department_opinions_append_only BEFORE UPDATE OR DELETE ON department_opinions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER department_opinions_no_truncate BEFORE TRUNCATE ON department_opinions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER review_meetings_append_only BEFORE UPDATE OR DELETE ON review_meetings FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER review_meetings_no_truncate BEFORE TRUNCATE ON review_meetings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER review_decisions_append_only BEFORE UPDATE OR DELETE ON review_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER review_decisions_no_truncate BEFORE TRUNCATE ON review_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
