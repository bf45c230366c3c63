-- Events page and door: one name, which may be rare in a long log.
CREATE INDEX processing_event_name ON processing_event (portal_id, event_name, at DESC, id DESC);
