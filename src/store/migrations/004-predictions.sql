-- What people said of experiments before these had learnt anything.
CREATE TABLE prediction_rounds (
  experiment INTEGER PRIMARY KEY REFERENCES experiments (id) ON DELETE CASCADE,
  platform TEXT NOT NULL, -- with the experiment's channel, the place that says how long they are kept
  left_ms INTEGER NOT NULL -- until training begins; 0: it has begun
) STRICT;

CREATE TABLE predictions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  experiment INTEGER NOT NULL REFERENCES prediction_rounds (experiment) ON DELETE CASCADE,
  person TEXT REFERENCES people (id), -- NULL: somebody who was forgotten
  arm TEXT NOT NULL CHECK (arm IN ('augmented', 'reduced', 'neither')), -- the one that wins
  low REAL NOT NULL CHECK (low BETWEEN 0 AND high), -- accuracy of the augmented arm, as a share
  high REAL NOT NULL CHECK (high <= 1),
  created_at INTEGER NOT NULL,
  UNIQUE (experiment, person)
) STRICT;
CREATE INDEX predictions_by_person ON predictions (person);
