-- The call's own access, sealed, until the run is settled: only steps that act outside of their process keep it.
ALTER TABLE run ADD COLUMN access_sealed text;

-- Number of the entry that the run wrote into the archive: it writes one, however often its work is done.
ALTER TABLE run ADD COLUMN entry_seq bigint;

-- Portals whose new entries somebody waits for, and up to which number they were looked at.
CREATE TABLE archive_watch (
  portal_id bigint PRIMARY KEY REFERENCES portal (id) ON DELETE CASCADE,
  seen_seq bigint NOT NULL
);

-- Runs that wait for an entry.
CREATE TABLE step_wait (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  run_id uuid NOT NULL,
  called_at timestamptz(3) NOT NULL,
  query text NOT NULL,
  -- Entries of earlier moments are not waited for.
  from_at timestamptz(3) NOT NULL,
  -- Zone of written times in the query, and the language of the answer.
  zone text NOT NULL,
  lang text NOT NULL,
  PRIMARY KEY (portal_id, run_id)
);
-- Care: waits of runs that are over.
CREATE INDEX step_wait_run ON step_wait (run_id);
