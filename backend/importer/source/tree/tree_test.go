package tree_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"loquat/backend/chat"
	"loquat/backend/importer/importertest"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// said makes a node of "id<parent role text".
func said(written string) tree.Node {
	link, rest, _ := strings.Cut(written, " ")
	id, parent, _ := strings.Cut(link, "<")
	role, text, _ := strings.Cut(rest, " ")
	return tree.Node{Message: chat.Message{ID: id, Parent: parent, Role: chat.Role(role), Content: text}}
}

// grow makes the conversation of a tree and compares its messages with want.
func grow(t *testing.T, tr *tree.Tree, leaf, want string) *chat.Conversation {
	t.Helper()
	c := &chat.Conversation{Source: "test", ExternalID: "c", Status: chat.StatusActive, Raw: []byte("{}")}
	tr.Grow(c, leaf)
	importertest.CheckConversation(t, "test", c)
	got := strings.SplitN(importertest.Transcript(c), "\n", 3)[2]
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	return c
}

// Exports list nodes in any order, name parents that are not there, and keep nodes in which nothing was said: no message may
// be lost or hang in the air, and the branch in view ends where the export says, also at such a node.
func TestGrow(t *testing.T) {
	var tr tree.Tree
	for _, node := range []string{"b<root assistant Hello", "root< system ", "a<root user Hi", "c<a assistant One", "blank<c assistant ", "d<blank user And?", "lost<gone user Lost", "e<d assistant Two", "other<a assistant Another"} {
		tr.Add(said(node))
	}
	grow(t, &tr, "blank", `
~b< 1 assistant: Hello
a< 1 user: Hi
c<a 1 assistant: One
d<c 2 user: And?
~lost< 1 user: Lost
e<d 2 assistant: Two
~other<a 1 assistant: Another`)
}

// A damaged or hostile export lets nodes follow each other in a circle, or themselves: every message must come once, and
// reading must end.
func TestCircles(t *testing.T) {
	var tr tree.Tree
	for _, node := range []string{"a<c user One", "b<a assistant Two", "c<b user Three", "self<self assistant Four", "x<y assistant ", "y<x assistant ", "z<y user Five"} {
		tr.Add(said(node))
	}
	c := grow(t, &tr, "c", `
a<c 1 user: One
b<a 1 assistant: Two
c<b 2 user: Three
~self< 1 assistant: Four
~z< 1 user: Five`)
	if got := len(c.Thread()); got != 3 {
		t.Errorf("%d messages in view", got)
	}
}

// What the model was told at the beginning comes before every root, or a branch would be trained without it.
func TestSystemComesBeforeEveryRoot(t *testing.T) {
	tr := tree.Tree{System: "Be brief"}
	for _, node := range []string{"a< user Hi", "b<a assistant Yes", "c< user Hi again", "d<c assistant No"} {
		tr.Add(said(node))
	}
	grow(t, &tr, "b", `
system< 1 system: Be brief
a<system 1 user: Hi
b<a 1 assistant: Yes
~c<system 1 user: Hi again
~d<c 1 assistant: No`)
}

// Messages of a list may have no ids, or the same one: each follows the one before it all the same, and none takes the place
// of another.
func TestFollow(t *testing.T) {
	var tr tree.Tree
	for _, node := range []string{"x user One", " assistant Two", "x user Three", "x assistant Four"} {
		tr.Follow(said(node))
	}
	grow(t, &tr, "", `
x< 1 user: One
m2<x 1 assistant: Two
x#4<m2 2 user: Three
x#5<x#4 2 assistant: Four`)
}

// In one node a model may think, speak, call, be answered and speak on: trainers want that as messages in this order, with
// what nobody said hidden behind them.
func TestNodeBecomesMessages(t *testing.T) {
	var tr tree.Tree
	tr.Add(said("u< user Add"))
	n := said("a<u assistant ")
	n.Think("hm")
	n.Say("Let me see.")
	n.Say("Yes:")
	id := n.Call(chat.ToolCall{Name: "add", Arguments: "1 and 2"})
	n.Result(id, "", "3", false)
	n.Say("It is 3.")
	n.Call(chat.ToolCall{ID: "k", Name: "cook"})
	n.Unanswered()
	n.Say("Cooking is not told.")
	n.Aside("translation", "Es ist 3.")
	tr.Add(n)
	r := said("r<a tool ")
	r.Result("k", "", "soup", true)
	tr.Add(r)
	tr.Add(said("v<r user Thanks"))
	if n.LastCall() != "k" {
		t.Errorf("the last call is %q", n.LastCall())
	}
	grow(t, &tr, "v", `
u< 1 user: Add
a<u 1 assistant: Let me see.
    
    Yes:
  thinks: hm
  calls add as call_a_0: {"input": "1 and 2"}
a/2<a 1 tool, add, answers call_a_0: 3
a/3<a/2 1 assistant: It is 3.
  calls cook as k: {}
a/4<a/3 1 assistant: Cooking is not told.
a/5<a/4 1 system, hidden, translation: Es ist 3.
r<a/5 1 tool, cook, answers k, failed: soup
v<r 2 user: Thanks`)
}

// Tokens are those of the branch in view: an answer that was thrown away must not be counted to the one that stayed.
func TestTokensOfTheBranchInView(t *testing.T) {
	var tr tree.Tree
	count := func(n int64) *int64 { return &n }
	tr.Add(said("u< user Hi"))
	for _, node := range []string{"a<u assistant Thrown away", "b<u assistant Kept", "c<b assistant Gone on"} {
		n := said(node)
		n.PromptTokens, n.CompletionTokens = count(10), count(int64(len(n.Content)))
		tr.Add(n)
	}
	c := &chat.Conversation{}
	tr.Grow(c, "c")
	if len(c.Rounds) != 1 || *c.Rounds[0].PromptTokens != 20 || *c.Rounds[0].CompletionTokens != int64(len("Kept")+len("Gone on")) {
		t.Errorf("%+v", c.Rounds)
	}
}

// list is a document whose record is an array of texts.
type list struct{ tree *tree.Tree }

// Read reads the texts as messages of a user.
func (l *list) Read(p *source.Pull) {
	l.tree = &tree.Tree{}
	p.Array(func() {
		l.tree.Follow(tree.Node{Message: chat.Message{Role: chat.RoleUser, Content: p.Text()}})
	})
}

// Conversation grows the messages.
func (l *list) Conversation(source.Record) (*chat.Conversation, string) {
	c := &chat.Conversation{}
	l.tree.Grow(c, "")
	return c, ""
}

// tell reads files of lists, and writes what comes of each record; from is how a file is read.
func tell(t *testing.T, files fstest.MapFS, from func(r *tree.Reader, file string) bool) string {
	t.Helper()
	in := &source.Input{FS: files, Files: source.Names(files), Label: "x"}
	var got []string
	r := tree.NewReader(context.Background(), in, "test", &list{}, func(item source.Item) bool {
		switch {
		case item.Conversation != nil:
			var texts []string
			for _, m := range item.Conversation.Messages {
				texts = append(texts, m.Content)
			}
			got = append(got, fmt.Sprintf("%s: %s %q", item.Where, strings.Join(texts, ","), item.Conversation.Notes))
		case item.Skipped != nil:
			got = append(got, item.Where+": skipped, "+item.Skipped.Reason)
		case item.Failed != nil:
			got = append(got, fmt.Sprintf("%s: failed at %d, %s", item.Where, item.Offset, item.Failed.Reason))
		default:
			got = append(got, "ended: "+item.Err.Error())
		}
		return true
	})
	for _, file := range in.Files {
		if !from(r, file) {
			break
		}
	}
	return strings.Join(got, "\n")
}

// Every record must give a conversation or a word: one that is empty, the same again, no conversation, or damaged is told
// with its file and place, and costs the others nothing.
func TestReaderTellsOfEveryRecord(t *testing.T) {
	got := tell(t, fstest.MapFS{
		"a.jsonl": {Data: []byte("[\"Hi\\ud800\"]\n[]\n[\"Hi\\ud800\"]\n7\n[\"cut\n")},
		"b.jsonl": {Data: []byte("[\"Yes\"]\n[\"No\"]\n")},
	}, func(r *tree.Reader, file string) bool { return r.TakeFile(t.Context(), file) })
	want := "a.jsonl: Hi\uFFFD [\"1 broken character replaced\"]" + `
a.jsonl: skipped, it is empty: it holds no messages
a.jsonl: skipped, it is the same as conversation 1 of this import
a.jsonl: failed at 29, it is not a conversation
a.jsonl: failed at 31, the JSON is damaged: unexpected EOF, 5 bytes into the record
b.jsonl: Yes []
b.jsonl: No []`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// A file that is one conversation, of which one message is damaged, must not be read as a conversation in which that was
// never said: it is told, and nothing of it is taken.
func TestWholeOrNothing(t *testing.T) {
	got := tell(t, fstest.MapFS{
		"a.json": {Data: []byte(`[ "One", "Two" ]`)},
		"b.json": {Data: []byte(`["One", {"a":}, "Three"]`)},
		"c.json": {Data: []byte(`[{"a":1}, {"a":[}, {"a":3}]`)},
		"d.json": {Data: []byte(`["One", "Tw`)},
	}, func(r *tree.Reader, file string) bool { return r.TakeWhole(t.Context(), file, "chat") })
	want := `a.json: One,Two []
b.json: failed at 0, the JSON is damaged: missing value after object name, 12 bytes into the record
c.json: failed at 10, the JSON is damaged at byte 16: a sign stands where none may stand
d.json: failed at -1, byte 11: the JSON is cut off; export again and import the new file; conversations before this place are kept`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
