-- Whoever leaves by themselves is not there any more, as if they had been removed.
ALTER TABLE members ADD COLUMN has_left INTEGER NOT NULL DEFAULT 0;
