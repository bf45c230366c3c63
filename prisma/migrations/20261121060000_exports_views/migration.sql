-- Exports that are written in the background, one row each: what was asked for, how far it is, what came of it.
CREATE TABLE export_job (
  id uuid PRIMARY KEY,
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  user_id integer NOT NULL,
  user_name text NOT NULL,
  -- Given by whoever asks, so that asking twice makes one export.
  idempotency_key text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'cancelled')),
  -- Why it failed: a word that the page has a sentence for.
  reason text,
  request jsonb NOT NULL,
  -- The present that relative times are counted from; also the moment of the head.
  asked_at timestamptz(3) NOT NULL,
  -- Only entries up to this number are written: what is stored later does not shift them.
  head_seq bigint NOT NULL,
  head_hash bytea NOT NULL CHECK (length(head_hash) = 32),
  -- How many entries met the query then; null when that could not be counted in time.
  total bigint,
  written bigint NOT NULL DEFAULT 0,
  -- The last entry looked at, the next one is behind it.
  place_at timestamptz(3),
  place_seq bigint,
  parts integer NOT NULL DEFAULT 0,
  file_bytes bigint NOT NULL DEFAULT 0,
  -- Of a packed sheet: its checksum and size so far.
  crc bigint NOT NULL DEFAULT 0,
  plain_bytes bigint NOT NULL DEFAULT 0,
  cut_texts integer NOT NULL DEFAULT 0,
  sha256 bytea CHECK (length(sha256) = 32),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  finished_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL,
  -- Creating: one export a key; listing: the exports of a user.
  UNIQUE (portal_id, user_id, idempotency_key)
);
-- Maintenance: exports that are over.
CREATE INDEX export_job_expires ON export_job (expires_at);

-- Files of exports in pieces: any web process can hand them out, whichever worker wrote them. Of a removed portal they
-- go before their exports, by the order of the names, in batches.
CREATE TABLE export_chunk (
  export_id uuid NOT NULL REFERENCES export_job (id) ON DELETE CASCADE,
  number integer NOT NULL,
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  -- Where in the file the piece begins.
  start_byte bigint NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (export_id, number)
);
-- A removed portal: its rows.
CREATE INDEX export_chunk_portal ON export_chunk (portal_id);
-- Compressing on the way in costs more time than the disk it saves.
ALTER TABLE export_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Download tickets that were used; kept until the ticket itself is over.
CREATE TABLE used_ticket (
  id uuid PRIMARY KEY,
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  expires_at timestamptz(3) NOT NULL
);
-- A removed portal: its rows.
CREATE INDEX used_ticket_portal ON used_ticket (portal_id);
-- Maintenance: tickets that are over.
CREATE INDEX used_ticket_expires ON used_ticket (expires_at);

-- States of the log page that somebody gave a name.
CREATE TABLE saved_view (
  id uuid PRIMARY KEY,
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  user_id integer NOT NULL,
  user_name text NOT NULL,
  name text NOT NULL,
  is_shared boolean NOT NULL DEFAULT false,
  content jsonb NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT now()
);
-- The menu: all views of a portal that a user may see.
CREATE INDEX saved_view_portal ON saved_view (portal_id, user_id);

-- Which view a user begins with.
CREATE TABLE default_view (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  user_id integer NOT NULL,
  view_id uuid NOT NULL REFERENCES saved_view (id) ON DELETE CASCADE,
  PRIMARY KEY (portal_id, user_id)
);
-- Deleting a view.
CREATE INDEX default_view_view ON default_view (view_id);

-- States of the log page behind short links.
CREATE TABLE view_link (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  id text NOT NULL CHECK (id ~ '^[0-9A-Za-z]{10}$'),
  -- SHA-256 of the content: the same state has one link.
  digest bytea NOT NULL CHECK (length(digest) = 32),
  user_id integer NOT NULL,
  content jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- When it was last made or followed, to a day.
  used_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (portal_id, id),
  UNIQUE (portal_id, digest)
);
-- Making room: those unused for longest.
CREATE INDEX view_link_used ON view_link (portal_id, used_at);
