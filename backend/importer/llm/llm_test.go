package llm_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"loquat/backend/importer/importertest"
	"loquat/backend/importer/llm"
)

// database makes a logs.db with the tables that llm makes.
func database(t testing.TB) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "llm")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", filepath.Join(folder, "logs.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"CREATE TABLE [conversations] ([id] TEXT PRIMARY KEY, [name] TEXT, [model] TEXT)",
		`CREATE TABLE [responses] ([id] TEXT PRIMARY KEY, [model] TEXT, [prompt] TEXT, [system] TEXT, [response] TEXT, [conversation_id] TEXT,
			[datetime_utc] TEXT, [input_tokens] INTEGER, [output_tokens] INTEGER)`,
		"CREATE TABLE [tool_calls] ([id] INTEGER PRIMARY KEY, [response_id] TEXT, [tool_id] INTEGER, [name] TEXT, [arguments] TEXT, [tool_call_id] TEXT)",
		"CREATE TABLE [tool_results] ([id] INTEGER PRIMARY KEY, [response_id] TEXT, [name] TEXT, [output] TEXT, [tool_call_id] TEXT, [exception] TEXT)",
		"CREATE TABLE [fragments] ([id] INTEGER PRIMARY KEY, [hash] TEXT, [content] TEXT)",
		"CREATE TABLE [prompt_fragments] ([response_id] TEXT, [fragment_id] INTEGER, [order] INTEGER)",
		"CREATE TABLE [system_fragments] ([response_id] TEXT, [fragment_id] INTEGER, [order] INTEGER)",
		"CREATE TABLE [attachments] ([id] TEXT, [type] TEXT, [path] TEXT, [url] TEXT, [content] BLOB)",
		"CREATE TABLE [prompt_attachments] ([response_id] TEXT, [attachment_id] TEXT, [order] INTEGER)",
		"INSERT INTO conversations VALUES ('c1', 'Count', 'm')",
		`INSERT INTO responses VALUES ('r1', 'm', 'How many?', 'Be brief', '', 'c1', '2025-05-01T10:00:00.123456', 10, 2),
			('r2', 'm', NULL, 'Be brief', 'Three', 'c1', '2025-05-01T10:00:05', NULL, NULL), ('r3', 'm', NULL, NULL, 'A summary', NULL, '2025-05-02T10:00:00', NULL, NULL)`,
		"INSERT INTO tool_calls VALUES (1, 'r1', 1, 'count', '{\"x\":1}', 't1'), (2, 'r1', 1, 'fail', '{}', 't2')",
		"INSERT INTO tool_results VALUES (1, 'r2', 'count', '3', 't1', NULL), (2, 'r2', 'fail', '', 't2', 'ValueError: no')",
		"INSERT INTO fragments VALUES (1, 'h', 'second'), (2, 'h', 'first'), (3, 'h', 'You sum up')",
		"INSERT INTO prompt_fragments VALUES ('r3', 1, 1), ('r3', 2, 0)",
		"INSERT INTO system_fragments VALUES ('r3', 3, 0)",
		"INSERT INTO attachments VALUES ('a', 'image/png', '/w/a.png', NULL, NULL), ('b', 'image/png', NULL, NULL, x'89504E470D0A1A0A')",
		"INSERT INTO prompt_attachments VALUES ('r3', 'a', 0), ('r3', 'b', 1)",
	} {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	return folder
}

// A response that belongs to no conversation is one of its own; a prompt may stand in fragments alone; the result of a
// call is stored with the next response; the system prompt, which stands in each, comes once; times name no zone.
func TestDatabase(t *testing.T) {
	got := importertest.Tell(t, os.DirFS(database(t)))
	want := `# c1 | Count | agent | m | 
created 2025-05-01T10:00:00.123 (guess), updated 2025-05-01T10:00:05.000 (guess)
r1/system< 1 system: Be brief
r1/prompt<r1/system 1 user: How many?
r1<r1/prompt 1 assistant, m: 
  calls count as t1: {"x":1}
  calls fail as t2: {}
m4<r1 1 tool, count, answers t1: 3
m5<m4 1 tool, fail, answers t2, failed: ValueError: no
r2<m5 1 assistant, m: Three
round 1, m, 10 and 2 tokens
# r3 |  | chat | m | 
created 2025-05-02T10:00:00.000 (guess), updated 2025-05-02T10:00:00.000 (guess)
r3/system< 1 system: You sum up
r3/prompt<r3/system 1 user: first
    
    second
  file a.png image/png 0: missing
  file attachment image/png 8: "\x89PNG\r\n\x1a\n"
r3<r3/prompt 1 assistant, m: A summary
round 1, m
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// The exam of all readers, with a database: cut or damaged anywhere it crashes nothing.
func TestExam(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: llm.Source, Samples: os.DirFS(filepath.Dir(database(t))),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) {
	raw, err := os.ReadFile(filepath.Join(database(f), "logs.db"))
	if err != nil {
		f.Fatal(err)
	}
	importertest.Fuzz(f, llm.Source, "logs.db", raw)
}
