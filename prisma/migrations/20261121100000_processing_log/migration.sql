-- What came in or went out for a step, one row a thing; whole months are dropped.
CREATE TABLE processing_event (
  portal_id bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  -- By `processing_event_id`: the same thing has the same id, however often it is written.
  id uuid NOT NULL,
  response_ms integer NOT NULL,
  status text NOT NULL CHECK (status IN ('EVENT_SUCCESS', 'EVENT_DUPLICATE', 'INVALID_TOKEN',
    'INVALID_REQUEST', 'STEP_FAILED', 'STEP_TIMEOUT', 'STEP_CANCELLED', 'DELIVERY_FAILED',
    'PORTAL_REMOVED')),
  event_name text NOT NULL,
  webhook_id text NOT NULL,
  run uuid,
  -- Masked JSON.
  input text,
  message text NOT NULL,
  warnings text[] NOT NULL,
  errors text[] NOT NULL,
  -- Events page and door: newest first by key; one row a thing.
  PRIMARY KEY (portal_id, at, id)
) PARTITION BY RANGE (at);
-- Events page and door: one status. Most rows are successes, which need no help to be found.
CREATE INDEX processing_event_status ON processing_event (portal_id, status, at DESC, id DESC)
  WHERE status <> 'EVENT_SUCCESS';

-- Takes what no month is there for: a record must never fail for want of a partition.
CREATE TABLE processing_event_default PARTITION OF processing_event DEFAULT;

-- A version 7 UUID made of the moment and of what names the thing: from the id alone, its row is found.
CREATE FUNCTION processing_event_id(at timestamptz, thing text) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
    || '7' || substr(md5(thing), 1, 3) || '8' || substr(md5(thing), 4, 15))::uuid
$$;

-- A process whose clock is wrong must not fail for want of a partition.
CREATE FUNCTION processing_event_at(at timestamptz) RETURNS timestamptz(3)
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN at BETWEEN now() - interval '2 days' AND now() + interval '1 day' THEN at
    ELSE date_trunc('day', now(), 'UTC') END
$$;

-- Makes the monthly partitions from last month to so many months ahead; repeatable, one caller at a time. What the
-- default partition took for a month moves there. Intake waits behind it: it waits for others only very shortly, like
-- dropping, and the next round tries again.
CREATE FUNCTION make_processing_event_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql
SET lock_timeout = '100ms' AS $$
DECLARE
  this_month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
  starts timestamp;
  starts_at timestamptz;
  ends_at timestamptz;
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('make_processing_event_partitions'));
  FOR step IN -1 .. months_ahead LOOP
    starts := this_month + make_interval(months => step);
    part := 'processing_event_' || to_char(starts, 'YYYYMM');
    CONTINUE WHEN to_regclass(part) IS NOT NULL;
    starts_at := starts AT TIME ZONE 'UTC';
    ends_at := (starts + interval '1 month') AT TIME ZONE 'UTC';
    EXECUTE format('CREATE TABLE %I (LIKE processing_event INCLUDING ALL)', part);
    EXECUTE format(
      'WITH moved AS (DELETE FROM processing_event_default WHERE at >= %L AND at < %L RETURNING *)
        INSERT INTO %I SELECT * FROM moved',
      starts_at, ends_at, part
    );
    EXECUTE format(
      'ALTER TABLE processing_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      part, starts_at, ends_at
    );
  END LOOP;
END $$;
SELECT make_processing_event_partitions(3);

-- Drops the months that ended so many days ago; returns them.
CREATE FUNCTION drop_processing_events(keep_days integer) RETURNS SETOF text LANGUAGE plpgsql
SET lock_timeout = '100ms' AS $$
DECLARE
  month text;
BEGIN
  FOR month IN
    SELECT substr(c.relname, 18) FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'processing_event'::regclass AND c.relname ~ '^processing_event_[0-9]{6}$'
    ORDER BY 1
  LOOP
    CONTINUE WHEN (to_date(month, 'YYYYMM') + interval '1 month') AT TIME ZONE 'UTC'
      > now() - make_interval(days => keep_days);
    EXECUTE format('DROP TABLE %I', 'processing_event_' || month);
    RETURN NEXT month;
  END LOOP;
  DELETE FROM processing_event_default WHERE at < now() - make_interval(days => keep_days);
END $$;
