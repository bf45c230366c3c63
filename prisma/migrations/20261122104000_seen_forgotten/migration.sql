-- How often addresses of users were forgotten: a process that remembers older ones must not rely on them any more.
ALTER TABLE archive_head ADD COLUMN seen_forgotten bigint NOT NULL DEFAULT 0;
