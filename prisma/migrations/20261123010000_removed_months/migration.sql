-- Coverage: of each class the first and the last month of which entries were removed, however many runs there are.
CREATE INDEX entry_removed_month ON entry_removed (portal_id, keep, month);
