-- Imports are kept so that they can be looked at and undone.

ALTER TABLE imports ADD COLUMN origin TEXT CHECK (origin IN ('files', 'samples', 'watched')); -- NULL: from before this step, with nothing kept to undo it with
ALTER TABLE imports ADD COLUMN paths TEXT CHECK (paths IS NULL OR json_valid(paths)); -- what was named, a JSON array of texts
ALTER TABLE imports ADD COLUMN undone_at INTEGER;
ALTER TABLE imports ADD COLUMN files_left INTEGER CHECK (files_left = 1); -- undone, and files/ may still hold what nothing names any more

ALTER TABLE conversations ADD COLUMN edited INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)); -- a person gave it a title, tags or a star
CREATE INDEX conversations_added ON conversations (created_import);

-- What an import has replaced: the version of a conversation that was in the library before it.
CREATE TABLE replaced (
  id              INTEGER PRIMARY KEY,
  import_id       INTEGER NOT NULL REFERENCES imports (id),
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  added_tags      TEXT NOT NULL, -- tags that came with the import, one a line
  state           BLOB,          -- the former version, zstd; NULL: from before this step, it was not kept
  record          BLOB,          -- its raw record, zstd
  UNIQUE (conversation_id, import_id)
);
CREATE INDEX replaced_import ON replaced (import_id, conversation_id);
INSERT INTO replaced (import_id, conversation_id, added_tags) SELECT updated_import, id, '' FROM conversations WHERE updated_import <> created_import;

-- The files of former versions, which must stay as long as those.
CREATE TABLE replaced_files (
  replaced INTEGER NOT NULL REFERENCES replaced (id) ON DELETE CASCADE,
  hash     TEXT NOT NULL REFERENCES files (hash),
  PRIMARY KEY (hash, replaced)
) WITHOUT ROWID;
CREATE INDEX replaced_files_replaced ON replaced_files (replaced);

-- Conversations that an import met and left as they were, as ranges of ids: importing the same export again is a few
-- rows, and new conversations are none.
CREATE TABLE seen (
  import_id INTEGER NOT NULL REFERENCES imports (id),
  first     INTEGER NOT NULL,
  last      INTEGER NOT NULL CHECK (last >= first),
  PRIMARY KEY (import_id, first)
) WITHOUT ROWID;

-- A conversation that is gone may still have to leave the full-text index: no foreign key.
CREATE TABLE unindexed_now (
  conversation_id INTEGER PRIMARY KEY,
  batch           INTEGER NOT NULL
);
INSERT INTO unindexed_now SELECT conversation_id, batch FROM unindexed;
DROP TABLE unindexed;
ALTER TABLE unindexed_now RENAME TO unindexed;
