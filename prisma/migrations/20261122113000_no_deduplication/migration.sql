-- Leaves made from now on do not look for equal keys whenever a page of these indexes is full: while entries come in
-- there are few. Packing looks for them once the month is over. Months that are there stay as they are.
CREATE OR REPLACE FUNCTION entry_partition(keep_months integer, month date) RETURNS boolean LANGUAGE plpgsql AS $$
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
  EXECUTE format('CREATE INDEX ON %I (portal_id, at, seq) WITH (deduplicate_items = off)', leaf);
  -- One entry by its number, blocks of numbers, what came after a number.
  EXECUTE format('CREATE UNIQUE INDEX ON %I (portal_id, seq)', leaf);
  -- Append: an entry of the portal is stored once.
  EXECUTE format('CREATE UNIQUE INDEX ON %I (portal_id, epoch, portal_entry_id) WHERE source = 0', leaf);
  -- A page of one user's or one type's entries.
  EXECUTE format('CREATE INDEX ON %I (portal_id, user_id, at) WITH (deduplicate_items = off) WHERE user_id > 0', leaf);
  EXECUTE format('CREATE INDEX ON %I (portal_id, type_id, at) WITH (deduplicate_items = off)', leaf);
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (keep = %s AND at >= %L AND at < %L)',
    leaf, leaf || '_bounds', keep_months, low, high);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
    'entry_k' || keep_months, leaf, low, high);
  RETURN true;
END
$$;
