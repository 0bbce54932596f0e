package samples_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"testing"
	"unicode"

	"loquat/backend/chat"
	"loquat/backend/importer"
	"loquat/backend/library/samples"
)

// read reads the samples as the library does.
func read(t *testing.T) (all []*chat.Conversation) {
	t.Helper()
	opened, err := importer.OpenFS(context.Background(), samples.FS, "samples")
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if len(opened.Unknown) > 0 {
		t.Errorf("not recognised: %+v", opened.Unknown)
	}
	for _, match := range opened.Matches {
		for item := range match.Source.Read(context.Background(), &match.Input) {
			if item.Conversation == nil {
				t.Errorf("%s: %+v %+v %v", item.Where, item.Skipped, item.Failed, item.Err)
				continue
			}
			all = append(all, item.Conversation)
		}
	}
	return all
}

// The samples are what a new user sees first and what the journeys are tried with: every kind of thing Loquat knows
// must be among them, and every one must be read without a complaint.
func TestSamplesHoldEveryKind(t *testing.T) {
	all := read(t)
	types, sources, statuses := map[chat.Type]int{}, map[string]int{}, map[chat.Status]int{}
	has := map[string]int{}
	for _, c := range all {
		types[c.Type]++
		sources[c.Source]++
		statuses[c.Status]++
		if len(chat.NewTree(c).Leaves()) > 1 {
			has["branches"]++
		}
		has["sub-agents"] += len(c.SubAgents)
		if len(c.Thread()) > 20 {
			has["long"]++
		}
		for _, tag := range c.Tags {
			has["tag "+tag]++
		}
		for i := range c.Messages {
			note(has, &c.Messages[i])
		}
	}
	if want := map[string]int{"chatgpt": 22, "mag": 10, "openai": 5, "sharegpt": 4}; !equal(sources, want) {
		t.Errorf("sources: %v, want %v", sources, want)
	}
	if types[chat.TypeChat] < 20 || types[chat.TypeAgent] < 8 || types[chat.TypeGraph] != 4 {
		t.Errorf("types: %v", types)
	}
	if statuses[chat.StatusFavorite] == 0 {
		t.Errorf("no favourite among %v", statuses)
	}
	for what, least := range map[string]int{"branches": 2, "sub-agents": 1, "kept attachment": 1, "missing attachment": 2, "reasoning": 3,
		"parallel calls": 3, "result": 10, "system": 8, "tag archived": 1, "tag starred": 1, "rated up": 2, "rated down": 1, "long": 1} {
		if has[what] < least {
			t.Errorf("%s: %d, want at least %d", what, has[what], least)
		}
	}
}

// note counts what a message shows.
func note(has map[string]int, m *chat.Message) {
	if m.Reasoning != "" {
		has["reasoning"]++
	}
	if len(m.ToolCalls) > 1 {
		has["parallel calls"]++
	}
	switch m.Rating {
	case 1:
		has["rated up"]++
	case -1:
		has["rated down"]++
	}
	switch m.Role {
	case chat.RoleTool:
		has["result"]++
	case chat.RoleSystem:
		has["system"]++
	}
	for _, a := range m.Attachments {
		if a.Missing {
			has["missing attachment"]++
		} else {
			has["kept attachment"]++
		}
	}
}

func equal(a, b map[string]int) bool {
	for k, v := range b {
		if a[k] != v {
			return false
		}
	}
	return len(a) == len(b)
}

// Search, fonts and right-to-left text are tried with the samples, so they must be in many scripts.
func TestSamplesInManyScripts(t *testing.T) {
	scripts := map[string]*unicode.RangeTable{"Latin": unicode.Latin, "Han": unicode.Han, "Hiragana": unicode.Hiragana, "Hangul": unicode.Hangul,
		"Arabic": unicode.Arabic, "Cyrillic": unicode.Cyrillic, "Devanagari": unicode.Devanagari}
	found := map[string]bool{}
	for _, c := range read(t) {
		for i := range c.Messages {
			for name, table := range scripts {
				for _, r := range c.Messages[i].Content {
					if unicode.Is(table, r) {
						found[name] = true
						break
					}
				}
			}
		}
	}
	for name := range scripts {
		if !found[name] {
			t.Errorf("no sample in %s", name)
		}
	}
}

// The picture must be a real one: the reader shows it, and the store tells its type from its bytes.
func TestSamplePictureHasBytes(t *testing.T) {
	for _, c := range read(t) {
		for i := range c.Messages {
			for _, a := range c.Messages[i].Attachments {
				if a.Open == nil {
					continue
				}
				f, err := a.Open()
				if err != nil {
					t.Fatal(err)
				}
				b, err := io.ReadAll(f)
				if err != nil || http.DetectContentType(b) != "image/png" {
					t.Errorf("%s: %d bytes of %s, %v", a.Name, len(b), http.DetectContentType(b), err)
				}
				_ = f.Close()
			}
		}
	}
}

// The filter by date is tried with the samples: they must spread over the years. Ids must be unique in a source, else
// one sample overwrites another.
func TestSamplesSpreadOverYearsWithIDsOfTheirOwn(t *testing.T) {
	years, ids := map[int]int{}, []string{}
	for _, c := range read(t) {
		if c.CreatedAt.Valid {
			years[c.CreatedAt.UTC().Year()]++
		}
		id := c.Source + " " + c.ExternalID
		if slices.Contains(ids, id) {
			t.Errorf("twice: %s", id)
		}
		ids = append(ids, id)
	}
	for year := 2023; year <= 2026; year++ {
		if years[year] < 3 {
			t.Errorf("%d: %d samples, want at least 3", year, years[year])
		}
	}
}
