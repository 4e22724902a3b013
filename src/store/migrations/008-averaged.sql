-- Most epochs are not validated any more, and a trial keeps what its last step reached and how well it knows its own data.
CREATE TABLE new_epochs (
  trial TEXT NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  step INTEGER NOT NULL,
  train_loss REAL NOT NULL,
  train_accuracy REAL NOT NULL,
  val_loss REAL, -- of the averaged weights; null where it was not measured
  val_accuracy REAL,
  PRIMARY KEY (trial, epoch)
) STRICT, WITHOUT ROWID;
INSERT INTO new_epochs SELECT * FROM epochs;
DROP TABLE epochs;
ALTER TABLE new_epochs RENAME TO epochs;

ALTER TABLE trials ADD COLUMN last_accuracy REAL; -- test accuracy of the last step's weights
ALTER TABLE trials ADD COLUMN train_accuracy REAL; -- on its own training images, as they are

-- Questions that a classroom has asked: what the verdict's promise holds for. No person, and no experiment, belongs to a row.
CREATE TABLE questions (
  classroom TEXT NOT NULL REFERENCES classrooms (id) ON DELETE CASCADE,
  question TEXT NOT NULL, -- hash of dataset, network, policy, epochs, batch, what computes it, and the test
  first_seed INTEGER NOT NULL,
  planned INTEGER NOT NULL, -- pairs
  margin REAL NOT NULL, -- smaller differences do not matter; a share of the test images
  test_images INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  PRIMARY KEY (classroom, question)
) STRICT, WITHOUT ROWID;
