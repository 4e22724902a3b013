-- How long a unit of work takes here, for estimates. Processor time from now on: until now trained_ms was the time that
-- passed, with the start of a process and the test in it, and a busy hour made every later estimate too long.
CREATE TABLE paces (
  model TEXT NOT NULL,
  backend TEXT NOT NULL,
  ms_per_unit REAL NOT NULL,
  PRIMARY KEY (model, backend)
) STRICT, WITHOUT ROWID;
UPDATE trials SET trained_work = 0, trained_ms = 0;
