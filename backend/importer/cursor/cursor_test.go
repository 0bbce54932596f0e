package cursor_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"loquat/backend/importer/cursor"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/source"
)

// database makes a state.vscdb.
func database(t testing.TB) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "cursor")
	importertest.Database(t, filepath.Join(folder, "state.vscdb"),
		"CREATE TABLE ItemTable (key TEXT UNIQUE, value BLOB)",
		"CREATE TABLE cursorDiskKV (key TEXT UNIQUE, value BLOB)",
		`INSERT INTO cursorDiskKV VALUES ('composerData:c1', '{"_v":3,"composerId":"c1","name":"Fix","createdAt":1700000000000,"lastUpdatedAt":1700000009000,
			"modelConfig":{"modelName":"m"},"fullConversationHeadersOnly":[{"bubbleId":"z","type":1},{"bubbleId":"a","type":2},{"bubbleId":"null","type":2},{"bubbleId":"bad","type":2}]}')`,
		`INSERT INTO cursorDiskKV VALUES ('bubbleId:c1:z', '{"type":1,"bubbleId":"z","text":"Look"}'),
			('bubbleId:c1:a', '{"type":2,"bubbleId":"a","text":"","createdAt":"2024-01-16T00:00:01.000Z","thinking":{"text":"hm"},"toolFormerData":{"name":"ls","toolCallId":"t1","rawArgs":"{\"x\":1}","params":"{}","result":"ok","status":"completed"}}'),
			('bubbleId:c1:null', NULL), ('bubbleId:c1:bad', '{"type":'), ('bubbleId:c1:orphan', '{"type":1,"text":"not shown"}'), ('bubbleId:c10:b', '{"type":1,"text":"of another"}')`,
		`INSERT INTO cursorDiskKV VALUES ('composerData:c2', '{"composerId":"c2","conversation":[{"type":1,"bubbleId":"b1","text":"Old"},{"type":9,"text":"?"}]}'),
			('composerData:c5', '{"composerId":"c5","fullConversationHeadersOnly":[{"bubbleId":"b1","type":1},{"bubbleId":"b2","type":2}],"conversationMap":{
				"b2":{"type":2,"text":"In a map","timingInfo":{"clientStartTime":98813.1,"clientRpcSendTime":1700000005000},"modelInfo":{"modelName":"n"}},
				"b1":{"type":1,"text":"Where?","images":[{"path":"/w/shot.png"}],"context":{"fileSelections":[{"uri":{"fsPath":"/w/a.go","path":"/w/a.go"}}],"selections":[{"text":"x := 1","uri":{"path":"/w/b.go"}}]}}}}'),
			('composerData:c3', '{"composerId":'), ('composerData:c4', '{"composerId":"c4"}'), ('other', 'secret')`,
		`INSERT INTO ItemTable VALUES ('workbench.panel.aichat.view.aichat.chatdata', '{"tabs":[{"tabId":"t","chatTitle":"Oldest","bubbles":[{"type":"user","text":"Hi"},{"type":"ai","rawText":"Hello"}]}]}'),
			('composer.composerData', '{"allComposers":[{"composerId":"c1"},{"composerId":"w1","name":"In a folder","conversation":[{"type":1,"bubbleId":"b","text":"Here?"},{"type":2,"bubbleId":"c","text":"Here"}]}]}')`)
	return folder
}

// Only the headers say which bubbles are shown, and in what order; a value may be NULL or damaged, and costs only itself;
// a conversation with the beginning of another's id is another; older versions keep the bubbles in the conversation, in a
// list or by id, the oldest in another table, under one of two keys. What is called the start of a bubble is no date.
func TestDatabase(t *testing.T) {
	got := importertest.Tell(t, os.DirFS(database(t)))
	want := `# c1 | Fix | agent | m | 
created 2023-11-14T22:13:20.000, updated 2023-11-14T22:13:29.000
z< 1 user: Look
a<z 1 assistant, m: 
  thinks: hm
  calls ls as t1: {"x":1}
a/2<a 1 tool, ls, answers t1: ok
note: the message bad could not be read and was left out: the value is no JSON
note: messages that the conversation names and the database does not hold: 1
round 1, m
# c2 |  | chat |  | 
created unknown, updated unknown
b1< 1 user: Old
m2<b1 1 system, hidden: ?
unknown bubble 9: 1
failed at -1 in state.vscdb: the conversation c3: the value is no JSON
skipped c4 in state.vscdb: it is empty: it holds no messages
# c5 |  | chat | n | 
created 2023-11-14T22:13:25.000 (guess), updated 2023-11-14T22:13:25.000 (guess)
b1< 1 user: Where?
  file shot.png image/png 0: missing
  file a.go text/x-go 0: missing
  file b.go text/x-go 0: missing
  its text: x := 1
b2<b1 1 assistant, n: In a map
round 1, n
# t | Oldest | chat |  | 
created unknown, updated unknown
m1< 1 user: Hi
m2<m1 1 assistant: Hello
# w1 | In a folder | chat |  | 
created unknown, updated unknown
b< 1 user: Here?
c<b 1 assistant: Here
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// A page of the database that is damaged costs what stands on it, not the conversations on others; and it is told.
func TestDamagedPage(t *testing.T) {
	name := filepath.Join(database(t), "state.vscdb")
	importertest.Database(t, name, `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199)
		INSERT INTO cursorDiskKV SELECT 'composerData:n' || i, '{"conversation":[{"type":1,"text":"' || hex(zeroblob(800)) || '"}]}' FROM n`)
	read, told := importertest.ReadDamaged(t, cursor.Source, name)
	if read < 150 || told < 3 { // one is damaged from the beginning
		t.Errorf("%d conversations read, %d told to be damaged", read, told)
	}
}

// Each archive of testdata is a trap of the transcripts; its first lines say which, its last file what must come out.
func TestTraps(t *testing.T) { importertest.RunTraps(t) }

// The window opens the run of a sub-agent from the call that started it: only what it was asked tells which one.
func TestSubAgent(t *testing.T) {
	exports, _ := importertest.Traps(t)
	folder, err := fs.Sub(exports, "sub_agent")
	if err != nil {
		t.Fatal(err)
	}
	in := source.Input{FS: folder, Files: []string{"agent-transcripts/aa/aa.jsonl", "agent-transcripts/aa/subagents/bb.jsonl"}, Label: "folder"}
	var runs []string
	for item := range cursor.Source.Read(t.Context(), &in) {
		if c := item.Conversation; c != nil && c.ParentExternalID != "" {
			runs = append(runs, c.ExternalID+" of "+c.ParentExternalID+" by "+c.ParentCallID)
		}
	}
	if want := []string{"transcript-bb of transcript-aa by call_m3_1"}; !slices.Equal(runs, want) {
		t.Errorf("%q instead of %q", runs, want)
	}
}

// The exam of all readers, with transcripts, which grow while they are written. In text, nothing tells where one ends.
func TestExamTranscripts(t *testing.T) {
	exports, _ := importertest.Traps(t)
	text, lists := fstest.MapFS{}, fstest.MapFS{}
	for name, file := range exports {
		switch path.Ext(name) {
		case ".txt":
			text[name] = file
			delete(exports, name)
		case ".json":
			lists[name] = file
			delete(exports, name)
		}
	}
	importertest.Run(t, importertest.Exam{Source: cursor.Source, Samples: lists})
	importertest.Run(t, importertest.Exam{Source: cursor.Source, Samples: exports, Grows: true})
	importertest.Run(t, importertest.Exam{Source: cursor.Source, Samples: text, Cuts: func(string) bool { return false }})
}

// The exam of all readers, with a database: cut or damaged anywhere it crashes nothing.
func TestExam(t *testing.T) {
	importertest.Run(t, importertest.Exam{Source: cursor.Source, Samples: os.DirFS(filepath.Dir(database(t))),
		Cuts: func(string) bool { return false }}) // a database that ends early may still read well
}

// Whatever a file holds, reading it ends and nothing panics: `go test -fuzz=FuzzRead`.
func FuzzRead(f *testing.F) {
	raw, err := os.ReadFile(filepath.Join(database(f), "state.vscdb"))
	if err != nil {
		f.Fatal(err)
	}
	importertest.Fuzz(f, cursor.Source, "state.vscdb", raw, []byte(`{"role":"user","message":{"content":"<timestamp>x</timestamp><user_query>Hi</user_query>"}}`+"\n"), []byte("user:\n<user_query>Hi</user_query>\n\nassistant:\n[Tool call] Shell\n  command=ls\n"))
}
