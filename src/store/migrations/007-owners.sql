-- A classroom owns experiments, quizzes, settings and what was learnt; channels of platforms are its places. Ids of
-- classrooms name their first place, so that the same name on two platforms is two classrooms.
ALTER TABLE classrooms RENAME TO web_classrooms; -- what the page knows of a place: the slug is its channel

CREATE TABLE classrooms (
  id TEXT PRIMARY KEY -- platform:channel of its first place
) STRICT, WITHOUT ROWID;

CREATE TABLE places (
  platform TEXT NOT NULL,
  channel TEXT NOT NULL,
  classroom TEXT NOT NULL REFERENCES classrooms (id),
  PRIMARY KEY (platform, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_by_classroom ON places (classroom);

-- Experiments knew their channel and not its platform. The first card of an experiment says it, else its round of
-- predictions, else the asker's id (but people of a terminal also ask elsewhere), else the name of the channel.
-- Classrooms of the page, also those that were deleted. Dropped at the end of this file.
CREATE TABLE pages (channel TEXT PRIMARY KEY) STRICT;
INSERT INTO pages SELECT slug FROM web_classrooms UNION SELECT name FROM settings WHERE scope = 'retired';
ALTER TABLE experiments ADD COLUMN platform TEXT;
UPDATE experiments AS e SET platform = coalesce(
  (SELECT p.place ->> 'platform' FROM jobs j JOIN posts p ON p.job = j.id
   WHERE j.kind = 'experiment' AND j.subject = e.id ORDER BY j.id LIMIT 1),
  (SELECT r.platform FROM prediction_rounds r WHERE r.experiment = e.id),
  nullif(nullif(substr(e.asker, 1, instr(e.asker, ':') - 1), ''), 'terminal'),
  CASE
    WHEN e.channel IN (SELECT channel FROM pages) THEN 'web'
    WHEN e.channel NOT GLOB '*[^0-9]*' THEN 'discord'
    ELSE 'terminal'
  END);

-- Each place is a classroom of its own, but for a terminal's channel with the name of a page: it means that page.
INSERT INTO places
  SELECT platform, channel,
    iif(platform = 'terminal' AND channel IN (SELECT channel FROM pages), 'web', platform) || ':' || channel
  FROM (
    SELECT 'web' AS platform, channel FROM pages
    UNION SELECT 'terminal', channel FROM pages
    UNION SELECT platform, channel FROM experiments
    UNION SELECT platform, channel FROM quiz_sessions
    UNION SELECT platform, channel FROM own_quizzes
    UNION SELECT platform, channel FROM learning
    UNION SELECT platform, channel FROM teachers
    UNION SELECT substr(of, 1, instr(of, ':') - 1), substr(of, instr(of, ':') + 1)
      FROM (SELECT substr(scope, length('channel:') + 1) AS of FROM settings WHERE scope GLOB 'channel:*'));
INSERT INTO classrooms SELECT DISTINCT classroom FROM places;

CREATE TABLE owned_experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT,
  asker TEXT NOT NULL REFERENCES people (id),
  classroom TEXT NOT NULL REFERENCES classrooms (id),
  spec TEXT NOT NULL, -- JSON
  state TEXT NOT NULL CHECK (state IN ('proposed', 'running', 'done', 'cancelled', 'failed')),
  problem TEXT, -- JSON of a UserError, where one made it fail
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
INSERT INTO sqlite_sequence SELECT 'owned_experiments', seq FROM sqlite_sequence WHERE name = 'experiments';
INSERT INTO owned_experiments
  SELECT e.id, e.name, e.asker, p.classroom, e.spec, e.state, e.problem, e.created_at, e.finished_at
  FROM experiments e JOIN places p USING (platform, channel);
DROP TABLE experiments;
ALTER TABLE owned_experiments RENAME TO experiments;
ALTER TABLE prediction_rounds DROP COLUMN platform;

CREATE TABLE owned_sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  classroom TEXT NOT NULL REFERENCES classrooms (id),
  platform TEXT NOT NULL, -- the place where it is asked
  channel TEXT NOT NULL,
  quiz TEXT NOT NULL,
  title TEXT NOT NULL, -- JSON
  items TEXT NOT NULL, -- JSON, as they were when it began
  mode TEXT NOT NULL CHECK (mode IN ('normal', 'peer')),
  seconds INTEGER NOT NULL, -- for each question; 0: no limit
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
INSERT INTO sqlite_sequence SELECT 'owned_sessions', seq FROM sqlite_sequence WHERE name = 'quiz_sessions';
INSERT INTO owned_sessions
  SELECT s.id, p.classroom, platform, channel, s.quiz, s.title, s.items, s.mode, s.seconds, s.created_at, s.ended_at
  FROM quiz_sessions s JOIN places p USING (platform, channel);
DROP TABLE quiz_sessions;
ALTER TABLE owned_sessions RENAME TO quiz_sessions;

-- From here on, where a page and a terminal both have a row of the same key, the page's is kept.

-- What teachers of a classroom have made themselves.
CREATE TABLE classroom_quizzes (
  classroom TEXT NOT NULL REFERENCES classrooms (id),
  name TEXT NOT NULL,
  source TEXT NOT NULL, -- as it was written
  quiz TEXT NOT NULL, -- JSON
  created_at INTEGER NOT NULL,
  PRIMARY KEY (classroom, name)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO classroom_quizzes
  SELECT p.classroom, o.name, o.source, o.quiz, o.created_at
  FROM own_quizzes o JOIN places p USING (platform, channel) ORDER BY platform = 'terminal';
DROP TABLE own_quizzes;
ALTER TABLE classroom_quizzes RENAME TO own_quizzes;

-- Items that a classroom has missed, and when they come back.
CREATE TABLE classroom_learning (
  classroom TEXT NOT NULL REFERENCES classrooms (id),
  quiz TEXT NOT NULL,
  item TEXT NOT NULL,
  box INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  successes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (classroom, quiz, item)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO classroom_learning
  SELECT p.classroom, o.quiz, o.item, o.box, o.due_at, o.successes
  FROM learning o JOIN places p USING (platform, channel) ORDER BY platform = 'terminal';
DROP TABLE learning;
ALTER TABLE classroom_learning RENAME TO learning;

-- Whom a classroom's teachers have made teachers there: people and roles, by ids that are unique over all platforms.
CREATE TABLE classroom_teachers (
  classroom TEXT NOT NULL REFERENCES classrooms (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL, -- as it was when they were made one
  PRIMARY KEY (classroom, id)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO classroom_teachers
  SELECT p.classroom, o.id, o.name
  FROM teachers o JOIN places p USING (platform, channel) ORDER BY platform = 'terminal';
DROP TABLE teachers;
ALTER TABLE classroom_teachers RENAME TO teachers;

INSERT OR IGNORE INTO settings
  SELECT 'classroom:' || p.classroom, o.name, o.value
  FROM settings o JOIN places p ON o.scope = 'channel:' || p.platform || ':' || p.channel
  ORDER BY p.platform = 'terminal';
-- A deleted classroom of the page still has its place, which says that its name is taken.
DELETE FROM settings WHERE scope GLOB 'channel:*' OR scope = 'retired';
DROP TABLE pages;

CREATE TRIGGER jobs_end_with_experiments AFTER DELETE ON experiments BEGIN
  DELETE FROM jobs WHERE kind = 'experiment' AND subject = OLD.id;
END;
-- A trial belongs to the experiments that compare it, and ends with the last of them.
CREATE TRIGGER trials_end_with_experiments AFTER DELETE ON experiment_trials BEGIN
  DELETE FROM trials
  WHERE id = OLD.trial AND NOT EXISTS (SELECT 1 FROM experiment_trials WHERE trial = OLD.trial);
END;

-- What is asked often, or while somebody waits, of tables that grow.
CREATE INDEX experiments_by_classroom ON experiments (classroom);
CREATE INDEX experiments_by_asker ON experiments (asker);
CREATE INDEX experiments_running ON experiments (classroom) WHERE state = 'running';
CREATE INDEX experiments_proposed ON experiments (created_at) WHERE state = 'proposed';
CREATE INDEX trials_with_checkpoint ON trials (length(checkpoint)) WHERE checkpoint IS NOT NULL;
CREATE INDEX jobs_unfinished ON jobs (id) WHERE state IN ('queued', 'running');
CREATE INDEX quiz_sessions_by_classroom ON quiz_sessions (classroom);
CREATE INDEX quiz_audit_by_round ON quiz_audit (round);
CREATE INDEX quiz_audit_by_person ON quiz_audit (by);
CREATE INDEX teachers_by_id ON teachers (id);
CREATE INDEX messages_by_classroom ON messages (classroom);
CREATE INDEX messages_by_age ON messages (classroom, created_at);
CREATE INDEX messages_by_viewer ON messages (only_for) WHERE only_for IS NOT NULL;
CREATE INDEX attachments_of_text ON attachments (message) WHERE media_type GLOB 'text/csv*';

-- How long a unit of work takes here, for estimates. Processor time from now on: until now trained_ms was the time that
-- passed, with the start of a process and the test in it, and a busy hour made every later estimate too long.
CREATE TABLE paces (
  model TEXT NOT NULL,
  backend TEXT NOT NULL,
  ms_per_unit REAL NOT NULL,
  PRIMARY KEY (model, backend)
) STRICT, WITHOUT ROWID;
UPDATE trials SET trained_work = 0, trained_ms = 0;

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

-- How often somebody was told that an answer is nearly spelt right: each time lets them change it once more, up to a limit.
ALTER TABLE submissions ADD COLUMN nearly INTEGER NOT NULL DEFAULT 0;
