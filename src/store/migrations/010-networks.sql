-- The weights of finished networks, apart from what training goes on with, and what they have scored on further tests.
CREATE TABLE networks (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the oldest first
  trial TEXT NOT NULL UNIQUE REFERENCES trials (id) ON DELETE CASCADE,
  weights BLOB NOT NULL
) STRICT;
CREATE INDEX networks_by_size ON networks (id, length(weights));

CREATE TABLE scores (
  trial TEXT NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
  test TEXT NOT NULL, -- hash of everything that decides its images
  spec TEXT NOT NULL, -- JSON
  accuracy REAL NOT NULL,
  loss REAL NOT NULL,
  predictions BLOB NOT NULL,
  PRIMARY KEY (trial, test)
) STRICT, WITHOUT ROWID;
