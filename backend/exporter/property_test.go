package exporter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"loquat/backend/chat"
)

// pieces are what random texts are made of: everything that has broken a writer or a reader of these formats.
var pieces = []string{
	"a", "Hello, world. ", "\n", "\r\n", "\t", "\"", `\`, `\n`, `\u2028`, "'", ",", ";", "=1+1", "@", "\u2028", "\u2029", "\u0085",
	"\ufeff", "\ufffd", "\x00", "\x1b", "\x7f", "茶", "한", "👋", "👩‍👧", "e\u0301", "\U0010ffff", "<image>", "</tool_call>", "&amp;",
	"{\"a\":1}", "[", "]", "null", " ", "\xff", "\xed\xa0\x80", "\xc2",
}

// schemas are parameters of tools: plain, lacking something, at odds with one another, and such as LLaMA-Factory stops at.
var schemas = []string{
	`{"type":"object","properties":{}}`, `{"properties":{"n":{"default":1}}}`, `{"type":"object","properties":{"n":{"default":"one"}}}`, "", "null",
	`{"type":"object","required":null}`, `{"properties":{"n":{"type":"integer","enum":[1]}}}`, `{"properties":{"n":true}}`, `{"properties":{"m":{"default":"2026-01-31"}}}`,
}

func randomText(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// randomConversation makes a conversation of turns in any order, with calls and results that may or may not belong
// together.
func randomConversation(r *rand.Rand, id int) *chat.Conversation {
	types := []chat.Type{chat.TypeChat, chat.TypeAgent, chat.TypeGraph}
	c := &chat.Conversation{ID: int64(id), ExternalID: fmt.Sprint(id, randomText(r, 2)), Type: types[r.IntN(3)], Model: randomText(r, 2)}
	for range r.IntN(3) {
		c.Tags = append(c.Tags, randomText(r, 2))
	}
	roles := []chat.Role{chat.RoleSystem, chat.RoleUser, chat.RoleUser, chat.RoleAssistant, chat.RoleAssistant, chat.RoleTool}
	for i := range r.IntN(12) {
		m := chat.Message{ID: fmt.Sprint(i), Round: 1 + i/4, Role: roles[r.IntN(len(roles))], Content: randomText(r, 3), Reasoning: randomText(r, 1)}
		if i > 0 {
			m.Parent = fmt.Sprint(i - 1)
		}
		if m.Role == chat.RoleTool {
			m.ToolCallID, m.Name = fmt.Sprint(r.IntN(3)), randomText(r, 1)
		}
		for m.Role == chat.RoleAssistant && r.IntN(2) == 0 {
			arguments, _ := json.Marshal(map[string]any{randomText(r, 1): randomText(r, 3), "n": r.Int64()})
			m.ToolCalls = append(m.ToolCalls, chat.ToolCall{ID: fmt.Sprint(r.IntN(3)), Name: "f" + randomText(r, 1), Arguments: string(arguments)})
		}
		c.Messages = append(c.Messages, m)
	}
	if r.IntN(4) == 0 {
		c.Rounds = []chat.Round{{Number: 2, Tools: []chat.Tool{{Name: randomText(r, 2), Description: randomText(r, 3), Parameters: schemas[r.IntN(len(schemas))]}}}}
	}
	return c
}

// TestReadyRecordsTrain holds, for conversations of turns in any order, what LLaMA-Factory wants of a record (its
// converter.py): after the system prompt user and tool turns stand on odd places, answers and calls on even ones, the
// last turn is one to learn, no content is null, and a call's content is its JSON.
func TestReadyRecordsTrain(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	format, err := findFormat("")
	if err != nil {
		t.Fatal(err)
	}
	p := newPreparer(format, choicesOf(t, chat.ExportOptions{}))
	kept := 0
	for i := range 2500 {
		c := randomConversation(r, i)
		for _, d := range p.prepare(c) {
			if d.left != nil {
				continue
			}
			kept++
			if fault := trainingFault(d.turns); fault != "" {
				t.Fatalf("conversation %d: %s\n%+v", i, fault, d.turns)
			}
		}
	}
	if kept < 500 {
		t.Errorf("only %d records were kept: the test looks at too few", kept)
	}
}

// choicesOf reads options for the data format they name.
func choicesOf(t *testing.T, opt chat.ExportOptions) choices {
	t.Helper()
	f, err := findFormat(opt.DataFormat)
	if err != nil {
		t.Fatal(err)
	}
	c, err := choose(f, opt)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestPreferencesTrain holds the same for the answers of "dpo" and "kto", each after what stands before it, for trees of
// any shape: LLaMA-Factory stops at one wrong record of "kto".
func TestPreferencesTrain(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, key := range []string{"dpo", "kto"} {
		opt := chat.ExportOptions{DataFormat: key}
		format, err := findFormat(key)
		if err != nil {
			t.Fatal(err)
		}
		p, kept := newPreparer(format, choicesOf(t, opt)), 0
		for i := range 6000 {
			for _, d := range p.prepare(randomTree(r, i)) {
				if d.left != nil {
					continue
				}
				kept++
				records := [][]turn{d.turns}
				if key == "dpo" {
					records = [][]turn{slices.Concat(d.turns, d.rivals[:1]), slices.Concat(d.turns, d.rivals[1:])}
				}
				for _, turns := range records {
					if fault := trainingFault(turns); fault != "" || blank(turns[len(turns)-1].content) {
						t.Fatalf("%s, conversation %d: %s\n%+v", key, i, fault, turns)
					}
				}
			}
		}
		if kept < 200 {
			t.Errorf("%s: only %d records were kept: the test looks at too few", key, kept)
		}
	}
}

// trainingFault says why LLaMA-Factory would skip the record, or stop at it.
func trainingFault(turns []turn) string {
	if len(turns) > 0 && turns[0].role == roleSystem {
		turns = turns[1:]
	}
	places := [2][]string{{roleUser, roleTool}, {roleAssistant, roleFunctionCall}}
	for i, t := range turns {
		if !slices.Contains(places[i%2], t.role) {
			return fmt.Sprintf("turn %d is %s", i+1, t.role)
		}
		if t.role == roleTool && turns[i-1].role != roleFunctionCall {
			return fmt.Sprintf("turn %d is a result without its call", i+1)
		}
		var call struct {
			Name      string
			Arguments map[string]any
		}
		if t.role == roleFunctionCall && (json.Unmarshal([]byte(t.content), &call) != nil || call.Name == "" || call.Arguments == nil) {
			return fmt.Sprintf("turn %d is no call JSON: %s", i+1, t.content)
		}
	}
	if len(turns) == 0 || len(turns)%2 != 0 {
		return "it does not end with an answer or a call"
	}
	return ""
}

// TestRandomRoundTrip holds that every file format gives back the same records in the same order, that JSONL is one line
// a record for readers that split at any line separator, and that the standard library reads the same from it.
func TestRandomRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, asRecorded := range []bool{false, true} {
		var all []*chat.Conversation
		for i := range 200 {
			all = append(all, randomConversation(r, i))
		}
		opt := chat.ExportOptions{Dataset: "tea", FileFormat: chat.JSONL, AsRecorded: asRecorded}
		want := readAll(t, all, opt)
		for _, line := range want {
			if !utf8.ValidString(line) || strings.ContainsAny(line, "\n\r\u2028\u2029\u0085") {
				t.Fatalf("a reader would split or refuse %q", line)
			}
			var record standardToolRecord
			if err := json.Unmarshal([]byte(line), &struct{ Messages, Tools any }{}); err != nil {
				t.Fatal(err)
			}
			if _, err := reread([]byte(line), &record); err != nil {
				t.Fatal(err)
			}
		}
		sameInEveryFile(t, all, opt, want)
	}
}

// TestRandomRoundTripOfEveryFormat holds the same for the other data formats.
func TestRandomRoundTripOfEveryFormat(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var all []*chat.Conversation
	for i := range 80 {
		all = append(all, randomConversation(r, i), randomTree(r, 100+i))
	}
	for _, f := range Formats[1:] {
		opt := chat.ExportOptions{Dataset: "tea", DataFormat: f.Key, FileFormat: chat.JSONL}
		sameInEveryFile(t, all, opt, readAll(t, all, opt))
	}
}

// randomTree makes a conversation of which some messages have several answers, some of them rated.
func randomTree(r *rand.Rand, id int) *chat.Conversation {
	c := randomConversation(r, id)
	c.Type = chat.TypeChat
	for i := range c.Messages {
		if i > 0 && r.IntN(2) == 0 {
			c.Messages[i].Parent = c.Messages[r.IntN(i)].ID
		}
		c.Messages[i].Rating = r.IntN(3) - 1
	}
	return c
}

// sameInEveryFile checks that the other file formats give back the records of JSONL.
func sameInEveryFile(t *testing.T, all []*chat.Conversation, opt chat.ExportOptions, want []string) {
	t.Helper()
	format, err := findFormat(opt.DataFormat)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []chat.FileFormat{chat.CSV, chat.Parquet} {
		if _, refused := format.refused[file]; refused {
			continue
		}
		opt.FileFormat = file
		got := readAll(t, all, opt)
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%s in %s, record %d:\n%s\nwant\n%s", format.Key, file, i, got[i], want[i])
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%s in %s has %d records, JSONL %d", format.Key, file, len(got), len(want))
		}
	}
}

// readAll exports all and reads every record back.
func readAll(t *testing.T, all []*chat.Conversation, opt chat.ExportOptions) []string {
	t.Helper()
	dir := t.TempDir()
	r, err := Write(t.Context(), dir, len(all), conversations(all), opt, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Conversations; c.Selected != len(all) || c.Exported+c.LeftOut != c.Selected {
		t.Errorf("%+v does not add up to %d", c, len(all))
	}
	back, err := ReadBack(t.Context(), dir, dataset(r), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if len(back) != r.Records {
		t.Errorf("%d records read back of %d", len(back), r.Records)
	}
	return back
}

// TestTextsAgainstTheStandardLibrary holds that the lines written are the JSON of the texts, by another reader.
func TestTextsAgainstTheStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		text := strings.ToValidUTF8(randomText(r, 8), "\uFFFD")
		role := roleUser
		var b bytes.Buffer
		if err := encodeJSONL(&b, nil, &standardMessage{Role: &role, Content: &text}); err != nil {
			t.Fatal(err)
		}
		if bytes.IndexByte(b.Bytes(), '\n') != b.Len()-1 {
			t.Fatalf("%q is not one line", text)
		}
		var back map[string]string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || !reflect.DeepEqual(back, map[string]string{"role": role, "content": text}) {
			t.Fatalf("%q came back as %q, %v", text, back["content"], err)
		}
	}
}
