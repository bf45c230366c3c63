-- The call's own access, sealed, until the run is settled: only steps that act outside of their process keep it.
ALTER TABLE run ADD COLUMN access_sealed text;

-- Number of the entry that the run wrote into the archive: it writes one, however often its work is done.
ALTER TABLE run ADD COLUMN entry_seq bigint;
