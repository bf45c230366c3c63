-- How a person likes the pages to be laid out (columns, row height). The key serves the reading of one person's rows.
CREATE TABLE user_setting (
  portal_id  bigint NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  user_id    int NOT NULL,
  key        text NOT NULL,
  value      jsonb NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (portal_id, user_id, key)
);
