-- Mails that wait are found by their notices; messages about them would be work that nobody knows.
DELETE FROM "outbox" WHERE "topic" = 'deliver-notice' AND "sent_at" IS NULL;
