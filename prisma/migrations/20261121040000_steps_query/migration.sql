-- What process steps may see of the log: a query that is joined by AND to each search of theirs; null for all of it.
ALTER TABLE portal ADD COLUMN steps_query text;
