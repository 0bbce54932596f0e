package importer_test

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"loquat/backend/chat"
	"loquat/backend/importer"
	"loquat/backend/importer/importertest"
)

// fixtures are sample files of other projects, beside the repository; they are not part of it.
const fixtures = "../../../shared/fixtures"

// built are the folders of fixtures that Loquat reads, and the source keys it reads them as.
var built = map[string][]string{"chatgpt": {"chatgpt"}, "claude_ai": {"claude_ai"}, "mag": {"mag"}, "generic": {"openai", "sharegpt"}}

// manifest reads the table of fixtures: file to what is counted in it.
func manifest(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(fixtures, "MANIFEST.tsv"))
	if err != nil {
		t.Skip("the sample files of other projects are not here: ", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	file, counted := slices.Index(rows[0], "file"), slices.Index(rows[0], "counted")
	out := map[string]string{}
	for _, row := range rows[1:] {
		out[row[file]] = row[counted]
	}
	return out
}

// number reads the count before a word of the counted column, such as 21 for "msgs" in "2 conv, 21 msgs"; -1 when it
// is not stated.
func number(counted, words string) int {
	found := regexp.MustCompile(`(\d+) (?:` + words + `)(?:\W|$)`).FindStringSubmatch(counted)
	if found == nil {
		return -1
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

// kinds adds up the counts of names such as "thoughts:1" in the counted column, or "'user': 70".
func kinds(counted string, names ...string) (sum int) {
	for _, name := range names {
		found := regexp.MustCompile(`\b` + name + `'?: ?(\d+)`).FindStringSubmatch(counted)
		if found != nil {
			n, _ := strconv.Atoi(found[1])
			sum += n
		}
	}
	return sum
}

// tally counts what was read of a file.
type tally struct {
	conversations, messages, hidden, calls, results, branchPoints, attachments, subAgents, rounds, roots int
	roles                                                                                                map[chat.Role]int
	said                                                                                                 map[chat.Role]int // messages with a text that are not hidden
}

func (n *tally) add(c *chat.Conversation) {
	n.conversations++
	tree := chat.NewTree(c)
	highest := 0
	for i := range c.Messages {
		m := &c.Messages[i]
		n.messages++
		n.calls += len(m.ToolCalls)
		n.attachments += len(m.Attachments)
		n.roles[m.Role]++
		if m.Content != "" && !m.Hidden {
			n.said[m.Role]++
		}
		highest = max(highest, m.Round)
		if m.Hidden {
			n.hidden++
		}
		if m.Role == chat.RoleTool {
			n.results++
		}
		if tree.Parent(i) < 0 {
			n.roots++
		}
		if len(tree.Children(i)) > 1 {
			n.branchPoints++
		}
	}
	n.rounds += highest
	n.subAgents += len(c.SubAgents)
}

// readFixture reads one file through the front door.
func readFixture(t *testing.T, name string) (n tally, skipped int, key string, err error) {
	t.Helper()
	n.roles, n.said = map[chat.Role]int{}, map[chat.Role]int{}
	opened, err := importer.Open(context.Background(), filepath.Join(fixtures, filepath.FromSlash(name)))
	if err != nil {
		return n, 0, "", err
	}
	defer opened.Close()
	for _, m := range opened.Matches {
		key = m.Source.Key
		got := importertest.Read(t, m.Source, m.Input)
		if got.Err != nil || len(got.Failed) > 0 {
			t.Errorf("not read whole: %v, %v", got.Err, got.Failed)
		}
		skipped += got.Skipped
		for i := range got.Conversations {
			n.add(&got.Conversations[i])
		}
	}
	return n, skipped, key, nil
}

// Real files of other projects are what a person's files look like. Of the sources that Loquat reads everything that was
// counted in them by other means must be there; all others get a clear word and crash nothing.
func TestFixtures(t *testing.T) {
	for name, counted := range manifest(t) {
		t.Run(name, func(t *testing.T) {
			folder, _, _ := strings.Cut(name, "/")
			n, skipped, key, err := readFixture(t, name)
			switch {
			case traced[folder] != "":
				compareTrace(t, folder, fixture{name, counted, n, skipped, key, err})
			case built[folder] == nil && webChats[folder] == nil && codingAgents[folder] == nil:
				unknownYet(t, err)
			case webChats[folder] != nil:
				compareWeb(t, webChats[folder], fixture{name, counted, n, skipped, key, err})
			case codingAgents[folder] != nil:
				compareAgent(t, folder, fixture{name, counted, n, skipped, key, err})
			case err != nil:
				t.Error(err)
			case !slices.Contains(built[folder], key):
				t.Errorf("read as %s", key)
			default:
				compare(t, name, counted, n, skipped)
			}
		})
	}
}

func unknownYet(t *testing.T, err error) {
	t.Helper()
	e := (*chat.Error)(nil)
	if !errors.As(err, &e) || e.Code != chat.CodeUnknownFormat || e.Advice == "" || !strings.Contains(e.Reason, "not a known format yet") {
		t.Errorf("no clear word: %v", err)
	}
}

// compare holds what was read against what is stated. Where the numbers must differ, the reason stands here.
func compare(t *testing.T, name, counted string, n tally, skipped int) {
	equal := func(what string, got, want int) {
		t.Helper()
		if want >= 0 && got != want {
			t.Errorf("%s: got %d, stated %d (%s)", what, got, want, counted)
		}
	}
	if strings.Contains(name, "metadata/") || strings.Contains(name, "graphs/") {
		equal("MAG's side files, told and not conversations", skipped, 1)
		return
	}
	equal("conversations and told shells", n.conversations+skipped, number(counted, "conv|rows"))
	// Thoughts and recaps of ChatGPT are nodes in the file, and reasoning of an answer here.
	if want := number(counted, "msgs|messages"); want >= 0 {
		equal("messages", n.messages, want-kinds(counted, "thoughts", "reasoning_recap", "model_editable_context"))
	}
	// Custom instructions are hidden as private, though the file does not mark them so.
	if want := number(counted, "hidden"); want >= 0 {
		equal("hidden", n.hidden, want+kinds(counted, "user_editable_context"))
	}
	equal("tool calls", n.calls, number(counted, "tool calls"))
	equal("tool results", n.results, number(counted, "tool results"))
	equal("branch points", n.branchPoints, number(counted, "branch points"))
	equal("sub-agent runs", n.subAgents, number(counted, "tasks"))
	if strings.HasPrefix(name, "mag/") {
		equal("rounds", n.rounds, number(counted, "rounds"))
	}
	// Pictures that a text points to are attachments too, beside those in the metadata.
	if want := number(counted, "attachments"); n.attachments < want {
		t.Errorf("attachments: got %d, stated %d", n.attachments, want)
	}
	if strings.Contains(counted, "turns {") {
		equal("system", n.roles[chat.RoleSystem], kinds(counted, "system"))
		equal("user", n.roles[chat.RoleUser], kinds(counted, "user", "human"))
		equal("assistant", n.roles[chat.RoleAssistant], kinds(counted, "assistant", "gpt"))
		equal("tool", n.roles[chat.RoleTool], kinds(counted, "tool"))
	}
}
