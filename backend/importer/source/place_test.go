package source

import "testing"

// A pattern that matches too little loses conversations; one that matches too much reads what is not the tool's.
func TestPlace(t *testing.T) {
	p := Place{Holds: []string{"sessions/**/rollout-*", "index.jsonl", "*/tasks/*/*.json"}, Counts: []string{"sessions/**"}}
	for name, want := range map[string]bool{
		"sessions/rollout-1.jsonl": true, "sessions/2026/05/12/rollout-1.jsonl.zst": true, "index.jsonl": true, "ext/tasks/1/ui.json": true,
		"sessions/2026/notes.jsonl": false, "log/rollout-1.jsonl": false, "sessions": false, "old/index.jsonl": false, "ext/tasks/ui.json": false,
		"ext/tasks/1/2/ui.json": false, "auth.json": false,
	} {
		if p.Has(name) != want {
			t.Errorf("Has(%q) is %v", name, !want)
		}
	}
	for dir, want := range map[string]bool{
		"sessions": true, "sessions/2026/05": true, "ext": true, "ext/tasks": true, "ext/tasks/1": true,
		"ext/log": false, "ext/tasks/1/2": false,
	} {
		if p.Enters(dir) != want {
			t.Errorf("Enters(%q) is %v", dir, !want)
		}
	}
	if !(Place{}).Has("logs.db") || !(Place{}).Enters("any/folder") {
		t.Error("a place that names no files holds everything")
	}
	if p.Counted("index.jsonl") || !p.Counted("sessions/2026/rollout-1.jsonl") || !(Place{}).Counted("logs.db") {
		t.Error("what is counted is not one session or one database")
	}
}
