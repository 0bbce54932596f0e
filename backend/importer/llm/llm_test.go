package llm_test

import (
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
	importertest.Database(t, filepath.Join(folder, "logs.db"),
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
		"INSERT INTO prompt_attachments VALUES ('r3', 'a', 0), ('r3', 'b', 1)")
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

// newer makes a logs.db of newer versions over the one of older versions: its conversation c1 went on twice, the second
// time with what older tables hold of it once more as messages; another is told in two branches that share a beginning.
func newer(t testing.TB) (folder string) {
	t.Helper()
	folder = database(t)
	importertest.Database(t, filepath.Join(folder, "logs.db"),
		`CREATE TABLE "messages" ("hash" TEXT PRIMARY KEY, "parent_hash" TEXT, "role" TEXT, "provider_metadata" TEXT)`,
		`CREATE TABLE "parts" ("id" INTEGER PRIMARY KEY, "message_hash" TEXT, "position" INTEGER, "type" TEXT, "tool_name" TEXT, "text" TEXT, "payload" TEXT)`,
		`CREATE TABLE "threads" ("id" TEXT PRIMARY KEY, "name" TEXT, "tip_message_hash" TEXT, "forked_from" TEXT, "datetime_utc" TEXT)`,
		`CREATE TABLE "turns" ("id" TEXT PRIMARY KEY, "thread_id" TEXT, "parent_message_hash" TEXT, "tip_message_hash" TEXT, "model" TEXT, "resolved_model" TEXT,
			"input_tokens" INTEGER, "output_tokens" INTEGER, "datetime_utc" TEXT)`,
		`CREATE TABLE "tools" ("id" INTEGER PRIMARY KEY, "hash" TEXT, "name" TEXT, "description" TEXT, "input_schema" TEXT, "plugin" TEXT)`,
		`CREATE TABLE "tool_responses" ("tool_id" INTEGER, "response_id" TEXT)`,
		`CREATE TABLE "turn_tools" ("turn_id" TEXT, "tool_id" INTEGER)`,
		`INSERT INTO conversations VALUES ('c4', 'Gone on', 'm')`,
		`INSERT INTO responses (id, model, prompt, response, conversation_id, datetime_utc) VALUES ('r4', 'm', 'First', 'One', 'c4', '2025-05-03T10:00:00')`,
		`INSERT INTO tools VALUES (1, 'h', 'add', 'Adds', '{"type":"object"}', NULL)`,
		`INSERT INTO tool_responses VALUES (1, 'r1')`,
		`INSERT INTO turn_tools VALUES ('t2', 1)`,
		`INSERT INTO threads VALUES ('c1', 'Count', 'b2:a3', NULL, '2026-05-01T10:00:00+00:00'), ('c4', 'Gone on', 'b2:d2', NULL, '2026-05-02T10:00:00+00:00'),
			('n1', 'Pets', 'b2:p6', 'x', '2026-05-03T10:00:00+00:00')`,
		`INSERT INTO turns VALUES ('t1', 'c1', 'b2:a2', 'b2:a3', 'm', NULL, 5, 6, '2026-05-01T10:00:01'), ('t4', 'c4', 'b2:d1', 'b2:d2', 'm', NULL, NULL, NULL, '2026-05-02T10:00:01'),
			('t2', 'n1', 'b2:p2', 'b2:p3', 'm', 'm-1', 7, 8, '2026-05-03T10:00:01'), ('t3', 'n1', 'b2:p5', 'b2:p6', 'm', NULL, NULL, NULL, '2026-05-03T10:00:02'),
			('t5', 'n1', 'b2:p5', 'b2:p7', 'm', NULL, NULL, NULL, '2026-05-03T10:00:09')`,
		`INSERT INTO messages VALUES ('b2:a1', NULL, 'user', NULL), ('b2:a0', 'b2:a1', 'assistant', NULL), ('b2:a2', 'b2:a0', 'user', NULL), ('b2:a3', 'b2:a2', 'assistant', NULL),
			('b2:d1', NULL, 'user', NULL), ('b2:d2', 'b2:d1', 'assistant', NULL),
			('b2:p1', NULL, 'system', NULL), ('b2:p2', 'b2:p1', 'user', NULL), ('b2:p3', 'b2:p2', 'assistant', NULL), ('b2:p5', 'b2:p3', 'tool', NULL),
			('b2:p6', 'b2:p5', 'assistant', NULL), ('b2:p7', 'b2:p5', 'assistant', NULL), ('b2:x', 'b2:p3', 'user', NULL)`,
		`INSERT INTO parts (message_hash, position, type, text, payload) VALUES ('b2:a1', 0, 'text', 'How many?', NULL), ('b2:a0', 0, 'text', 'Three', NULL),
			('b2:a2', 0, 'text', NULL, '{"text_ref":[{"fragment":1},{"literal":" or four?"}]}'), ('b2:a3', 0, 'reasoning', 'hm', NULL), ('b2:a3', 1, 'text', '{"x":1}', NULL),
			('b2:d1', 0, 'text', 'Second', NULL), ('b2:d2', 0, 'text', 'Two', NULL), ('b2:p1', 0, 'text', 'Be kind', NULL),
			('b2:p2', 1, 'attachment', NULL, '{"attachment":{"id":"b"}}'), ('b2:p2', 0, 'text', 'Add', NULL),
			('b2:p3', 0, 'tool_call', NULL, '{"name":"add","arguments":{"a":1},"tool_call_id":"k"}'), ('b2:p5', 0, 'tool_result', NULL, '{"name":"add","output":"","tool_call_id":"k","exception":"no"}'),
			('b2:p6', 0, 'text', 'Sorry', NULL), ('b2:p6', 1, 'later', NULL, '{}'), ('b2:p7', 0, 'text', 'Oh', NULL), ('b2:x', 0, 'text', 'of nobody', NULL)`)
	return folder
}

// Newer versions keep messages by their hash: a conversation that older tables hold too comes once, with its beginning
// from the messages when they have it, from the older tables when they do not. Texts borrow from fragments; a text that
// looks like JSON is a text; the tip says which branch is in view; messages that no thread reaches are nobody's.
func TestNewerDatabase(t *testing.T) {
	got := importertest.Tell(t, os.DirFS(newer(t)))
	want := `# r3 |  | chat | m | 
created 2025-05-02T10:00:00.000 (guess), updated 2025-05-02T10:00:00.000 (guess)
r3/system< 1 system: You sum up
r3/prompt<r3/system 1 user: first
    
    second
  file a.png image/png 0: missing
  file attachment image/png 8: "\x89PNG\r\n\x1a\n"
r3<r3/prompt 1 assistant, m: A summary
round 1, m
# c1 | Count | agent | m | 
created 2025-05-01T10:00:00.123 (guess), updated 2026-05-01T10:00:01.000 (guess)
r1/system< 1 system: Be brief
r1/prompt<r1/system 1 user: How many?
r1<r1/prompt 1 assistant, m: 
  calls count as t1: {"x":1}
  calls fail as t2: {}
m4<r1 1 tool, count, answers t1: 3
m5<m4 1 tool, fail, answers t2, failed: ValueError: no
r2<m5 1 assistant, m: Three
b2:a2<r2 2 user: second or four?
b2:a3<b2:a2 2 assistant, m: {"x":1}
  thinks: hm
round 1, m, 10 and 2 tokens, tool add "Adds" {"type":"object"}
round 2, m, 5 and 6 tokens
# c4 | Gone on | chat | m | 
created 2025-05-03T10:00:00.000 (guess), updated 2026-05-02T10:00:01.000 (guess)
r4/prompt< 1 user: First
r4<r4/prompt 1 assistant, m: One
b2:d1<r4 2 user: Second
b2:d2<b2:d1 2 assistant, m: Two
round 1, m
round 2, m
# n1 | Pets | agent | m | 
created 2026-05-03T10:00:00.000, updated 2026-05-03T10:00:09.000 (guess)
b2:p1< 1 system: Be kind
b2:p2<b2:p1 1 user: Add
  file attachment image/png 8: "\x89PNG\r\n\x1a\n"
b2:p3<b2:p2 1 assistant, m-1: 
  calls add as k: {"a":1}
b2:p5/result1<b2:p3 1 tool, add, answers k, failed: no
b2:p6<b2:p5/result1 1 assistant, m: Sorry
~b2:p7<b2:p5/result1 1 assistant, m: Oh
unknown part later: 1
round 1, m, 7 and 8 tokens, tool add "Adds" {"type":"object"}
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// The exam of all readers, with a database: cut or damaged anywhere it crashes nothing.
func TestExam(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: llm.Source, Samples: os.DirFS(filepath.Dir(newer(t))),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) {
	raw, err := os.ReadFile(filepath.Join(newer(f), "logs.db"))
	if err != nil {
		f.Fatal(err)
	}
	importertest.Fuzz(f, llm.Source, "logs.db", raw)
}
