-- What is asked on the page is shown apart from the other messages, which may be many; an answer, with what it answers.
ALTER TABLE messages ADD COLUMN open TEXT; -- names what its card asks, while it is open and no newer card asks it
ALTER TABLE messages ADD COLUMN closed_at INTEGER; -- when that was closed
ALTER TABLE messages ADD COLUMN answers INTEGER; -- id of the message with the button that was pressed; it may be gone
ALTER TABLE messages ADD COLUMN pressed TEXT; -- the words on that button
CREATE INDEX messages_open ON messages (classroom, open) WHERE open IS NOT NULL;
CREATE INDEX messages_closed ON messages (classroom, closed_at) WHERE closed_at IS NOT NULL;
