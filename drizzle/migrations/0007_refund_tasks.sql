CREATE TYPE "public"."refund_status" AS ENUM('OPEN', 'VOIDED');--> statement-breakpoint
ALTER TYPE "public"."notice_kind" ADD VALUE 'REFUND_DUE';--> statement-breakpoint
CREATE TABLE "refund_tasks" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"status" "refund_status" NOT NULL,
	"opened_on" date NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refund_tasks_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "refund_tasks_payment_unique" UNIQUE("court_code","payment_id"),
	CONSTRAINT "refund_tasks_amount_fen_range" CHECK ("refund_tasks"."amount_fen" between 0 and 1000000000000000),
	CONSTRAINT "refund_tasks_amount_of_status" CHECK (("refund_tasks"."status" = 'OPEN') = ("refund_tasks"."amount_fen" > 0))
);
--> statement-breakpoint
ALTER TABLE "refund_tasks" ADD CONSTRAINT "refund_tasks_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_tasks" ADD CONSTRAINT "refund_tasks_payment_id_fkey" FOREIGN KEY ("court_code","payment_id") REFERENCES "public"."payments"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refund_tasks_case_id" ON "refund_tasks" USING btree ("court_code","case_id","id");--> statement-breakpoint
CREATE INDEX "refund_tasks_open" ON "refund_tasks" USING btree ("court_code","id") WHERE "refund_tasks"."status" = 'OPEN';