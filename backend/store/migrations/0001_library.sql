-- The whole model of a library. Times are UTC milliseconds; NULL says that the source gave none, *_guessed that it was
-- taken from something near by.

-- An import in progress has no ended_at: a crash left it so, and the next start sweeps the files it left behind.
CREATE TABLE imports (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,
  report     TEXT CHECK (report IS NULL OR json_valid(report))
);

CREATE TABLE conversations (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  source             TEXT NOT NULL CHECK (source <> ''),
  external_id        TEXT NOT NULL CHECK (external_id <> ''),
  title              TEXT NOT NULL, -- as it is shown
  search_key         TEXT NOT NULL, -- title and tags folded, one a line: what a title search looks in
  source_title       TEXT NOT NULL,
  user_title         TEXT,          -- NULL: the user gave none
  type               TEXT NOT NULL CHECK (type IN ('chat', 'agent', 'graph')),
  status             TEXT NOT NULL CHECK (status IN ('active', 'favorite', 'deleted')),
  status_before      TEXT CHECK (status_before IN ('active', 'favorite')),
  tags               TEXT NOT NULL, -- in order, one a line; conversation_tags holds the same for filters
  removed_tags       TEXT NOT NULL, -- tags the user took away, one a line: an import does not bring them back
  created_at         INTEGER,
  created_guessed    INTEGER NOT NULL CHECK (created_guessed IN (0, 1)),
  updated_at         INTEGER,
  updated_guessed    INTEGER NOT NULL CHECK (updated_guessed IN (0, 1)),
  model              TEXT NOT NULL,
  leaf               TEXT NOT NULL, -- the source's branch in view
  user_leaf          TEXT,          -- the branch the user chose; NULL: none
  thread_rounds      INTEGER NOT NULL,
  thread_messages    INTEGER NOT NULL,
  excerpt            TEXT NOT NULL,
  parent_external_id TEXT NOT NULL,
  parent_call_id     TEXT NOT NULL,
  parent_id          INTEGER REFERENCES conversations (id) ON DELETE SET NULL,
  content_hash       BLOB NOT NULL, -- SHA-256 of the normalised content: unchanged or updated
  raw_hash           BLOB NOT NULL, -- SHA-256 of the raw record
  created_import     INTEGER NOT NULL REFERENCES imports (id),
  updated_import     INTEGER NOT NULL REFERENCES imports (id),
  CHECK ((status = 'deleted') = (status_before IS NOT NULL)),
  UNIQUE (source, external_id)
);
CREATE INDEX conversations_external ON conversations (external_id);
CREATE INDEX conversations_parent ON conversations (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX conversations_orphan ON conversations (source, parent_external_id) WHERE parent_external_id <> '';
-- Each order of the list has an index that also holds what the filters ask, so that a row is read only to be shown. A
-- title search goes through the last one, whatever the order.
CREATE INDEX conversations_created ON conversations (created_at, id, parent_id, status, type, source, model);
CREATE INDEX conversations_updated ON conversations (updated_at, id, parent_id, status, type, source, model, created_at);
CREATE INDEX conversations_title   ON conversations (search_key, id, parent_id, status, type, source, model, created_at, updated_at);
-- Counts and facets of what the list shows.
CREATE INDEX conversations_facets  ON conversations (parent_id, status, source, type, model, created_at);

CREATE TABLE conversation_tags (
  tag             TEXT NOT NULL,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, conversation_id)
) WITHOUT ROWID;
CREATE INDEX conversation_tags_conversation ON conversation_tags (conversation_id);

-- The source's own record, zstd, apart from what is read all the time.
CREATE TABLE raw_records (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  record          BLOB NOT NULL
);

-- The tools declared to a model, once however many rounds declare them.
CREATE TABLE tool_sets (
  id    INTEGER PRIMARY KEY,
  hash  BLOB NOT NULL UNIQUE,
  tools TEXT NOT NULL CHECK (json_valid(tools))
);

-- Rounds and messages lie in the order of conversations: their id is the conversation's times 2^24 plus their place in
-- it. So a conversation is one range of the table, without an index. That range takes the place of a foreign key.
CREATE TABLE rounds (
  id                INTEGER PRIMARY KEY,
  number            INTEGER NOT NULL,
  agent_name        TEXT,
  model             TEXT,
  prompt_tokens     INTEGER,
  completion_tokens INTEGER,
  tool_set          INTEGER REFERENCES tool_sets (id)
);
CREATE TABLE messages (
  id              INTEGER PRIMARY KEY,
  message_id      TEXT NOT NULL,
  parent          TEXT, -- NULL: a root
  round           INTEGER NOT NULL,
  role            TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant', 'tool')),
  created_at      INTEGER,
  created_guessed INTEGER CHECK (created_guessed = 1),
  rating          INTEGER CHECK (rating IN (-1, 1)),
  hidden          INTEGER CHECK (hidden = 1),
  is_error        INTEGER CHECK (is_error = 1),
  model           TEXT,
  channel         TEXT,
  name            TEXT,
  tool_call_id    TEXT,
  tool_calls      TEXT, -- JSON array of {"id", "name", "arguments"}
  reasoning       TEXT,
  content         TEXT
);

-- The bytes of attachments lie in files/, named by their SHA-256.
CREATE TABLE files (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
  mime TEXT NOT NULL,
  size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE attachments (
  message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  place   INTEGER NOT NULL,
  name    TEXT NOT NULL,
  mime    TEXT NOT NULL,
  size    INTEGER NOT NULL,
  hash    TEXT REFERENCES files (hash), -- NULL: the export named it without its bytes
  text    TEXT,
  PRIMARY KEY (message, place)
) WITHOUT ROWID;
CREATE INDEX attachments_file ON attachments (hash) WHERE hash IS NOT NULL;

-- Conversations whose messages are not, or not as they are now, in the full-text index, which is a file of its own. They
-- are added with the messages and taken away when the index has them for certain; what a crash leaves is indexed at the
-- next start.
CREATE TABLE unindexed (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  batch           INTEGER NOT NULL
);

CREATE TABLE datasets (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE, -- "Tea" and "tea" are one name, "té" and "te" are two
  data_format TEXT NOT NULL,
  file_format TEXT NOT NULL CHECK (file_format IN ('jsonl', 'csv', 'parquet')),
  file_name   TEXT NOT NULL,
  records     INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  dir         TEXT NOT NULL UNIQUE, -- folder under datasets/
  options     TEXT NOT NULL CHECK (json_valid(options)),
  selection   TEXT NOT NULL CHECK (json_valid(selection)),
  report      TEXT NOT NULL CHECK (json_valid(report))
);
