-- What a message takes up with its pictures and files: their sum is asked for whenever somebody says something, and to measure
-- them anew would take seconds.
ALTER TABLE messages ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET bytes = coalesce(octet_length(said), 0) + coalesce(octet_length(card), 0) + coalesce((
  SELECT sum(coalesce(octet_length(figure), 0) + coalesce(octet_length(content), 0)) FROM attachments WHERE message = messages.id
), 0);
CREATE INDEX messages_by_size ON messages (classroom, author, bytes);
