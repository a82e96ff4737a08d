CREATE TABLE "state_steps" (
	"thing" varchar(32) NOT NULL,
	"from_state" varchar(32) NOT NULL,
	"to_state" varchar(32) NOT NULL,
	CONSTRAINT "state_steps_pkey" PRIMARY KEY("thing","from_state","to_state")
);
--> statement-breakpoint
ALTER TABLE "close_failures" ADD COLUMN "cleared_at" timestamp (3) with time zone;