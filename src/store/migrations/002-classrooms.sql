-- Classrooms of the page: who is in them, and what was said there.
CREATE TABLE classrooms (
  slug TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE, -- what a join link ends with
  locked INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 0, -- of its newest post, edit or deletion
  deleted_revision INTEGER NOT NULL DEFAULT 0, -- of its newest deletion
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Browsers whose people came by the teacher link.
CREATE TABLE teacher_sessions (session TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the person web:id
  classroom TEXT NOT NULL REFERENCES classrooms (slug) ON DELETE CASCADE,
  session TEXT NOT NULL, -- the browser's; in its signed cookie
  name TEXT NOT NULL,
  name_key TEXT NOT NULL, -- the name as it is compared
  removed INTEGER NOT NULL DEFAULT 0,
  joined_at INTEGER NOT NULL,
  UNIQUE (classroom, session),
  UNIQUE (classroom, name_key)
) STRICT;
CREATE INDEX members_by_session ON members (session);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  classroom TEXT NOT NULL REFERENCES classrooms (slug) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  author TEXT REFERENCES people (id), -- NULL for what Augie says by itself
  key TEXT, -- the author's page chose it: a request that comes twice has one effect
  nonce TEXT, -- likewise for posts of Augie's
  only_for TEXT REFERENCES people (id), -- the one person who sees it; NULL: everybody
  said TEXT,
  card TEXT, -- JSON
  created_at INTEGER NOT NULL,
  UNIQUE (classroom, author, key),
  UNIQUE (classroom, nonce)
) STRICT;
CREATE INDEX messages_by_revision ON messages (classroom, revision);
CREATE INDEX messages_by_author ON messages (author);

-- Pictures and files of cards. A chart is kept as data and drawn when somebody looks.
CREATE TABLE attachments (
  message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  hash TEXT NOT NULL, -- of the content: part of its address
  media_type TEXT NOT NULL,
  figure TEXT, -- JSON; instead of the content
  content BLOB,
  PRIMARY KEY (message, name)
) STRICT, WITHOUT ROWID;
