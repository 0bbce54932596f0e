package library

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loquat/backend/chat"
	"loquat/backend/watch"
)

// atHome makes an empty home for this test, and returns the folder of Claude Code's sessions in it.
func atHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"CLAUDE_CONFIG_DIR", "CODEX_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DATA_DIR", "LLM_USER_PATH", "AIDER_CHAT_HISTORY_FILE", "GEMINI_CLI_HOME"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	return filepath.Join(home, ".claude", "projects")
}

// said is a line of a session of Claude Code.
func said(session string, n int, role, text string) string {
	parent := "null"
	if n > 1 {
		parent = fmt.Sprintf(`"%s-u%d"`, session, n-1)
	}
	return fmt.Sprintf(`{"type":%[4]q,"uuid":"%[1]s-u%[2]d","parentUuid":%[3]s,"sessionId":%[1]q,"timestamp":"2026-05-12T10:00:%02[2]dZ","message":{"role":%[4]q,"content":%[5]q}}`+"\n",
		session, n, parent, role, text)
}

// add appends to a file, which it makes when it is not there.
func add(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// session is the file of a session.
func session(root, project string, n int) string {
	return filepath.Join(root, project, fmt.Sprintf("%08d-89ab-cdef-0123-456789abcdef.jsonl", n))
}

// read reads watched places again and checks what became of the conversations and of the state of the only place.
func read(t *testing.T, l *Library, whole bool, want chat.Counts, state chat.WatchState) chat.ImportReport {
	t.Helper()
	report, err := l.ReadWatched(t.Context(), nil, whole, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkSum(t, report)
	if report.Conversations != want {
		t.Errorf("it reads %+v, want %+v: %v", report.Conversations, want, report.Failed)
	}
	if all, err := l.Watched(t.Context()); err != nil || len(all) != 1 || all[0].State != state || (all[0].Error == "") != (state == chat.WatchRead) {
		t.Errorf("it is %+v, %v, want %s", all, err, state)
	}
	return report
}

// TestWatchedPlace is the life of a watched place: found, read, read again only where something changed, and what goes
// away in it stays in the library.
func TestWatchedPlace(t *testing.T) {
	root := atHome(t)
	l := open(t)
	tea, milk, far := session(root, "tea", 1), session(root, "tea", 2), session(root, "far", 3)
	add(t, tea, said("s1", 1, "user", "Which tea?")+said("s1", 2, "assistant", "Green."))
	add(t, far, said("s3", 1, "user", "How far?")+said("s3", 2, "assistant", "Far."))
	found, err := l.FindPlaces(t.Context())
	if err != nil || len(found.Places) != 1 || found.Places[0].Path != root || found.Places[0].Watched {
		t.Fatalf("found %+v, %v", found, err)
	}
	if err := l.Watch(t.Context(), []string{root}); err != nil {
		t.Fatal(err)
	}
	if found, err = l.FindPlaces(t.Context()); err != nil || !found.Places[0].Watched {
		t.Errorf("found %+v, %v: it is watched now", found, err)
	}
	read(t, l, false, chat.Counts{Found: 2, New: 2}, chat.WatchRead)
	if report := read(t, l, false, chat.Counts{}, chat.WatchRead); len(report.Files) != 0 {
		t.Error("it reads though nothing changed")
	}

	// A line that is not whole yet waits for the next time; another project is not read at all.
	line := said("s1", 3, "user", "With milk?")
	add(t, tea, line[:len(line)/2])
	add(t, milk, said("s2", 1, "user", "Which milk?")+said("s2", 2, "assistant", "None."))
	read(t, l, false, chat.Counts{Found: 2, New: 1, Unchanged: 1}, chat.WatchRead)
	add(t, tea, line[len(line)/2:])
	read(t, l, false, chat.Counts{Found: 2, Updated: 1, Unchanged: 1}, chat.WatchRead)

	// The tool clears its history, then the disk is gone, then it is back.
	if err := os.Remove(milk); err != nil {
		t.Fatal(err)
	}
	read(t, l, false, chat.Counts{}, chat.WatchRead)
	if err := os.Rename(root, root+"-away"); err != nil {
		t.Fatal(err)
	}
	read(t, l, false, chat.Counts{}, chat.WatchMissing)
	if err := os.Rename(root+"-away", root); err != nil {
		t.Fatal(err)
	}
	read(t, l, false, chat.Counts{}, chat.WatchRead)
	read(t, l, true, chat.Counts{Found: 2, Unchanged: 2}, chat.WatchRead)
	if n, err := l.Count(t.Context(), everything()); err != nil || n != 3 {
		t.Errorf("the library holds %d conversations, %v, want all 3", n, err)
	}
	if err := l.Unwatch(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	checkCode(t, "unwatched twice", l.Unwatch(t.Context(), root), chat.CodeNotFound)
	if n, err := l.Count(t.Context(), everything()); err != nil || n != 3 {
		t.Errorf("%d conversations, %v: what was read must stay", n, err)
	}
}

// TestWatchedPlaceThatFails: a place that cannot be read stops no other, says why, and is tried again at the next start.
func TestWatchedPlaceThatFails(t *testing.T) {
	root := atHome(t)
	l := open(t)
	good := session(root, "tea", 1)
	add(t, good, said("s1", 1, "user", "Which tea?")+said("s1", 2, "assistant", "Green."))
	bad := writeFile(t, "conversations.json", "[{")
	if err := l.Watch(t.Context(), []string{bad, root}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		report, err := l.ReadWatched(t.Context(), nil, false, nil)
		if err != nil || report.Conversations.Failed != 1 {
			t.Errorf("%+v, %v", report.Conversations, err)
		}
		all, err := l.Watched(t.Context())
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		for _, w := range all {
			if failed := w.Path == bad; failed != (w.State == chat.WatchFailed) || failed != (w.Error != "") {
				t.Errorf("%+v", w)
			}
		}
	}
	if report, err := l.ReadWatched(t.Context(), []string{bad}, false, nil); err != nil || len(report.Files) != 0 {
		t.Errorf("%+v, %v: a change that is none must not read it in a circle", report, err)
	}
	if _, err := l.ReadWatched(t.Context(), []string{"/nowhere"}, false, nil); err == nil {
		t.Error("what is not watched is read")
	}
}

// TestWatchedAndOtherJobs: two readings never run at once, and one that is cancelled is made up for.
func TestWatchedAndOtherJobs(t *testing.T) {
	root := atHome(t)
	l := open(t)
	add(t, session(root, "tea", 1), said("s1", 1, "user", "Which tea?")+said("s1", 2, "assistant", "Green."))
	if err := l.Watch(t.Context(), []string{root}); err != nil {
		t.Fatal(err)
	}
	end, err := l.begin()
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.ReadWatched(t.Context(), nil, false, nil)
	checkCode(t, "beside another job", err, chat.CodeBusy)
	end()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.ReadWatched(ctx, nil, false, nil); err == nil {
		t.Error("a cancelled reading says nothing")
	}
	read(t, l, false, chat.Counts{Found: 1, New: 1}, chat.WatchRead)
}

// TestWatchRefusesTheLibrary: reading a folder changes the library, so that one which holds it would be read for ever.
func TestWatchRefusesTheLibrary(t *testing.T) {
	atHome(t)
	l := open(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Dir(l.Dir()), link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{l.Dir(), filepath.Dir(l.Dir()), filepath.Join(l.Dir(), "files"), link} {
		checkCode(t, path, l.Watch(t.Context(), []string{path}), chat.CodeBadRequest)
	}
	checkCode(t, "a missing one", l.Watch(t.Context(), []string{filepath.Join(l.Dir(), "gone")}), chat.CodeNotFound)
	if err := l.Watch(t.Context(), []string{t.TempDir()}); err != nil {
		t.Error(err)
	}
}

// TestFollow: a session that grows is told, so that the window reads it, and a log beside the sessions is not.
func TestFollow(t *testing.T) {
	root := atHome(t)
	l := open(t)
	codex := filepath.Join(filepath.Dir(filepath.Dir(root)), ".codex")
	add(t, filepath.Join(codex, "sessions", "rollout-a.jsonl"), "{}\n")
	tea := session(root, "tea", 1)
	add(t, tea, said("s1", 1, "user", "Which tea?"))
	if err := l.Watch(t.Context(), []string{codex, root}); err != nil {
		t.Fatal(err)
	}
	path := told(t, l, func() {
		add(t, filepath.Join(codex, "history.jsonl"), "{}\n")
		add(t, tea, said("s1", 2, "assistant", strings.Repeat("Green. ", 3)))
	})
	if path != root {
		t.Errorf("%s is told", path)
	}
}

// TestFollowDatabase: a database in use stays as it is for long, and what happens is in its log beside it.
func TestFollowDatabase(t *testing.T) {
	l := open(t)
	file := filepath.Join(t.TempDir(), "logs.db")
	add(t, file, "x")
	if err := l.Watch(t.Context(), []string{file}); err != nil {
		t.Fatal(err)
	}
	if path := told(t, l, func() { add(t, file+"-wal", "x") }); path != file {
		t.Errorf("%s is told", path)
	}
}

// told follows the watched places while something happens, and returns the first that is told.
func told(t *testing.T, l *Library, happens func()) string {
	t.Helper()
	paths := make(chan string, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		_ = l.follow(ctx, watch.Times{Quiet: time.Millisecond, AtMost: time.Second, Poll: time.Hour}, 0, func(path string) { paths <- path })
	}()
	for end := time.After(30 * time.Second); ; {
		happens()
		select {
		case path := <-paths:
			return path
		case <-end:
			t.Fatal("what happens is not told")
		case <-time.After(20 * time.Millisecond): // it may not have been watched yet
		}
	}
}

// TestWatchedEmpty: the place of a tool that has kept nothing yet is no failure, and what comes is read.
func TestWatchedEmpty(t *testing.T) {
	root := atHome(t)
	l := open(t)
	if err := os.MkdirAll(filepath.Join(root, "tea"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := l.Watch(t.Context(), []string{root}); err != nil {
		t.Fatal(err)
	}
	read(t, l, false, chat.Counts{}, chat.WatchRead)
	add(t, session(root, "tea", 1), said("s1", 1, "user", "Which tea?")+said("s1", 2, "assistant", "Green."))
	read(t, l, false, chat.Counts{Found: 1, New: 1}, chat.WatchRead)
}

// TestWatchedGrows is for a session that a tool writes to all the time: however often it is read, the library keeps one
// import of it and no former version, the report adds up over all readings, and a problem that comes again is named once.
func TestWatchedGrows(t *testing.T) {
	root := atHome(t)
	l := open(t)
	tea := session(root, "tea", 1)
	add(t, tea, said("s1", 1, "user", "Which tea?")+said("s1", 2, "assistant", "Green."))
	if err := l.Watch(t.Context(), []string{root}); err != nil {
		t.Fatal(err)
	}
	read(t, l, false, chat.Counts{Found: 1, New: 1}, chat.WatchRead)
	for n := 3; n < 6; n++ {
		add(t, tea, said("s1", n, "user", "And then?"))
		if report := read(t, l, false, chat.Counts{Found: 1, Updated: 1}, chat.WatchRead); report.ID != 1 || report.Messages != n || report.Readings != 0 {
			t.Errorf("its own report is %+v", report)
		}
	}
	read(t, l, true, chat.Counts{Found: 1, Unchanged: 1}, chat.WatchRead)
	record, err := l.ImportRecord(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	checkSum(t, record.Report)
	if want := (chat.Counts{Found: 5, New: 1, Updated: 3, Unchanged: 1}); record.Report.Conversations != want || record.Report.Readings != 5 {
		t.Errorf("the report of all readings is %+v", record.Report)
	}
	undone, err := l.UndoImport(t.Context(), 1, nil)
	if err != nil || undone.Removed != 1 || undone.Restored != 0 {
		t.Errorf("the undo is %+v, %v", undone, err)
	}
}

// TestJoinReports is for places of which some are read again: the others keep their report, and what is named again is named once.
func TestJoinReports(t *testing.T) {
	lost := chat.Problem{Where: "b", Reason: "damaged"}
	before := sumReports([]chat.ImportReport{
		{Path: "a", Conversations: chat.Counts{Found: 2, New: 2}, Messages: 4, Error: "cut off"},
		{Path: "b", Conversations: chat.Counts{Found: 1, Failed: 1}, Failed: []chat.Problem{lost}},
	})
	joined := joinReports(&before, sumReports([]chat.ImportReport{
		{Path: "b", Conversations: chat.Counts{Found: 3, New: 2, Failed: 1}, Failed: []chat.Problem{lost}, Messages: 7},
	}))
	checkSum(t, joined)
	if want := (chat.Counts{Found: 5, New: 4, Failed: 1}); joined.Conversations != want || len(joined.Failed) != 1 || joined.Messages != 11 ||
		joined.Error != "cut off" || len(joined.Files) != 2 || joined.Readings != 2 {
		t.Errorf("it is %+v", joined)
	}
}
