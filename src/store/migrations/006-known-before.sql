-- What a channel was to learn of an item before this round: an answer that is accepted afterwards changes what it has learnt.
ALTER TABLE rounds ADD COLUMN known_before TEXT; -- JSON; NULL: nothing, or not revealed yet
