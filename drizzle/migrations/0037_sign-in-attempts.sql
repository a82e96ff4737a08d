CREATE TABLE "sign_in_attempts" (
	"subject" varchar(200) NOT NULL,
	"network" varchar(64) NOT NULL,
	"failures" integer NOT NULL,
	"last_tried_at" timestamp (3) with time zone NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"succeeded_at" timestamp (3) with time zone,
	CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY("subject","network")
);
--> statement-breakpoint
CREATE INDEX "sign_in_attempts_network" ON "sign_in_attempts" USING btree ("network","last_tried_at");