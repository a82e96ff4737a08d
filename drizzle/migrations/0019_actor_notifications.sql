-- Every process that remembers an account hears when it changes: rights, password, deactivation, parties, identity.
CREATE FUNCTION tell_of_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('reprieve_actors', CASE TG_OP WHEN 'DELETE' THEN OLD.user_id ELSE NEW.user_id END::text);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION tell_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('reprieve_actors', NEW.id::text);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_tell AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION tell_of_user();
--> statement-breakpoint
CREATE TRIGGER user_parties_tell AFTER INSERT OR DELETE ON user_parties FOR EACH ROW EXECUTE FUNCTION tell_of_account();
--> statement-breakpoint
CREATE TRIGGER user_identities_tell AFTER INSERT OR UPDATE OR DELETE ON user_identities FOR EACH ROW EXECUTE FUNCTION tell_of_account();
