-- From which addresses the archive knows a user, and the entry in which it was the first time: the earliest by time
-- and number, also when that one came in late.
CREATE TABLE archive_seen (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  user_id integer NOT NULL,
  address text NOT NULL CHECK (length(address) <= 100),
  first_at timestamptz(3) NOT NULL,
  first_seq bigint NOT NULL,
  -- The latest month of UTC with such an entry, counted from the beginning of our era: once all that old is gone, so is
  -- this row.
  last_month integer NOT NULL,
  PRIMARY KEY (portal_id, user_id, address)
);
-- Log page and API: such entries by time, and whether an entry is one.
CREATE INDEX archive_seen_first ON archive_seen (portal_id, first_at, first_seq);

-- Entries up to this number were stored before first addresses were noted, and have still to be looked through.
ALTER TABLE archive_head ADD COLUMN unseen_seq bigint NOT NULL DEFAULT 0;
-- The last number as of whoever notes first addresses; less than last_seq after an append by a process of the version
-- before, which may still run beside the new one.
ALTER TABLE archive_head ADD COLUMN noted_seq bigint NOT NULL DEFAULT 0;
UPDATE archive_head SET unseen_seq = last_seq, noted_seq = last_seq;
