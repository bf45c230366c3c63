-- Addresses of outside systems that processes may call, each with a signing secret of its own.
CREATE TABLE job_connection (
  id uuid PRIMARY KEY,
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  name text NOT NULL,
  url text NOT NULL,
  secret_sealed text NOT NULL,
  -- After a rotation the former secret signs as well, until then.
  old_secret_sealed text,
  old_until timestamptz(3),
  -- Deliveries in a row that failed; while it is paused nothing is sent.
  failures integer NOT NULL DEFAULT 0,
  paused_until timestamptz(3),
  last_at timestamptz(3),
  last_status integer,
  last_error text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  changed_at timestamptz(3) NOT NULL DEFAULT now()
);
-- Processes name a connection; letter case does not matter.
CREATE UNIQUE INDEX job_connection_name ON job_connection (portal_id, lower(name));

-- Outside jobs: one a run.
CREATE TABLE step_job (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  run_id uuid NOT NULL,
  called_at timestamptz(3) NOT NULL,
  connection_id uuid NOT NULL,
  connection_name text NOT NULL,
  -- False: the run ends as soon as the request is accepted.
  waits boolean NOT NULL,
  heartbeat_seconds integer,
  lang text NOT NULL,
  token_hash bytea NOT NULL,
  -- Every attempt sends the same token; nobody needs it again once the request is accepted.
  token_sealed text,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'accepted', 'refused')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz(3),
  accepted_at timestamptz(3),
  -- The portal listed its process among the running ones: only then its absence means that somebody stopped it.
  listed_at timestamptz(3),
  -- It was first missing from that list after it had stood there: one such look may be the portal's mistake.
  missed_at timestamptz(3),
  -- The last look at the portal's list.
  checked_at timestamptz(3),
  -- What ended it: a repetition of the same report is answered as the first was.
  report_hash bytea,
  -- Pace of the reports.
  tat timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- The run is over, and the outside system was told if it had to be.
  closed_at timestamptz(3),
  told text,
  PRIMARY KEY (portal_id, run_id)
);
-- Deleting the runs of a portal, and care for jobs whose run is gone.
CREATE INDEX step_job_run ON step_job (run_id);
-- The regular look at jobs whose run was settled by others.
CREATE INDEX step_job_open ON step_job (run_id) WHERE closed_at IS NULL;

-- Each time something was sent for a run.
CREATE TABLE job_attempt (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  run_id uuid NOT NULL,
  kind text NOT NULL,
  number integer NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  -- Both null: it is under way, or its worker died.
  duration_ms integer,
  status integer,
  error text,
  answer text,
  PRIMARY KEY (run_id, kind, number)
);
-- Deleting a portal.
CREATE INDEX job_attempt_portal ON job_attempt (portal_id);

-- Answers to reports that carried an Idempotency-Key.
CREATE TABLE job_call (
  portal_id bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  run_id uuid NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL,
  status integer,
  answer jsonb,
  at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, route, key)
);
CREATE INDEX job_call_portal ON job_call (portal_id);
