CREATE TYPE "public"."basis_kind" AS ENUM('JUDGMENT', 'MEDIATION', 'ARBITRAL_AWARD', 'NOTARISED_INSTRUMENT', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."case_state" AS ENUM('FILED', 'NOTICE_SERVED', 'RELIEF_REQUESTED', 'JOINT_REVIEW', 'REJECTED', 'APPROVED', 'SETTLED', 'PERFORMING', 'BREACHED', 'CURED', 'RESUMPTION_APPLIED', 'RESUMPTION_REFUSED', 'RESUMED', 'SUED', 'PERFORMED', 'CLOSED', 'BANKRUPTCY_TRANSFER', 'WITHDRAWN', 'TERMINATED_CURRENT');--> statement-breakpoint
CREATE TYPE "public"."colour" AS ENUM('GREEN', 'YELLOW', 'RED');--> statement-breakpoint
CREATE TYPE "public"."party_role" AS ENUM('ENTERPRISE', 'APPLICANT');--> statement-breakpoint
CREATE TYPE "public"."relief_path" AS ENUM('SETTLEMENT_SUSPENSION', 'APPLICANT_EXTENSION', 'SECURITY_DEFERRAL', 'LONG_TERM_CLOSURE', 'SUPERVISED_NO_STAY', 'BANKRUPTCY');--> statement-breakpoint
CREATE TYPE "public"."consent_scope" AS ENUM('RELIEF', 'SETTLEMENT', 'RELIEF_AND_SETTLEMENT');--> statement-breakpoint
CREATE TYPE "public"."record_method" AS ENUM('SIGNED_RECORD', 'WRITTEN_AGREEMENT', 'PORTAL', 'ORAL_RECORDED');--> statement-breakpoint
CREATE TYPE "public"."ladder_step" AS ENUM('D-15', 'D-7', 'D-1', 'D0', 'D+1', 'D+3', 'D+4', 'D+7', 'D+10', 'D+15', 'D+20', 'D+30');--> statement-breakpoint
CREATE TYPE "public"."step_status" AS ENUM('DONE', 'PROPOSED', 'CONFIRMED', 'SKIPPED', 'PAUSED', 'CLOSED', 'VOIDED');--> statement-breakpoint
CREATE TYPE "public"."acceleration_mode" AS ENUM('NONE', 'ON_NOTICE', 'AUTOMATIC');--> statement-breakpoint
CREATE TYPE "public"."confirming_party" AS ENUM('ENTERPRISE', 'APPLICANT');--> statement-breakpoint
CREATE TYPE "public"."plan_status" AS ENUM('DRAFT', 'CONFIRMED', 'ACTIVE', 'SUPERSEDED', 'COMPLETED', 'ENDED');--> statement-breakpoint
CREATE TYPE "public"."prepay_policy" AS ENUM('NEXT_FIRST', 'LAST_FIRST');--> statement-breakpoint
CREATE TYPE "public"."ledger_bucket" AS ENUM('EXECUTION_FEE', 'COSTS', 'GENERAL_INTEREST', 'OTHER_MONETARY', 'PRINCIPAL', 'DOUBLED_INTEREST', 'PLAN_INTEREST', 'PLAN_PRINCIPAL', 'SURPLUS');--> statement-breakpoint
CREATE TYPE "public"."posting_kind" AS ENUM('CLAIM', 'ALLOCATION', 'REVERSAL');--> statement-breakpoint
CREATE TYPE "public"."notice_channel" AS ENUM('INBOX', 'MAIL');--> statement-breakpoint
CREATE TYPE "public"."notice_delivery" AS ENUM('DELIVERED', 'QUEUED', 'SENT', 'FAILED', 'SUPERSEDED');--> statement-breakpoint
CREATE TYPE "public"."notice_kind" AS ENUM('REMINDER', 'OVERDUE', 'DEMAND', 'BREACH', 'STEP_PROPOSED', 'STEP_VOIDED', 'CURED', 'FULLY_PAID', 'PLAN_ACTIVATED', 'PAYMENT_BOOKED', 'PAYMENT_REVERSED');--> statement-breakpoint
CREATE TYPE "public"."payment_channel" AS ENUM('CASE_SUB_ACCOUNT', 'BANK_TRANSFER', 'CASH', 'DIRECT_TO_APPLICANT', 'COURT_DEDUCTION');--> statement-breakpoint
CREATE TYPE "public"."payment_decision" AS ENUM('APPROVED', 'REJECTED', 'CONFIRMED', 'REVERSED');--> statement-breakpoint
CREATE TYPE "public"."asset_kind" AS ENUM('BANK_DEPOSIT', 'MOVABLE', 'IMMOVABLE', 'OTHER_RIGHT');--> statement-breakpoint
CREATE TYPE "public"."custodian_kind" AS ENUM('DEBTOR', 'APPLICANT', 'THIRD_PARTY', 'COURT');--> statement-breakpoint
CREATE TYPE "public"."seizure_kind" AS ENUM('SEAL', 'DETAIN', 'FREEZE');--> statement-breakpoint
CREATE TYPE "public"."seizure_mode" AS ENUM('LIVE', 'DEAD');--> statement-breakpoint
CREATE TYPE "public"."seizure_status" AS ENUM('ORDERED', 'WAITING', 'EFFECTIVE', 'LAPSED', 'RELEASED', 'CONVERTED');--> statement-breakpoint
CREATE TABLE "calendar_years" (
	"year" smallint PRIMARY KEY NOT NULL,
	"notice" varchar(100) NOT NULL,
	"off_days" date[] NOT NULL,
	"makeup_workdays" date[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "courts" (
	"code" varchar(8) PRIMARY KEY NOT NULL,
	"name" varchar(100) NOT NULL,
	"level" varchar(16) NOT NULL,
	"parent_code" varchar(8),
	CONSTRAINT "courts_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"owner" varchar(64) NOT NULL,
	"key" varchar(255) NOT NULL,
	"request_digest" varchar(64) NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY("owner","key")
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"one" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"instance_id" uuid NOT NULL,
	"cursor_key" "bytea" NOT NULL,
	"token_key" jsonb NOT NULL,
	"session_key" "bytea" NOT NULL,
	"installed_on" date NOT NULL,
	"simulated_on" date,
	"sample_data_loaded" varchar(16),
	CONSTRAINT "installations_one_single" CHECK ("installations"."one" = 1)
);
--> statement-breakpoint
CREATE TABLE "job_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job" varchar(32) NOT NULL,
	"as_of" date NOT NULL,
	"status" varchar(16) NOT NULL,
	"requested_by" varchar(128) NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"failures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "job_runs_status_known" CHECK ("job_runs"."status" in ('QUEUED','RUNNING','DONE','FAILED'))
);
--> statement-breakpoint
CREATE TABLE "lending_rates" (
	"announced_on" date PRIMARY KEY NOT NULL,
	"lpr_1y" varchar(10) NOT NULL,
	"lpr_5y" varchar(10) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"topic" varchar(64) NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"available_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "outbox_pkey" PRIMARY KEY("court_code","id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" varchar(128) PRIMARY KEY NOT NULL,
	"data" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"subject" varchar(200) PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"last_failed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_events" (
	"court_code" varchar(8) NOT NULL,
	"case_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"type" varchar(48) NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"business_on" date NOT NULL,
	"actor_kind" varchar(8) NOT NULL,
	"actor_id" varchar(64) NOT NULL,
	"actor_name" varchar(100) NOT NULL,
	"request_id" varchar(64) NOT NULL,
	"legal_ground" varchar(200),
	"data" jsonb NOT NULL,
	"before_digest" varchar(64),
	"after_digest" varchar(64),
	"previous_hash" varchar(64) NOT NULL,
	"hash" varchar(64) NOT NULL,
	CONSTRAINT "case_events_pkey" PRIMARY KEY("court_code","case_id","seq"),
	CONSTRAINT "case_events_seq_positive" CHECK ("case_events"."seq" > 0)
);
--> statement-breakpoint
CREATE TABLE "case_parties" (
	"court_code" varchar(8) NOT NULL,
	"case_id" uuid NOT NULL,
	"party_id" uuid NOT NULL,
	"role" "party_role" NOT NULL,
	"name" varchar(200) NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "case_parties_pkey" PRIMARY KEY("court_code","case_id","role","party_id")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_number" varchar(60) NOT NULL,
	"earlier_case_number" varchar(60),
	"filed_on" date NOT NULL,
	"state" "case_state" NOT NULL,
	"colour" "colour" NOT NULL,
	"colour_review_on" date,
	"relief_path" "relief_path",
	"enterprise_id" uuid NOT NULL,
	"enterprise_name" varchar(200) NOT NULL,
	"basis_kind" "basis_kind" NOT NULL,
	"basis_document_number" varchar(60) NOT NULL,
	"basis_effective_on" date NOT NULL,
	"performance_days" integer,
	"performance_last_on" date,
	"principal_fen" bigint NOT NULL,
	"other_monetary_fen" bigint NOT NULL,
	"costs_fen" bigint NOT NULL,
	"fee_base_fen" bigint NOT NULL,
	"execution_fee_fen" bigint NOT NULL,
	"general_interest" jsonb,
	"collection_bank" varchar(100),
	"collection_name" varchar(200),
	"collection_number" varchar(40),
	"officer_id" uuid NOT NULL,
	"judge_id" uuid,
	"chain_length" integer NOT NULL,
	"chain_head" varchar(64) NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cases_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "cases_case_number_unique" UNIQUE("court_code","case_number"),
	CONSTRAINT "cases_principal_fen_range" CHECK ("cases"."principal_fen" between 1 and 1000000000000000),
	CONSTRAINT "cases_other_monetary_fen_range" CHECK ("cases"."other_monetary_fen" between 0 and 1000000000000000),
	CONSTRAINT "cases_costs_fen_range" CHECK ("cases"."costs_fen" between 0 and 1000000000000000),
	CONSTRAINT "cases_fee_base_fen_range" CHECK ("cases"."fee_base_fen" between 0 and 1000000000000000),
	CONSTRAINT "cases_execution_fee_fen_range" CHECK ("cases"."execution_fee_fen" between 0 and 1000000000000000),
	CONSTRAINT "cases_performance_one_form" CHECK (("cases"."performance_days" is null) <> ("cases"."performance_last_on" is null))
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"applicant_id" uuid NOT NULL,
	"scope" "consent_scope" NOT NULL,
	"method" "record_method" NOT NULL,
	"given_on" date NOT NULL,
	"evidence" varchar(2000),
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consents_pkey" PRIMARY KEY("court_code","id")
);
--> statement-breakpoint
CREATE TABLE "close_failures" (
	"court_code" varchar(8) NOT NULL,
	"case_id" uuid NOT NULL,
	"last_closed_on" date NOT NULL,
	"error" varchar(500) NOT NULL,
	"failed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "close_failures_pkey" PRIMARY KEY("court_code","case_id")
);
--> statement-breakpoint
CREATE TABLE "court_closes" (
	"court_code" varchar(8) PRIMARY KEY NOT NULL,
	"last_closed_on" date NOT NULL,
	"closed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "escalation_steps" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"instalment_no" smallint NOT NULL,
	"step" "ladder_step" NOT NULL,
	"fell_on" date NOT NULL,
	"status" "step_status" NOT NULL,
	"recipients" jsonb NOT NULL,
	"reason" varchar(200),
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "escalation_steps_pkey" PRIMARY KEY("court_code","id")
);
--> statement-breakpoint
CREATE TABLE "parties" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" varchar(16) NOT NULL,
	"name" varchar(200) NOT NULL,
	"unified_social_credit_code" varchar(18),
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "parties_credit_code_unique" UNIQUE("unified_social_credit_code"),
	CONSTRAINT "parties_kind_known" CHECK ("parties"."kind" in ('ORGANISATION','INDIVIDUAL')),
	CONSTRAINT "parties_credit_code_kind" CHECK (("parties"."kind" = 'ORGANISATION') = ("parties"."unified_social_credit_code" is not null))
);
--> statement-breakpoint
CREATE TABLE "user_parties" (
	"user_id" uuid NOT NULL,
	"party_id" uuid NOT NULL,
	CONSTRAINT "user_parties_pkey" PRIMARY KEY("user_id","party_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" varchar(100) NOT NULL,
	"display_name" varchar(100) NOT NULL,
	"password_hash" text NOT NULL,
	"roles" varchar(32)[] NOT NULL,
	"court_code" varchar(8),
	"department_code" varchar(32),
	"email" varchar(200),
	"status" varchar(16) DEFAULT 'ACTIVE' NOT NULL,
	"is_sample" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_username_unique" UNIQUE("username"),
	CONSTRAINT "users_status_known" CHECK ("users"."status" in ('ACTIVE','DEACTIVATED'))
);
--> statement-breakpoint
CREATE TABLE "instalment_progress" (
	"court_code" varchar(8) NOT NULL,
	"plan_id" uuid NOT NULL,
	"no" smallint NOT NULL,
	"case_id" uuid NOT NULL,
	"paid_fen" bigint NOT NULL,
	"paid_in_full_on" date,
	"next_step_on" date,
	CONSTRAINT "instalment_progress_pkey" PRIMARY KEY("court_code","plan_id","no"),
	CONSTRAINT "instalment_progress_paid_fen_range" CHECK ("instalment_progress"."paid_fen" between 0 and 1000000000000000)
);
--> statement-breakpoint
CREATE TABLE "plan_applicants" (
	"court_code" varchar(8) NOT NULL,
	"plan_id" uuid NOT NULL,
	"party_id" uuid NOT NULL,
	CONSTRAINT "plan_applicants_pkey" PRIMARY KEY("court_code","plan_id","party_id")
);
--> statement-breakpoint
CREATE TABLE "plan_confirmations" (
	"court_code" varchar(8) NOT NULL,
	"plan_id" uuid NOT NULL,
	"party" "confirming_party" NOT NULL,
	"party_id" uuid NOT NULL,
	"method" "record_method" NOT NULL,
	"confirmed_on" date NOT NULL,
	"evidence" varchar(2000),
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "plan_confirmations_pkey" PRIMARY KEY("court_code","plan_id","party","party_id")
);
--> statement-breakpoint
CREATE TABLE "plan_instalments" (
	"court_code" varchar(8) NOT NULL,
	"plan_id" uuid NOT NULL,
	"no" smallint NOT NULL,
	"nominal_due_on" date NOT NULL,
	"due_on" date NOT NULL,
	"days" integer,
	"principal_fen" bigint NOT NULL,
	"interest_fen" bigint NOT NULL,
	"outstanding_after_fen" bigint NOT NULL,
	"provisional" boolean NOT NULL,
	CONSTRAINT "plan_instalments_pkey" PRIMARY KEY("court_code","plan_id","no"),
	CONSTRAINT "plan_instalments_principal_fen_range" CHECK ("plan_instalments"."principal_fen" between 0 and 1000000000000000),
	CONSTRAINT "plan_instalments_interest_fen_range" CHECK ("plan_instalments"."interest_fen" between 0 and 1000000000000000),
	CONSTRAINT "plan_instalments_due_order" CHECK ("plan_instalments"."due_on" >= "plan_instalments"."nominal_due_on")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"status" "plan_status" NOT NULL,
	"terms" jsonb NOT NULL,
	"principal_fen" bigint NOT NULL,
	"interest_fen" bigint NOT NULL,
	"grace_days" smallint NOT NULL,
	"prepay_policy" "prepay_policy" NOT NULL,
	"acceleration_mode" "acceleration_mode" NOT NULL,
	"signed_on" date NOT NULL,
	"activated_on" date,
	"accelerated_on" date,
	"drafted_by" uuid NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "plans_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "plans_no_unique" UNIQUE("court_code","case_id","no"),
	CONSTRAINT "plans_principal_fen_range" CHECK ("plans"."principal_fen" between 1 and 1000000000000000),
	CONSTRAINT "plans_grace_days_range" CHECK ("plans"."grace_days" between 0 and 90),
	CONSTRAINT "plans_activated_on_known" CHECK ("plans"."status" not in ('ACTIVE','COMPLETED') or "plans"."activated_on" is not null)
);
--> statement-breakpoint
CREATE TABLE "ledger_postings" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" "posting_kind" NOT NULL,
	"bucket" "ledger_bucket" NOT NULL,
	"amount_fen" bigint NOT NULL,
	"effective_on" date NOT NULL,
	"payment_id" uuid,
	"plan_id" uuid,
	"instalment_no" smallint,
	"reverses_id" uuid,
	"ground" varchar(200),
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_postings_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "ledger_postings_sign" CHECK (("ledger_postings"."kind" = 'REVERSAL') = ("ledger_postings"."amount_fen" < 0)),
	CONSTRAINT "ledger_postings_reversal_points" CHECK (("ledger_postings"."kind" = 'REVERSAL') = ("ledger_postings"."reverses_id" is not null)),
	CONSTRAINT "ledger_postings_allocation_payment" CHECK ("ledger_postings"."kind" = 'CLAIM' or "ledger_postings"."payment_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" "notice_kind" NOT NULL,
	"channel" "notice_channel" NOT NULL,
	"party_id" uuid,
	"user_id" uuid,
	"step_id" uuid,
	"title" varchar(200) NOT NULL,
	"body" varchar(2000) NOT NULL,
	"facts" jsonb NOT NULL,
	"delivery" "notice_delivery" NOT NULL,
	"created_on" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "notices_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "notices_one_reader" CHECK (("notices"."party_id" is null) <> ("notices"."user_id" is null))
);
--> statement-breakpoint
CREATE TABLE "payment_decisions" (
	"court_code" varchar(8) NOT NULL,
	"payment_id" uuid NOT NULL,
	"decision" "payment_decision" NOT NULL,
	"decided_by" uuid NOT NULL,
	"reason" varchar(2000),
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payment_decisions_pkey" PRIMARY KEY("court_code","payment_id","decision")
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"received_on" date NOT NULL,
	"channel" "payment_channel" NOT NULL,
	"reference" varchar(200),
	"payer_name" varchar(200) NOT NULL,
	"bank_transaction_no" varchar(64),
	"entered_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payments_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "payments_amount_fen_range" CHECK ("payments"."amount_fen" between 1 and 1000000000000000)
);
--> statement-breakpoint
CREATE TABLE "seized_assets" (
	"court_code" varchar(8) NOT NULL,
	"seizure_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"name" varchar(200) NOT NULL,
	"model" varchar(100),
	"serial_number" varchar(100),
	"quantity" integer NOT NULL,
	"condition" varchar(500),
	"place" varchar(300),
	"appraised_value_fen" bigint,
	"value_source" varchar(200),
	"prior_liens_fen" bigint,
	CONSTRAINT "seized_assets_pkey" PRIMARY KEY("court_code","seizure_id","no"),
	CONSTRAINT "seized_assets_appraised_value_fen_range" CHECK ("seized_assets"."appraised_value_fen" between 0 and 1000000000000000),
	CONSTRAINT "seized_assets_prior_liens_fen_range" CHECK ("seized_assets"."prior_liens_fen" between 0 and 1000000000000000)
);
--> statement-breakpoint
CREATE TABLE "seizures" (
	"court_code" varchar(8) NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"mode" "seizure_mode" NOT NULL,
	"kind" "seizure_kind" NOT NULL,
	"asset_kind" "asset_kind" NOT NULL,
	"status" "seizure_status" NOT NULL,
	"rank" smallint NOT NULL,
	"ruling_number" varchar(60) NOT NULL,
	"ruling_judge" varchar(100) NOT NULL,
	"ruled_on" date NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"custodian_kind" "custodian_kind" NOT NULL,
	"custodian_name" varchar(200) NOT NULL,
	"use_permitted" boolean NOT NULL,
	"use_conditions" varchar(2000),
	"ordered_by" uuid NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "seizures_pkey" PRIMARY KEY("court_code","id"),
	CONSTRAINT "seizures_term_order" CHECK ("seizures"."to_on" >= "seizures"."from_on"),
	CONSTRAINT "seizures_use_debtor_custody" CHECK (not "seizures"."use_permitted" or "seizures"."custodian_kind" = 'DEBTOR')
);
--> statement-breakpoint
ALTER TABLE "courts" ADD CONSTRAINT "courts_parent_code_fkey" FOREIGN KEY ("parent_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_parties" ADD CONSTRAINT "case_parties_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_parties" ADD CONSTRAINT "case_parties_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_enterprise_id_fkey" FOREIGN KEY ("enterprise_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_judge_id_fkey" FOREIGN KEY ("judge_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_applicant_id_fkey" FOREIGN KEY ("applicant_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "close_failures" ADD CONSTRAINT "close_failures_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "court_closes" ADD CONSTRAINT "court_closes_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalation_steps" ADD CONSTRAINT "escalation_steps_instalment_fkey" FOREIGN KEY ("court_code","plan_id","instalment_no") REFERENCES "public"."plan_instalments"("court_code","plan_id","no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalation_steps" ADD CONSTRAINT "escalation_steps_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_parties" ADD CONSTRAINT "user_parties_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_parties" ADD CONSTRAINT "user_parties_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_court_code_fkey" FOREIGN KEY ("court_code") REFERENCES "public"."courts"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_progress" ADD CONSTRAINT "instalment_progress_instalment_fkey" FOREIGN KEY ("court_code","plan_id","no") REFERENCES "public"."plan_instalments"("court_code","plan_id","no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_progress" ADD CONSTRAINT "instalment_progress_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_applicants" ADD CONSTRAINT "plan_applicants_plan_id_fkey" FOREIGN KEY ("court_code","plan_id") REFERENCES "public"."plans"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_applicants" ADD CONSTRAINT "plan_applicants_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_confirmations" ADD CONSTRAINT "plan_confirmations_plan_id_fkey" FOREIGN KEY ("court_code","plan_id") REFERENCES "public"."plans"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_confirmations" ADD CONSTRAINT "plan_confirmations_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_confirmations" ADD CONSTRAINT "plan_confirmations_recorded_by_fkey" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_instalments" ADD CONSTRAINT "plan_instalments_plan_id_fkey" FOREIGN KEY ("court_code","plan_id") REFERENCES "public"."plans"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_drafted_by_fkey" FOREIGN KEY ("drafted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_payment_id_fkey" FOREIGN KEY ("court_code","payment_id") REFERENCES "public"."payments"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_plan_id_fkey" FOREIGN KEY ("court_code","plan_id") REFERENCES "public"."plans"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_reverses_id_fkey" FOREIGN KEY ("court_code","reverses_id") REFERENCES "public"."ledger_postings"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_step_id_fkey" FOREIGN KEY ("court_code","step_id") REFERENCES "public"."escalation_steps"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "public"."parties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_decisions" ADD CONSTRAINT "payment_decisions_payment_id_fkey" FOREIGN KEY ("court_code","payment_id") REFERENCES "public"."payments"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_decisions" ADD CONSTRAINT "payment_decisions_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_entered_by_fkey" FOREIGN KEY ("entered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seized_assets" ADD CONSTRAINT "seized_assets_seizure_id_fkey" FOREIGN KEY ("court_code","seizure_id") REFERENCES "public"."seizures"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seizures" ADD CONSTRAINT "seizures_case_id_fkey" FOREIGN KEY ("court_code","case_id") REFERENCES "public"."cases"("court_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seizures" ADD CONSTRAINT "seizures_ordered_by_fkey" FOREIGN KEY ("ordered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "job_runs_open" ON "job_runs" USING btree ("created_at") WHERE "job_runs"."status" in ('QUEUED','RUNNING');--> statement-breakpoint
CREATE INDEX "outbox_unsent" ON "outbox" USING btree ("available_at") WHERE "outbox"."sent_at" is null;--> statement-breakpoint
CREATE INDEX "sessions_expires_at" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "case_parties_party_id" ON "case_parties" USING btree ("party_id","court_code","case_id");--> statement-breakpoint
CREATE INDEX "cases_filed_on" ON "cases" USING btree ("court_code","filed_on","id");--> statement-breakpoint
CREATE INDEX "cases_state" ON "cases" USING btree ("court_code","state","id");--> statement-breakpoint
CREATE INDEX "cases_colour" ON "cases" USING btree ("court_code","colour","id") WHERE "cases"."colour" <> 'GREEN';--> statement-breakpoint
CREATE INDEX "cases_colour_review_on" ON "cases" USING btree ("court_code","colour_review_on") WHERE "cases"."colour_review_on" is not null;--> statement-breakpoint
CREATE INDEX "cases_id" ON "cases" USING btree ("id");--> statement-breakpoint
CREATE INDEX "consents_case_id" ON "consents" USING btree ("court_code","case_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "escalation_steps_once" ON "escalation_steps" USING btree ("court_code","plan_id","instalment_no","step") WHERE "escalation_steps"."status" <> 'VOIDED';--> statement-breakpoint
CREATE INDEX "escalation_steps_case_id" ON "escalation_steps" USING btree ("court_code","case_id","fell_on","id");--> statement-breakpoint
CREATE INDEX "user_parties_party_id" ON "user_parties" USING btree ("party_id");--> statement-breakpoint
CREATE INDEX "instalment_progress_next_step_on" ON "instalment_progress" USING btree ("court_code","next_step_on","case_id") WHERE "instalment_progress"."next_step_on" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "plans_one_active" ON "plans" USING btree ("court_code","case_id") WHERE "plans"."status" = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "ledger_postings_case_id" ON "ledger_postings" USING btree ("court_code","case_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_postings_reverses_once" ON "ledger_postings" USING btree ("court_code","reverses_id") WHERE "ledger_postings"."reverses_id" is not null;--> statement-breakpoint
CREATE INDEX "notices_party_id" ON "notices" USING btree ("party_id","id") WHERE "notices"."party_id" is not null;--> statement-breakpoint
CREATE INDEX "notices_user_id" ON "notices" USING btree ("user_id","id") WHERE "notices"."user_id" is not null;--> statement-breakpoint
CREATE INDEX "notices_case_id" ON "notices" USING btree ("court_code","case_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_bank_transaction_no_unique" ON "payments" USING btree ("court_code","bank_transaction_no") WHERE "payments"."bank_transaction_no" is not null;--> statement-breakpoint
CREATE INDEX "payments_case_id" ON "payments" USING btree ("court_code","case_id","received_on","id");--> statement-breakpoint
CREATE INDEX "seizures_case_id" ON "seizures" USING btree ("court_code","case_id","id");