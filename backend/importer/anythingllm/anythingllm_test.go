package anythingllm_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loquat/backend/importer/anythingllm"
	"loquat/backend/importer/importertest"
)

// Each archive of testdata is a trap of the format; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// database makes an anythingllm.db in a folder of its own, as Prisma writes it: times in milliseconds, or as SQLite writes
// its own; the answer of a row as JSON.
func database(t testing.TB) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "anythingllm")
	importertest.Database(t, filepath.Join(folder, "anythingllm.db"),
		`CREATE TABLE "api_keys" (id INTEGER PRIMARY KEY, secret TEXT)`,
		`CREATE TABLE "users" (id INTEGER PRIMARY KEY, username TEXT, password TEXT)`,
		`CREATE TABLE "system_settings" (id INTEGER PRIMARY KEY, label TEXT, value TEXT)`,
		`CREATE TABLE "workspaces" (id INTEGER PRIMARY KEY, name TEXT, slug TEXT, openAiPrompt TEXT, chatModel TEXT, createdAt DATETIME)`,
		`CREATE TABLE "workspace_threads" (id INTEGER PRIMARY KEY, name TEXT, slug TEXT, workspace_id INTEGER, user_id INTEGER)`,
		`CREATE TABLE "workspace_chats" (id INTEGER PRIMARY KEY, workspaceId INTEGER, prompt TEXT, response TEXT, include BOOLEAN DEFAULT true, user_id INTEGER, createdAt DATETIME DEFAULT CURRENT_TIMESTAMP, thread_id INTEGER, feedbackScore BOOLEAN, api_session_id TEXT)`,
		`CREATE TABLE "embed_configs" (id INTEGER PRIMARY KEY, uuid TEXT, workspace_id INTEGER)`,
		`CREATE TABLE "embed_chats" (id INTEGER PRIMARY KEY, prompt TEXT, response TEXT, session_id TEXT, include BOOLEAN DEFAULT true, connection_information TEXT, embed_id INTEGER, createdAt DATETIME)`,
		`INSERT INTO api_keys VALUES (1, 'sk-secret')`,
		`INSERT INTO system_settings VALUES (1, 'jwt', 'sk-secret'), (2, 'default_system_prompt', 'Be helpful.')`,
		`INSERT INTO workspaces VALUES (1, 'Cooking', 'cooking', 'You cook.', 'gpt-4o', 0), (2, 'Plain', 'plain', NULL, NULL, 0)`,
		`INSERT INTO workspace_threads VALUES (5, 'Soups', 'a-b-c', 1, NULL)`,
		`INSERT INTO workspace_chats VALUES
			(1, 1, 'Forgotten', '{"text":"by a reset","sources":[]}', 0, NULL, 1714557600000, NULL, NULL, NULL),
			(2, 1, 'Hi', '{"text":"<think>hm</think>Hello [1]","sources":[{"title":"soup.pdf","text":"long","url":"file:///home/u/soup.pdf"},{"title":"Soups","url":"https://a.example"}],"type":"chat","attachments":[{"name":"a.png","mime":"image/png","contentString":"data:image/png;base64,iVBORw0KGgo="}],"metrics":{"prompt_tokens":5,"completion_tokens":7,"model":"gpt-4o-mini"}}', 1, NULL, 1714557601000, NULL, 1, NULL),
			(3, 1, 'In a thread', '{"text":"Pea","sources":[]}', 1, NULL, '2024-05-01 10:00:02', 5, 0, NULL),
			(4, 2, 'Of a person', 'damaged {', 1, 7, 1714557603000, NULL, NULL, NULL),
			(5, 2, 'Of a program', '{"text":"ok"}', 1, NULL, 1714557604000, NULL, NULL, 's1'),
			(6, 1, 'Again', '{"text":"Yes"}', 1, NULL, 1714557605000, NULL, NULL, NULL)`,
		`INSERT INTO embed_configs VALUES (9, 'u', 2)`,
		`INSERT INTO embed_chats VALUES (1, 'From the web', '{"text":"Welcome"}', 'visit-1', 1, '{"ip":"192.0.2.1"}', 9, 1714557606000)`)
	return folder
}

// A thread is a conversation, and so is what is said outside of threads by each person, by each program, and on each visit
// of a widget. What a workspace does not say its model is told by the default. What was reset is kept, hidden. Nothing of the
// tables with secrets is read.
func TestDatabase(t *testing.T) {
	got := importertest.Tell(t, os.DirFS(database(t)))
	want := `# cooking | Cooking | chat | gpt-4o-mini | 
created 2024-05-01T10:00:00.000 (guess), updated 2024-05-01T10:00:05.000 (guess)
system< 1 system: You cook.
1/prompt<system 1 user, hidden: Forgotten
1<1/prompt 1 assistant, hidden: by a reset
2/prompt<1 1 user: Hi
  file a.png image/png 8: "\x89PNG\r\n\x1a\n"
2<2/prompt 1 assistant, gpt-4o-mini, rated 1: Hello [1]
    
    1. soup.pdf
    2. [Soups](https://a.example)
  thinks: hm
6/prompt<2 2 user: Again
6<6/prompt 2 assistant: Yes
round 1, gpt-4o-mini, 5 and 7 tokens
# cooking/a-b-c | Soups | chat | gpt-4o | Cooking
created 2024-05-01T10:00:02.000 (guess), updated 2024-05-01T10:00:02.000 (guess)
system< 1 system: You cook.
3/prompt<system 1 user: In a thread
3<3/prompt 1 assistant, rated -1: Pea
# plain/user-7 | Plain | chat |  | 
created 2024-05-01T10:00:03.000 (guess), updated 2024-05-01T10:00:03.000 (guess)
system< 1 system: Be helpful.
4/prompt<system 1 user: Of a person
4<4/prompt 1 assistant: damaged {
# plain/api-s1 | Plain | chat |  | 
created 2024-05-01T10:00:04.000 (guess), updated 2024-05-01T10:00:04.000 (guess)
system< 1 system: Be helpful.
5/prompt<system 1 user: Of a program
5<5/prompt 1 assistant: ok
# embed-9/visit-1 |  | chat |  | Plain
created 2024-05-01T10:00:06.000 (guess), updated 2024-05-01T10:00:06.000 (guess)
system< 1 system: Be helpful.
1/prompt<system 1 user: From the web
1<1/prompt 1 assistant: Welcome
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// The exam of all readers. A table that ends with a row may have had more.
func TestExam(t *testing.T) {
	exports, _ := importertest.Traps(t)
	importertest.Run(t, importertest.Exam{Source: anythingllm.Source, Samples: exports,
		Cuts: func(file string) bool { return !strings.HasSuffix(file, ".csv") }})
}

// The exam with a database: cut or damaged anywhere it crashes nothing.
func TestExamDatabase(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: anythingllm.Source, Samples: os.DirFS(filepath.Dir(database(t))),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) { importertest.FuzzTraps(f, anythingllm.Source, "chats") }
