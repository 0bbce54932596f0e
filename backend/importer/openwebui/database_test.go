package openwebui_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loquat/backend/importer"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/openwebui"
)

// database makes a webui.db that its program still has open, so that the last rows stand in its log only, and copies
// what lies on the disk to a folder.
func database(t *testing.T) (folder string) {
	t.Helper()
	live := filepath.Join(t.TempDir(), "webui.db")
	importertest.Database(t, live,
		"PRAGMA journal_mode = WAL",
		"CREATE TABLE auth (id TEXT, email TEXT, password TEXT)",
		"CREATE TABLE chat (id TEXT, user_id TEXT, title TEXT, chat TEXT, created_at INTEGER, updated_at INTEGER, archived INTEGER, meta TEXT)",
		"INSERT INTO auth VALUES ('u', 'someone@example.org', 'hash')",
		`INSERT INTO chat VALUES ('c1', 'u', 'One', '{"history":{"currentId":"a","messages":{"a":{"id":"a","role":"user","content":"Hi"}}}}', 1700000000, 1700000100, 1, '{"tags":["x"]}')`,
		"PRAGMA wal_checkpoint(TRUNCATE)",
		`INSERT INTO chat VALUES ('c2', 'u', '[]', '{"messages":[{"role":"user","content":"in the log"}]}', 1700000000, NULL, 0, NULL)`,
		`INSERT INTO chat VALUES ('c3', 'u', 'Broken', '{"history":', 1700000000, 1700000100, 0, 'null')`)
	folder = t.TempDir()
	for _, name := range []string{"webui.db", "webui.db-wal"} {
		b, err := os.ReadFile(filepath.Join(filepath.Dir(live), name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o400); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// newer makes a webui.db as newer versions write it, and one chat of an older one whose tags stand in a table.
func newer(t *testing.T) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "data")
	importertest.Database(t, filepath.Join(folder, "webui.db"),
		"CREATE TABLE auth (id TEXT, email TEXT, password TEXT)",
		"CREATE TABLE message (id TEXT, user_id TEXT, channel_id TEXT, content TEXT)",
		"CREATE TABLE chat (id TEXT, user_id TEXT, title TEXT, chat JSON, created_at INTEGER, updated_at INTEGER, archived INTEGER, pinned INTEGER, meta JSON, folder_id TEXT, current_message_id TEXT)",
		`CREATE TABLE chat_message (id TEXT, chat_id TEXT, user_id TEXT, role TEXT, parent_id TEXT, content JSON, output JSON, model_id TEXT, files JSON, error JSON, usage JSON,
			created_at INTEGER, updated_at INTEGER)`,
		"CREATE TABLE chatidtag (id TEXT, tag_name TEXT, chat_id TEXT, user_id TEXT)",
		"CREATE TABLE folder (id TEXT, name TEXT)",
		"INSERT INTO message VALUES ('x', 'u', 'general', 'said to people')",
		"INSERT INTO folder VALUES ('f', 'Work')",
		"INSERT INTO chatidtag VALUES ('t', 'old tag', 'c1', 'u')",
		`INSERT INTO chat VALUES ('c1', 'u', 'Both', '{"history":{"currentId":"b","messages":{"a":{"id":"a","role":"user","content":"Hi"},
			"b":{"id":"b","parentId":"a","role":"assistant","content":"","model":"m"}}}}', 1700000000, 1700000100, 0, 0, '{"tags":["x"]}', 'f', NULL)`,
		`INSERT INTO chat VALUES ('c2', 'u', 'Rows', '{"title":"Rows","models":["m"]}', 1700000200, 1700000300, 0, 0, '{}', NULL, 'q')`,
		`INSERT INTO chat_message VALUES ('c1-a', 'c1', 'u', 'user', NULL, '"Hi"', NULL, NULL, NULL, NULL, NULL, 1700000000, 1700000000),
			('c1-b', 'c1', 'u', 'assistant', 'a', '"Hello"', NULL, 'm', NULL, NULL, '{"input_tokens":3,"output_tokens":2}', 1700000001, 1700000001),
			('c1-c', 'c1', 'u', 'assistant', 'a', '"Hallo"', NULL, 'n', NULL, NULL, NULL, 1700000002, 1700000002),
			('c2-p', 'c2', 'u', 'user', NULL, '[{"type":"text","text":"Add"}]', NULL, NULL, NULL, NULL, NULL, 1700000200, 1700000200),
			('c2-q', 'c2', 'u', 'assistant', 'p', '""', '[{"type":"function_call","call_id":"k","name":"add","arguments":"{}"},{"type":"function_call_output","call_id":"k","output":"3"},{"type":"message","content":[{"type":"output_text","text":"Three"}]}]', 'm', NULL, NULL, NULL, 1700000201, 1700000201),
			('c2-r', 'c2', 'u', 'assistant', 'p', '"Later, on another branch"', NULL, 'm', NULL, NULL, NULL, 1700000209, 1700000209)`)
	return folder
}

// Newer versions keep messages in rows of their own: what the chat itself lacks comes from there, what it has counts
// once; the message in view is a column; channels are no chats; tags and the folder's name stand in tables.
func TestNewerDatabase(t *testing.T) {
	got := importertest.Tell(t, os.DirFS(newer(t)))
	want := `# c1 | Both | chat | m | x, old tag, Work
created 2023-11-14T22:13:20.000, updated 2023-11-14T22:15:00.000
a< 1 user: Hi
b<a 1 assistant, m: Hello
~c<a 1 assistant, n: Hallo
round 1, m, 3 and 2 tokens
# c2 | Rows | agent | m | 
created 2023-11-14T22:16:40.000, updated 2023-11-14T22:18:20.000
p< 1 user: Add
q<p 1 assistant, m: 
  calls add as k: {}
q/2<q 1 tool, add, answers k: 3
q/3<q/2 1 assistant, m: Three
~r<p 1 assistant, m: Later, on another branch
round 1, m
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// A database that was copied without its log holds what was written back before; nothing else can be known.
func TestDatabaseWithoutLog(t *testing.T) {
	folder := database(t)
	if err := os.Remove(filepath.Join(folder, "webui.db-wal")); err != nil {
		t.Fatal(err)
	}
	got := importertest.Tell(t, os.DirFS(folder))
	want := "# c1 | One | chat |  | x, archived\ncreated 2023-11-14T22:13:20.000, updated 2023-11-14T22:15:00.000\na< 1 user: Hi\n"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// A database in use is read to its last row, nothing is written beside it, and what is not a chat stays behind.
func TestDatabase(t *testing.T) {
	folder := database(t)
	got := importertest.Tell(t, os.DirFS(folder))
	want := `# c1 | One | chat |  | x, archived
created 2023-11-14T22:13:20.000, updated 2023-11-14T22:15:00.000
a< 1 user: Hi
# c2 | [] | chat |  | 
created 2023-11-14T22:13:20.000, updated 2023-11-14T22:13:20.000 (guess)
m1< 1 user: in the log
failed at -1 in webui.db: the JSON is damaged: the messages of the chat cannot be read
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 2 {
		t.Errorf("beside the database: %v, %v", left, err)
	}
	opened, err := importer.Open(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for _, c := range importertest.Read(t, openwebui.Source, opened.Matches[0].Input).Conversations {
		if strings.Contains(string(c.Raw), `"u"`) || strings.Contains(string(c.Raw), "hash") {
			t.Errorf("kept of the user: %s", c.Raw)
		}
	}
}

// A page of the database that is damaged costs the chats on it, not those on others; and it is told.
func TestDamagedPage(t *testing.T) {
	name := filepath.Join(t.TempDir(), "webui.db")
	importertest.Database(t, name, "CREATE TABLE auth (id TEXT)", "CREATE TABLE chat (id TEXT PRIMARY KEY, title TEXT, chat JSON)",
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
		INSERT INTO chat SELECT 'c' || i, 'T', '{"messages":[{"role":"user","content":"' || hex(zeroblob(800)) || '"}]}' FROM n`)
	read, told := importertest.ReadDamaged(t, openwebui.Source, name)
	if read < 90 || told == 0 {
		t.Errorf("%d chats read, %d told to be damaged", read, told)
	}
}

// The exam of all readers, with a database: cut or damaged anywhere it crashes nothing.
func TestDatabaseExam(t *testing.T) {
	folder := newer(t)
	importertest.Run(t, importertest.Exam{Source: openwebui.Source, Samples: os.DirFS(filepath.Dir(folder)),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}
