-- What the portal's people read, as it says itself; null until it was asked. Alone in its transaction: nobody reads a
-- portal while this is held.
ALTER TABLE portal ADD COLUMN language text;
