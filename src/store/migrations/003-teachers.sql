-- Whom a channel's teachers have made teachers there: people and roles, by ids that are unique over all platforms.
CREATE TABLE teachers (
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL, -- as it was when they were made one
  PRIMARY KEY (platform, channel, id)
) STRICT, WITHOUT ROWID;
