-- Counts of all processes together, which only ever grow. /api/metrics reads the whole table.
CREATE TABLE metric (
  name text NOT NULL,
  labels text NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (name, labels)
);
