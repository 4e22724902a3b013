-- How often somebody was told that an answer is nearly spelt right: each time lets them change it once more, up to a limit.
ALTER TABLE submissions ADD COLUMN nearly INTEGER NOT NULL DEFAULT 0;
