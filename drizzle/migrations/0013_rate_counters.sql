CREATE UNLOGGED TABLE "rate_counters" (
	"key" varchar(200) PRIMARY KEY NOT NULL,
	"window" bigint NOT NULL,
	"count" integer NOT NULL
);
