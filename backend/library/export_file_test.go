package library

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// chatGPTExport writes a ChatGPT export of n conversations with the given number of turns each into a file of its own and
// returns its path. Conversation i has the id "conv-i" and the title "Tea i"; its text says so in every message.
func chatGPTExport(t testing.TB, n, turns int) string {
	t.Helper()
	conversations := make([]any, n)
	for i := range conversations {
		conversations[i] = chatGPTConversation(i, turns)
	}
	text, err := json.Marshal(conversations)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "conversations.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// chatGPTConversation is one conversation as ChatGPT exports it: an invisible root, then user and assistant in turn.
func chatGPTConversation(i, turns int) map[string]any {
	id := fmt.Sprintf("conv-%d", i)
	begin := 1700000000 + float64(i)*86400
	mapping := map[string]any{}
	node := func(name, parent string, message any, children ...string) {
		n := map[string]any{"id": name, "message": message, "children": children, "parent": nil}
		if parent != "" {
			n["parent"] = parent
		}
		mapping[name] = n
	}
	last := "root"
	node("root", "", nil, "m0")
	for m := range turns {
		name := fmt.Sprintf("m%d", m)
		role := []string{"user", "assistant"}[m%2]
		children := []string{}
		if m < turns-1 {
			children = append(children, fmt.Sprintf("m%d", m+1))
		}
		node(name, last, map[string]any{"id": name, "author": map[string]any{"role": role}, "create_time": begin + float64(m), "weight": 1, "recipient": "all",
			"content":  map[string]any{"content_type": "text", "parts": []string{fmt.Sprintf("Tea %d, message %d: how hot for sencha?", i, m)}},
			"metadata": map[string]any{"model_slug": "gpt-4o"}}, children...)
		last = name
	}
	return map[string]any{"id": id, "conversation_id": id, "title": fmt.Sprintf("Tea %d", i), "create_time": begin, "update_time": begin + 100,
		"mapping": mapping, "current_node": last}
}

// open opens a library in a new folder and closes it at the end of the test.
func open(t testing.TB) *Library {
	t.Helper()
	return openIn(t, filepath.Join(t.TempDir(), "library"))
}

// openIn opens the library in dir and closes it at the end of the test.
func openIn(t testing.TB, dir string) *Library {
	t.Helper()
	l, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}
