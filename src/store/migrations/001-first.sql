-- People, experiments, the trials they share, and the jobs and posts that carry them.
CREATE TABLE people (
  id TEXT PRIMARY KEY, -- platform:id
  name TEXT NOT NULL,
  seen_at INTEGER NOT NULL -- milliseconds since 1970, as all times here
) STRICT;

CREATE TABLE settings (
  scope TEXT NOT NULL, -- person:... or channel:...
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT,
  asker TEXT NOT NULL REFERENCES people (id),
  channel TEXT NOT NULL,
  spec TEXT NOT NULL, -- JSON
  state TEXT NOT NULL CHECK (state IN ('proposed', 'running', 'done', 'cancelled', 'failed')),
  problem TEXT, -- JSON of a UserError, where one made it fail
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;

CREATE TABLE trials (
  id TEXT PRIMARY KEY, -- hash of everything that decides the numbers
  lineage TEXT NOT NULL, -- the same without the number of epochs
  epochs INTEGER NOT NULL,
  spec TEXT NOT NULL, -- JSON
  checkpoint_epoch INTEGER,
  checkpoint BLOB, -- weights and optimizer
  trained_work REAL NOT NULL DEFAULT 0, -- work done here (in steps) and the time it took: for estimates
  trained_ms INTEGER NOT NULL DEFAULT 0,
  test_accuracy REAL, -- these three are set when the trial is finished
  test_loss REAL,
  predictions BLOB,
  finished_at INTEGER
) STRICT;
CREATE INDEX trials_by_lineage ON trials (lineage, epochs);

CREATE TABLE epochs (
  trial TEXT NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  step INTEGER NOT NULL,
  train_loss REAL NOT NULL,
  train_accuracy REAL NOT NULL,
  val_loss REAL NOT NULL,
  val_accuracy REAL NOT NULL,
  PRIMARY KEY (trial, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE experiment_trials (
  experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  arm TEXT NOT NULL CHECK (arm IN ('full', 'reduced', 'augmented')),
  seed INTEGER NOT NULL,
  trial TEXT NOT NULL REFERENCES trials (id),
  crashed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (experiment, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX experiment_trials_by_trial ON experiment_trials (trial);

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed')),
  claimed_by TEXT,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX jobs_by_subject ON jobs (subject);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL UNIQUE REFERENCES jobs (id) ON DELETE CASCADE,
  place TEXT NOT NULL, -- JSON
  locale TEXT NOT NULL,
  posted TEXT -- JSON; NULL while it is still to be posted
) STRICT;
