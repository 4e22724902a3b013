-- Quizzes as they are played: sessions of a channel, rounds with the answers that people gave, and what is to come back.
CREATE TABLE quiz_sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  quiz TEXT NOT NULL,
  title TEXT NOT NULL, -- JSON
  items TEXT NOT NULL, -- JSON, as they were when it began
  mode TEXT NOT NULL CHECK (mode IN ('normal', 'peer')),
  seconds INTEGER NOT NULL, -- for each question; 0: no limit
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX quiz_sessions_by_channel ON quiz_sessions (platform, channel, id);

CREATE TABLE rounds (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session INTEGER NOT NULL REFERENCES quiz_sessions (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  item TEXT NOT NULL, -- JSON, with its numbers drawn
  phase TEXT NOT NULL CHECK (phase IN ('open', 'discuss', 'again', 'revealed', 'stopped')),
  left_ms INTEGER, -- of the phase; NULL: until somebody ends it
  accepted TEXT NOT NULL DEFAULT '{}', -- JSON: by blank, what is right besides the keys
  created_at INTEGER NOT NULL,
  UNIQUE (session, position)
) STRICT;

CREATE TABLE submissions (
  round INTEGER NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
  person TEXT REFERENCES people (id), -- NULL where they were forgotten
  vote INTEGER NOT NULL CHECK (vote IN (1, 2)),
  answers TEXT NOT NULL, -- JSON: a text per blank
  grades TEXT NOT NULL, -- JSON
  credit REAL NOT NULL,
  changes INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  UNIQUE (round, person, vote)
) STRICT;
CREATE INDEX submissions_by_person ON submissions (person);

-- Who has taken an answer as right that the key did not have, and when.
CREATE TABLE quiz_audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  round INTEGER NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
  blank TEXT NOT NULL,
  answer TEXT NOT NULL,
  by TEXT REFERENCES people (id), -- NULL where they were forgotten
  regraded INTEGER NOT NULL, -- submissions
  created_at INTEGER NOT NULL
) STRICT;

-- What teachers of a channel have made themselves.
CREATE TABLE own_quizzes (
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL, -- as it was written
  quiz TEXT NOT NULL, -- JSON
  created_at INTEGER NOT NULL,
  PRIMARY KEY (platform, channel, name)
) STRICT, WITHOUT ROWID;

-- Items that a channel has missed, and when they come back.
CREATE TABLE learning (
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  quiz TEXT NOT NULL,
  item TEXT NOT NULL,
  box INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  successes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (platform, channel, quiz, item)
) STRICT, WITHOUT ROWID;

-- A job's subject is an experiment or a round now.
CREATE TABLE jobs_of_anything (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('experiment', 'round')),
  subject INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed')),
  claimed_by TEXT,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
INSERT INTO jobs_of_anything SELECT id, kind, subject, state, claimed_by, created_at, finished_at FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_of_anything RENAME TO jobs;
CREATE INDEX jobs_by_subject ON jobs (kind, subject);
CREATE TRIGGER jobs_end_with_experiments AFTER DELETE ON experiments BEGIN
  DELETE FROM jobs WHERE kind = 'experiment' AND subject = OLD.id;
END;
CREATE TRIGGER jobs_end_with_rounds AFTER DELETE ON rounds BEGIN
  DELETE FROM jobs WHERE kind = 'round' AND subject = OLD.id;
END;
