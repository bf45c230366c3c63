-- When, from where and why a token that there is was refused last: the settings show it beside its last use.
ALTER TABLE api_token
  ADD COLUMN refused_at timestamptz(3),
  -- Null: where it came from is not known.
  ADD COLUMN refused_address text,
  ADD COLUMN refused_for text CHECK (refused_for IN
    ('revoked', 'expired', 'portal', 'network', 'scope', 'other_portal', 'rate'));
