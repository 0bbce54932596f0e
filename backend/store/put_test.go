package store

import (
	"io"
	"reflect"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// whole is a conversation that uses every field of the model.
func whole() *chat.Conversation {
	tokens := int64(12)
	return &chat.Conversation{
		Source: "test", ExternalID: "whole", Title: "Every field", Type: chat.TypeAgent, Status: chat.StatusFavorite,
		Tags: []string{"b", "a"}, CreatedAt: chat.AtMS(1_700_000_000_123), UpdatedAt: chat.AtMS(1_700_000_100_000).Guess(), Model: "m-2", Leaf: "3",
		Rounds: []chat.Round{
			{Number: 1, AgentName: "agent", Model: "m-1", PromptTokens: &tokens, Tools: []chat.Tool{{Name: "t", Description: "d", Parameters: `{"type":"object"}`}}},
			{Number: 7},
		},
		Messages: []chat.Message{
			{ID: "1", Round: 1, Role: chat.RoleSystem, Content: "nul \x00 inside", Hidden: true},
			{ID: "2", Parent: "1", Round: 1, Role: chat.RoleUser, Content: "question", Name: "Ada", CreatedAt: chat.AtMS(0).Guess(),
				Attachments: []chat.Attachment{{Name: "lost.txt", MIME: "text/plain", Size: 5, Missing: true, Text: "extracted"}}},
			{ID: "3", Parent: "2", Round: 1, Role: chat.RoleAssistant, Content: "answer <b>&", Reasoning: "thought", Model: "m-2", Channel: "final", Rating: -1,
				ToolCalls: []chat.ToolCall{{ID: "c", Name: "t", Arguments: `{"a": "<&>"}`}, {}}, CreatedAt: chat.AtMS(1_700_000_000_500)},
			{ID: "4", Parent: "gone", Round: 7, Role: chat.RoleTool, Name: "t", ToolCallID: "c", IsError: true, Rating: 1},
		},
		ParentExternalID: "nobody", ParentCallID: "call", Raw: []byte("raw \xff\x00 bytes"),
	}
}

// Whatever a reader makes of a conversation comes back as it was: a field lost here is lost for ever.
func TestEveryFieldComesBack(t *testing.T) {
	s := open(t)
	done := put(t, s, whole())[0]
	if done.Outcome != New || done.Messages != 4 || done.Attachments != (chat.Kept{Missing: 1}) {
		t.Fatalf("put: %+v", done)
	}
	got, err := s.Conversation(ctx, done.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := whole()
	want.ID, want.Raw = done.ID, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	raw, err := s.Raw(ctx, done.ID)
	if err != nil || string(raw) != string(whole().Raw) {
		t.Errorf("raw record: %q, %v", raw, err)
	}
	n := 0
	for c, err := range s.Each(ctx, chat.Selection{IDs: []int64{done.ID}}) {
		if n++; err != nil || !reflect.DeepEqual(c, want) {
			t.Errorf("Each: %+v, %v", c, err)
		}
	}
	if n != 1 {
		t.Errorf("Each yielded %d", n)
	}
}

// The exam of an update: what the user changed survives, what the source changed arrives, and nothing else happens.
func TestUpdateKeepsWhatTheUserChanged(t *testing.T) {
	s := open(t)
	first := talk("1", "Source title", "hello", "hi")
	first.Messages = append(first.Messages, chat.Message{ID: "other", Parent: "1-0", Round: 1, Role: chat.RoleAssistant, Content: "another answer"})
	first.Tags = []string{"from source", "unwanted"}
	id := put(t, s, first)[0].ID
	sel := chat.Selection{IDs: []int64{id}}
	before, err := s.Rename(ctx, id, "  My  title ")
	if err != nil || before != "Source title" {
		t.Fatal(before, err)
	}
	if _, err := s.SetTags(ctx, sel, []string{"mine"}, []string{"unwanted"}); err != nil {
		t.Fatal(err)
	}
	if err := s.SetLeaf(ctx, id, "1-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetStatus(ctx, sel, chat.StatusDeleted); err != nil {
		t.Fatal(err)
	}

	second := talk("1", "New source title", "hello", "hi there")
	second.Messages = append(second.Messages, chat.Message{ID: "other", Parent: "1-0", Round: 1, Role: chat.RoleAssistant, Content: "another answer"})
	second.Tags = []string{"unwanted", "new"}
	if p := put(t, s, second)[0]; p.Outcome != Updated || p.ID != id {
		t.Fatalf("put: %+v", p)
	}
	c, err := s.Conversation(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if c.Title != "My title" || c.Status != chat.StatusDeleted || c.StatusBefore != chat.StatusActive || c.Leaf != "1-1" {
		t.Errorf("title %q, status %s before %s, leaf %q", c.Title, c.Status, c.StatusBefore, c.Leaf)
	}
	if want := []string{"from source", "mine", "new"}; !reflect.DeepEqual(c.Tags, want) {
		t.Errorf("tags %q, want %q", c.Tags, want)
	}
	if c.Messages[1].Content != "hi there" {
		t.Errorf("the new content did not arrive: %q", c.Messages[1].Content)
	}

	// A branch the user chose, and that the source no longer has, gives way to the source's own.
	if p := put(t, s, talk("1", "T", "only this"))[0]; p.Outcome != Updated {
		t.Fatalf("put: %+v", p)
	}
	if c, err = s.Conversation(ctx, id); err != nil || c.Leaf != "" || len(c.Messages) != 1 {
		t.Errorf("leaf %q, %d messages, %v", c.Leaf, len(c.Messages), err)
	}
	if _, err := s.Rename(ctx, id, ""); err != nil {
		t.Fatal(err)
	}
	if row, err := s.Row(ctx, id); err != nil || row.Title != "T" {
		t.Errorf("an empty title should bring back the source's: %q, %v", row.Title, err)
	}
}

// An import is repeated all the time: the same content is Unchanged, whatever its raw record, and a conversation that is
// absent stays.
func TestImportIsIdempotent(t *testing.T) {
	s := open(t)
	put(t, s, whole(), talk("1", "One", "a", "b"))
	again := whole()
	again.Raw = []byte("the same, with one more field")
	for _, p := range put(t, s, again, talk("2", "Two", "c")) {
		if want := map[int64]Outcome{1: Unchanged, 3: New}[p.ID]; p.Outcome != want {
			t.Errorf("put: %+v, want outcome %d", p, want)
		}
	}
	if n, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{SubAgents: true}}); n != 3 || err != nil {
		t.Errorf("%d conversations, %v", n, err)
	}
	if raw, err := s.Raw(ctx, 1); err != nil || string(raw) != string(again.Raw) {
		t.Errorf("the newest raw record is kept: %q, %v", raw, err)
	}
}

// Each single field is part of the content: a change in it must not be taken for the same conversation.
func TestEveryFieldIsHashed(t *testing.T) {
	seen := map[string]string{string(contentHash(whole())): "nothing"}
	for name, change := range map[string]func(*chat.Conversation){
		"title":      func(c *chat.Conversation) { c.Title += "x" },
		"type":       func(c *chat.Conversation) { c.Type = chat.TypeChat },
		"tags":       func(c *chat.Conversation) { c.Tags = c.Tags[:1] },
		"created":    func(c *chat.Conversation) { c.CreatedAt.MS++ },
		"guessed":    func(c *chat.Conversation) { c.CreatedAt.Guessed = true },
		"updated":    func(c *chat.Conversation) { c.UpdatedAt.Valid = false },
		"model":      func(c *chat.Conversation) { c.Model = "" },
		"leaf":       func(c *chat.Conversation) { c.Leaf = "4" },
		"parent":     func(c *chat.Conversation) { c.ParentExternalID = "" },
		"call":       func(c *chat.Conversation) { c.ParentCallID = "" },
		"tokens":     func(c *chat.Conversation) { c.Rounds[0].PromptTokens = nil },
		"tool":       func(c *chat.Conversation) { c.Rounds[0].Tools[0].Parameters = "" },
		"agent":      func(c *chat.Conversation) { c.Rounds[0].AgentName = "" },
		"content":    func(c *chat.Conversation) { c.Messages[1].Content = "" },
		"reasoning":  func(c *chat.Conversation) { c.Messages[2].Reasoning = "" },
		"arguments":  func(c *chat.Conversation) { c.Messages[2].ToolCalls[0].Arguments = "{}" },
		"rating":     func(c *chat.Conversation) { c.Messages[2].Rating = 0 },
		"hidden":     func(c *chat.Conversation) { c.Messages[0].Hidden = false },
		"error":      func(c *chat.Conversation) { c.Messages[3].IsError = false },
		"channel":    func(c *chat.Conversation) { c.Messages[2].Channel = "" },
		"name":       func(c *chat.Conversation) { c.Messages[1].Name = "" },
		"attachment": func(c *chat.Conversation) { c.Messages[1].Attachments[0].Text = "" },
		"moved text": func(c *chat.Conversation) { c.Messages[1].ID, c.Messages[1].Parent = "21", "" },
	} {
		c := whole()
		change(c)
		h := string(contentHash(c))
		if other, ok := seen[h]; ok {
			t.Errorf("a changed %s looks like a changed %s", name, other)
		}
		seen[h] = name
	}
}

// An old export imported after a new one must not take messages away; and the order of two versions does not matter.
func TestNewerVersionStays(t *testing.T) {
	older, newer := talk("1", "T", "a"), talk("1", "T", "a", "b")
	older.UpdatedAt, newer.UpdatedAt = chat.AtMS(1_000_000), chat.AtMS(2_000_000)
	for _, order := range [][]*chat.Conversation{{older, newer}, {newer, older}} {
		s := open(t)
		done := put(t, s, order...)
		c, err := s.Conversation(ctx, 1)
		if err != nil || len(c.Messages) != 2 {
			t.Fatalf("%d messages, %v", len(c.Messages), err)
		}
		if order[1] == older && (done[1].Outcome != Unchanged || len(done[1].Notes) != 1) {
			t.Errorf("an older version is left out with a note: %+v", done[1])
		}
	}
	// A guessed time (a file's date) proves nothing: then the later Put stays.
	s := open(t)
	guess := talk("1", "T", "corrected")
	guess.UpdatedAt = chat.AtMS(1).Guess()
	if done := put(t, s, newer, guess); done[1].Outcome != Updated {
		t.Errorf("put: %+v", done[1])
	}
}

// A run may come before the conversation that started it, after it, or inside it; in a circle nobody is hidden.
func TestSubAgents(t *testing.T) {
	run := func(id, parent string) *chat.Conversation {
		c := talk(id, "run "+id, "do", "done")
		c.ParentExternalID, c.ParentCallID = parent, "call-"+id
		return c
	}
	s := open(t)
	main := talk("main", "Main", "go", "ok")
	main.SubAgents = []chat.Conversation{*run("inside", "")}
	done := put(t, s, run("before", "main"), main, run("after", "main"), run("x", "y"), run("y", "x"), run("self", "self"))
	if done[1].SubAgents != 1 || done[1].Messages != 2 {
		t.Errorf("put: %+v", done[1])
	}
	runs, err := s.SubRuns(ctx, done[1].ID)
	if err != nil || len(runs) != 3 || runs[0].CallID != "call-before" || runs[1].CallID != "call-inside" || runs[2].CallID != "call-after" {
		t.Errorf("sub runs: %+v, %v", runs, err)
	}
	page, err := s.List(ctx, chat.ListRequest{Limit: 10, Sort: chat.SortTitle})
	var titles []string
	for _, r := range page.Conversations {
		titles = append(titles, r.Title)
	}
	if want := []string{"Main", "run self", "run x"}; err != nil || !reflect.DeepEqual(titles, want) || page.Conversations[0].SubAgents != 3 {
		t.Errorf("listed %q, want %q (%v)", titles, want, err)
	}
	// An unchanged conversation with a changed run is an update; the run's messages are not the conversation's.
	main.SubAgents[0].Messages[1].Content = "done better"
	main.SubAgents[0].ParentExternalID = ""
	if p := put(t, s, main)[0]; p.Outcome != Updated || p.Messages != 0 || p.SubAgents != 1 {
		t.Errorf("put: %+v", p)
	}
}

// A run that grows is read again without the session that started it: it must not lose the call that it stands at.
func TestRunKeepsItsCall(t *testing.T) {
	s := open(t)
	run := talk("run", "Run", "do", "done")
	run.ParentExternalID, run.ParentCallID = "main", "call-1"
	main := put(t, s, talk("main", "Main", "go", "ok"), run)[0]
	again := talk("run", "Run", "do", "done")
	again.ParentExternalID = "main"
	if p := put(t, s, again)[0]; p.Outcome != Unchanged {
		t.Errorf("put: %+v", p)
	}
	grown := talk("run", "Run", "do", "done", "more", "more done")
	grown.ParentExternalID = "main"
	put(t, s, grown)
	if runs, err := s.SubRuns(ctx, main.ID); err != nil || len(runs) != 1 || runs[0].CallID != "call-1" {
		t.Errorf("sub runs: %+v, %v", runs, err)
	}
}

// Attachments: bytes once, whatever their names; missing and unreadable ones are told; an export without the bytes does
// not take them away.
func TestAttachments(t *testing.T) {
	s := open(t)
	picture := "\x89PNG\r\n\x1a\n and more"
	large := strings.Repeat("0123456789", 200_000) // more than is kept in memory
	make := func() *chat.Conversation {
		c := talk("1", "T", "see")
		broken := attachment("broken.bin", "")
		broken.Open = func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader("x"), failing{})), nil
		}
		c.Messages[0].Attachments = []chat.Attachment{attachment("a.png", picture), attachment("b.png", picture), attachment("large.txt", large),
			{Name: "gone.pdf", Missing: true}, broken}
		return c
	}
	done := put(t, s, make())[0]
	if done.Attachments != (chat.Kept{Kept: 3, Missing: 2}) || len(done.Notes) != 1 || !strings.Contains(done.Notes[0], "broken.bin") {
		t.Errorf("put: %+v", done)
	}
	c, err := s.Conversation(ctx, done.ID)
	if err != nil {
		t.Fatal(err)
	}
	got := c.Messages[0].Attachments
	if got[0].Hash != got[1].Hash || got[0].MIME != "image/png" || got[0].Size != int64(len(picture)) || !got[3].Missing || !got[4].Missing {
		t.Errorf("attachments: %+v", got)
	}
	for hash, want := range map[string]string{got[0].Hash: picture, got[2].Hash: large} {
		f, _, err := s.File(ctx, hash)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		f.Close()
		if err != nil || string(b) != want {
			t.Errorf("file %s: %d bytes, %v", hash, len(b), err)
		}
	}
	if n := countFiles(t, s); n != 2 {
		t.Errorf("%d files, want 2", n)
	}
	if p := put(t, s, make())[0]; p.Outcome != Unchanged {
		t.Errorf("again: %+v", p)
	}
	bare := make()
	for i := range bare.Messages[0].Attachments {
		bare.Messages[0].Attachments[i].Open = nil
	}
	if p := put(t, s, bare)[0]; p.Outcome != Unchanged {
		t.Errorf("without bytes: %+v", p)
	}
	// No message names them any more, but the version before can come back, until the imports that had it are undone.
	put(t, s, talk("1", "T", "nothing to see"))
	for importID := range int64(3) {
		if n := countFiles(t, s); n != 2 {
			t.Errorf("%d files are left of a version that can come back", n)
		}
		undo(t, s, importID+1)
	}
	if n := countFiles(t, s); n != 0 {
		t.Errorf("%d files stay", n)
	}
	_, _, err = s.File(ctx, got[0].Hash)
	wantCode(t, err, chat.CodeNotFound)
	_, _, err = s.File(ctx, "../library.db")
	wantCode(t, err, chat.CodeNotFound)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A batch that cannot be written is taken back whole, and the Writer says what that undoes.
func TestFailedBatch(t *testing.T) {
	s := open(t)
	w, err := s.BeginImport(ctx, chat.OriginFiles, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.BeginImport(ctx, chat.OriginFiles, nil); err == nil {
		t.Error("two imports at a time")
	}
	if _, err := w.Put(ctx, talk("1", "One", "a", "b")); err != nil {
		t.Fatal(err)
	}
	bad := talk("2", "Two", "a", "b")
	bad.Messages[1].Role = "robot"
	if _, err := w.Put(ctx, bad); err == nil {
		t.Fatal("a role that is none was kept")
	}
	if u := w.Undone(); u.New != 1 || u.Messages != 2 {
		t.Errorf("undone: %+v", u)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Count(ctx, chat.Selection{Filter: &chat.Filter{}}); n != 0 || err != nil {
		t.Errorf("%d conversations, %v", n, err)
	}
	put(t, s, talk("1", "One", "a", "b"))
	checkWhole(t, s)
}

// A batch whose commit fails takes back what was reported, and not the conversation whose Put gave the error: else the
// report of an import on a full disk would count one too few.
func TestFailedCommit(t *testing.T) {
	s := open(t)
	w, err := s.BeginImport(ctx, chat.OriginFiles, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Put(ctx, talk("1", "One", "a", "b")); err != nil {
		t.Fatal(err)
	}
	// A commit refuses a foreign key that was deferred and leads nowhere.
	for _, sql := range []string{"PRAGMA defer_foreign_keys = 1", "INSERT INTO raw_records (conversation_id, record) VALUES (99, x'00')"} {
		if _, err := s.write.ExecContext(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	w.bytes = batchBytes
	if _, err := w.Put(ctx, talk("2", "Two", "a", "b", "c")); err == nil {
		t.Fatal("the commit did not fail")
	}
	if u := w.Undone(); u.New != 1 || u.Messages != 2 {
		t.Errorf("undone: %+v, want the one conversation that was reported", u)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, s, talk("1", "One", "a", "b"))
	checkWhole(t, s)
}
