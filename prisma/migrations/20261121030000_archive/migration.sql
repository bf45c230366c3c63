-- The archive of the portals' event logs. One writer at a time appends to a portal: it holds the portal's row here,
-- takes the next numbers and the hash before them, and commits both with the rows.
CREATE TABLE archive_head (
  portal_id bigint PRIMARY KEY REFERENCES portal (id) ON DELETE CASCADE,
  last_seq bigint NOT NULL DEFAULT 0,
  last_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(last_hash) = 32),
  last_text_id integer NOT NULL DEFAULT 0
);

-- How far the portal's log was copied, and when to read it next.
CREATE TABLE archive_copy (
  portal_id bigint PRIMARY KEY REFERENCES portal (id) ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'filling', 'following', 'refused')),
  -- Error code of the last refusal.
  reason text,
  epoch smallint NOT NULL DEFAULT 0,
  newest_id bigint,
  newest_at timestamptz(3),
  due_at timestamptz(3) NOT NULL DEFAULT now(),
  interval_ms integer NOT NULL DEFAULT 5000,
  -- Entries a call asks for; grows and shrinks with the portal's answer time.
  chunk integer NOT NULL DEFAULT 1000,
  -- False once the portal refused several reads in one request.
  takes_batch boolean NOT NULL DEFAULT true,
  failures integer NOT NULL DEFAULT 0,
  -- The portal's log was read up to its end at this moment.
  read_at timestamptz(3),
  lease_owner text,
  lease_until timestamptz(3)
);
-- Tick: portals whose log is to be read now.
CREATE INDEX archive_copy_due ON archive_copy (due_at);

-- Spans of the portal's own numbers: what is here, what is still to be loaded, what the portal had already dropped.
CREATE TABLE archive_span (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  epoch smallint NOT NULL,
  low_id bigint NOT NULL,
  high_id bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('loaded', 'pending', 'lost')),
  low_at timestamptz(3),
  high_at timestamptz(3),
  noted_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (portal_id, epoch, low_id),
  CHECK (low_id <= high_id)
);

-- What an administrator decided: how long entries are kept, and which secrets are masked besides the known ones.
CREATE TABLE archive_setting (
  portal_id bigint PRIMARY KEY REFERENCES portal (id) ON DELETE CASCADE,
  retention jsonb NOT NULL DEFAULT '{"months": 36, "rules": []}',
  masks jsonb NOT NULL DEFAULT '[]',
  -- Entries before this moment may still lie under the rules before; null when all follow the present ones.
  resort_since timestamptz(3),
  changed_by integer,
  changed_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Texts that many entries of a portal share, stored once. Kinds: 1 severity, 2 type, 3 module, 4 site, 5 agent, 6 address.
CREATE TABLE entry_text (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  id integer NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 6),
  -- First half of the SHA-256 of the value.
  digest uuid NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (portal_id, id),
  -- Append: the number of a text; search: all texts of a kind.
  UNIQUE (portal_id, kind, digest)
);

-- Names a user had, each from the moment it was first seen.
CREATE TABLE user_name (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  user_id integer NOT NULL,
  from_at timestamptz(3) NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (portal_id, user_id, from_at)
);

-- One row an entry. Partitioned by how many months it is kept (0 for ever), then by month: a month that is over is
-- dropped as a whole. The leaves and their indexes are made by entry_partition().
CREATE TABLE entry (
  portal_id bigint NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  -- The portal's own number; null for entries that we write ourselves.
  portal_entry_id bigint,
  user_id integer,
  guest_id integer,
  severity_id integer NOT NULL,
  type_id integer NOT NULL,
  module_id integer NOT NULL,
  site_id integer,
  agent_id integer,
  uri_id integer,
  keep smallint NOT NULL,
  -- 0 the portal's log, 1 our own.
  source smallint NOT NULL DEFAULT 0,
  epoch smallint NOT NULL DEFAULT 0,
  -- Of the time as the portal sent it; null when time_text has it as a whole.
  offset_minutes smallint,
  -- What the description is: 0 none, 1 a text, 2 JSON that casts to jsonb, 3 anything that `decoded` holds as jsonb.
  form smallint NOT NULL DEFAULT 0,
  addr inet,
  -- The address as sent, where it is not the text of `addr`.
  addr_text text,
  time_text text,
  item text NOT NULL,
  -- The address asked for, where it is not stored in entry_text.
  uri text,
  description text,
  -- Readable text of the description, where the description itself does not hold it.
  details text,
  decoded jsonb,
  hash bytea NOT NULL
) PARTITION BY LIST (keep);

CREATE TABLE entry_k0 PARTITION OF entry FOR VALUES IN (0) PARTITION BY RANGE (at);
CREATE TABLE entry_k1 PARTITION OF entry FOR VALUES IN (1) PARTITION BY RANGE (at);
CREATE TABLE entry_k3 PARTITION OF entry FOR VALUES IN (3) PARTITION BY RANGE (at);
CREATE TABLE entry_k6 PARTITION OF entry FOR VALUES IN (6) PARTITION BY RANGE (at);
CREATE TABLE entry_k12 PARTITION OF entry FOR VALUES IN (12) PARTITION BY RANGE (at);
CREATE TABLE entry_k24 PARTITION OF entry FOR VALUES IN (24) PARTITION BY RANGE (at);
CREATE TABLE entry_k36 PARTITION OF entry FOR VALUES IN (36) PARTITION BY RANGE (at);
CREATE TABLE entry_k60 PARTITION OF entry FOR VALUES IN (60) PARTITION BY RANGE (at);
CREATE TABLE entry_k120 PARTITION OF entry FOR VALUES IN (120) PARTITION BY RANGE (at);

-- Makes the leaf for one month (its first day, UTC) of one class, with its indexes; false when it is there already.
-- A year that ended more than five years ago is one leaf, so that a portal's odd times do not make thousands of them;
-- of classes that end only where all of it is over, since a leaf goes as a whole.
CREATE FUNCTION entry_partition(keep_months integer, month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  of_month text := format('entry_k%s_%s', keep_months, to_char(month, 'YYYY_MM'));
  of_year text := format('entry_k%s_%s', keep_months, to_char(month, 'YYYY'));
  leaf text := of_month;
  unit text := 'month';
  low timestamptz;
  high timestamptz;
BEGIN
  -- Asked of the table itself: what a session remembers of names may be older than the wait for the lock.
  IF EXISTS (SELECT FROM pg_class WHERE relname IN (of_month, of_year)
      AND relnamespace = current_schema()::regnamespace) THEN
    RETURN false;
  END IF;
  -- One maker at a time; whoever waited finds the leaf made.
  PERFORM pg_advisory_xact_lock(72707370);
  IF EXISTS (SELECT FROM pg_class WHERE relname IN (of_month, of_year)
      AND relnamespace = current_schema()::regnamespace) THEN
    RETURN false;
  END IF;
  -- A year that has leaves of months from its own time goes on so.
  IF extract(year FROM month) < extract(year FROM now() AT TIME ZONE 'UTC') - 5
      AND (keep_months = 0 OR date_trunc('year', month::timestamp) + interval '1 year'
        <= date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => keep_months))
      AND NOT EXISTS (
      SELECT FROM pg_class WHERE starts_with(relname, of_year || '_') AND relkind = 'r'
        AND relnamespace = current_schema()::regnamespace) THEN
    leaf := of_year;
    unit := 'year';
  END IF;
  low := date_trunc(unit, month::timestamp) AT TIME ZONE 'UTC';
  high := (date_trunc(unit, month::timestamp) + ('1 ' || unit)::interval) AT TIME ZONE 'UTC';
  -- Made aside and attached then: attaching waits for readers less than creating inside does.
  EXECUTE format('CREATE TABLE %I (LIKE entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', leaf);
  -- A page of the log, newest or oldest first.
  EXECUTE format('CREATE INDEX ON %I (portal_id, at, seq)', leaf);
  -- One entry by its number, blocks of numbers, what came after a number.
  EXECUTE format('CREATE UNIQUE INDEX ON %I (portal_id, seq)', leaf);
  -- Append: an entry of the portal is stored once.
  EXECUTE format('CREATE UNIQUE INDEX ON %I (portal_id, epoch, portal_entry_id) WHERE source = 0', leaf);
  -- A page of one user's or one type's entries.
  EXECUTE format('CREATE INDEX ON %I (portal_id, user_id, at) WHERE user_id > 0', leaf);
  EXECUTE format('CREATE INDEX ON %I (portal_id, type_id, at)', leaf);
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (keep = %s AND at >= %L AND at < %L)',
    leaf, leaf || '_bounds', keep_months, low, high);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
    'entry_k' || keep_months, leaf, low, high);
  RETURN true;
END
$$;

-- How far blocks and counts were built behind the rows; everything above is searched row by row.
CREATE TABLE archive_index (
  portal_id bigint PRIMARY KEY REFERENCES portal (id) ON DELETE CASCADE,
  indexed_seq bigint NOT NULL DEFAULT 0,
  -- Which list of terms the segments follow; those of another one are not used and built anew.
  version smallint NOT NULL DEFAULT 1,
  -- Since when entries wait that would fill a block; null when none do.
  behind_since timestamptz(3)
);

-- Consecutive numbers of a portal, and the time between their first and last entry.
CREATE TABLE entry_block (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  low_at timestamptz(3) NOT NULL,
  high_at timestamptz(3) NOT NULL,
  PRIMARY KEY (portal_id, first_seq)
);
-- Search: blocks by time, newest first.
CREATE INDEX entry_block_time ON entry_block (portal_id, high_at);

-- Everything that can be looked for in consecutive blocks, each thing hashed to 16 bits: for each hash, one after
-- another, a bit a block. Segments of one block come first, and are put together to larger ones.
CREATE TABLE entry_segment (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  low_at timestamptz(3) NOT NULL,
  high_at timestamptz(3) NOT NULL,
  bits bytea NOT NULL,
  PRIMARY KEY (portal_id, first_seq)
) WITH (toast.autovacuum_vacuum_scale_factor = 0.05);
-- Not compressed, so that the few bytes of one hash are read without the others.
ALTER TABLE entry_segment ALTER bits SET STORAGE EXTERNAL, ALTER bits SET STATISTICS 0;

-- Entries a day (UTC) by everything with few values, and by user and by address inside of that: histograms, counts of
-- values, also under filters of these fields. Months that hardly change any more are summed up beside their days.
CREATE TABLE entry_tally (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  -- First day.
  start date NOT NULL,
  severity_id integer NOT NULL,
  type_id integer NOT NULL,
  module_id integer NOT NULL,
  -- 0 where there is none.
  site_id integer NOT NULL,
  total integer NOT NULL,
  -- 0 a day, 1 a month.
  period smallint NOT NULL,
  keep smallint NOT NULL,
  -- Packed values with their entries: quarters of the day, or days of the month; users; addresses of each user;
  -- for months also the addresses of all.
  parts bytea NOT NULL,
  users bytea NOT NULL,
  pairs bytea NOT NULL,
  addresses bytea,
  PRIMARY KEY (portal_id, period, start, keep, severity_id, type_id, module_id, site_id)
);
ALTER TABLE entry_tally ALTER parts SET STATISTICS 0, ALTER users SET STATISTICS 0, ALTER pairs SET STATISTICS 0,
  ALTER addresses SET STATISTICS 0;

-- Runs of numbers that retention removed, with the hash the next entry is chained to.
CREATE TABLE entry_removed (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  last_hash bytea NOT NULL,
  keep smallint NOT NULL,
  month date NOT NULL,
  removed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (portal_id, first_seq)
);

-- The last check of a portal's chain: where it stands, and what it found.
CREATE TABLE archive_check (
  portal_id bigint PRIMARY KEY REFERENCES portal (id) ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('running', 'ok', 'broken', 'failed')),
  from_seq bigint NOT NULL,
  to_seq bigint NOT NULL,
  -- Of the archive's end when the check was started.
  to_hash bytea NOT NULL,
  -- The check goes on behind this number and hash.
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  checked bigint NOT NULL DEFAULT 0,
  removed bigint NOT NULL DEFAULT 0,
  broken_at bigint,
  -- What is wrong there, as a code and in words.
  fault text,
  reason text,
  started_by integer,
  started_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3)
);
