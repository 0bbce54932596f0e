-- Folders and files that are read again when they change.
CREATE TABLE watched (
  path      TEXT PRIMARY KEY, -- absolute
  source    TEXT NOT NULL,    -- key of the tool that keeps its conversations there; '': the person chose it
  added_at  INTEGER NOT NULL,
  read_at   INTEGER,          -- when it was read last; NULL: not yet
  import_id INTEGER REFERENCES imports (id) ON DELETE SET NULL, -- that read it last
  state     TEXT NOT NULL CHECK (state IN ('new', 'read', 'partly', 'failed', 'missing')),
  error     TEXT NOT NULL,    -- a sentence for 'partly', 'failed' and 'missing'
  stamps    BLOB NOT NULL     -- its files as they were then: 8 bytes for each, of its name, size and time of change, sorted
) WITHOUT ROWID;
