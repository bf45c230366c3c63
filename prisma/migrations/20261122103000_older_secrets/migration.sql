-- Secrets from before the former one that still sign, each with its own end, as sealed JSON.
ALTER TABLE job_connection ADD COLUMN older_secrets_sealed text;
