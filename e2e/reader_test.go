//go:build e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A question that was asked again has two answers: the switch must show the other one, and remember it.
func TestBranchSwitch(t *testing.T) {
	s := newHome(t).open(t)
	s.samples()
	s.open("Eigenvalues with a picture in mind")
	s.find(containing("*", "2 of 2"))
	before := s.text("(//article)[last()]")
	s.click(button("Previous version"))
	s.find(containing("*", "1 of 2"))
	if after := s.text("(//article)[last()]"); after == before {
		t.Error("the other version shows the same text")
	}
	s.click(button("Clear search"))
	s.open("Sourdough timetable for a weekend")
	s.find(containing("h2", "Sourdough"))
	s.click(button("Clear search"))
	s.open("Eigenvalues with a picture in mind")
	s.find(containing("*", "1 of 2"))
}

// What a sub-agent did is opened from the call that started it, listed from its conversation, and leads back.
func TestSubAgentRun(t *testing.T) {
	s := newHome(t).open(t)
	s.samples()
	s.open("Reading list for a book club")
	s.click(containing("button", "find_island_novels"))
	s.click(`//article//button[starts-with(normalize-space(.), "Open sub-agent run")]`)
	s.find(`//h2[normalize-space(.)="find_island_novels"]`)
	s.click(button("Open the run that started it"))
	s.click(`//header//button[normalize-space(.)="1 sub-agent run"]`)
	s.count(1)
	s.find(row("find_island_novels"))
	s.click(button("Remove filter Sub-agent runs of “Reading list for a book club”"))
	s.count(sampleCount)
}

// A picture of a conversation can be seen in full and saved, byte for byte.
func TestSavePicture(t *testing.T) {
	h := newHome(t)
	s := h.open(t)
	s.samples()
	s.open("Read the values from a chart")
	s.click(button("Enlarge chart.png"))
	s.until("the picture is drawn", func() bool {
		return s.script(`const picture = document.querySelector('[role="dialog"] img'); return picture?.complete && picture.naturalWidth > 0`) == true
	})
	s.click(within(dialog, button("Save picture…")))
	path := filepath.Join(h.dir, "saved.png")
	answerFileDialog(t, "Save", path)
	s.find(containing("*", "Saved as "+path))
	want, err := filepath.Glob("../backend/library/samples/chatgpt/*chart.png")
	if err != nil || len(want) != 1 {
		t.Fatalf("the sample's picture is not where it was: %v %v", want, err)
	}
	if read(path) != read(want[0]) {
		t.Error("the saved picture is not the one of the samples")
	}
}

// What is wider than the column must be reachable by scrolling in itself; the column keeps its width.
func TestWideContent(t *testing.T) {
	h := newHome(t)
	wide := "|" + strings.Repeat(" a long heading |", 30) + "\\n|" + strings.Repeat("---|", 30) + "\\n|" + strings.Repeat(" x |", 30) + "\\n\\n```\\n" + strings.Repeat("x", 400) + "\\n```"
	path := filepath.Join(h.dir, "wide.jsonl")
	line := `{"messages":[{"role":"user","content":"Wide?"},{"role":"assistant","content":"` + wide + `"}]}` + "\n"
	if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	h.loquat(t, "import", path)
	s := h.open(t)
	s.click(listed)
	s.find("//article//table")
	for _, part := range []string{".prose .table", ".prose pre"} {
		if s.script("const e = document.querySelector(arguments[0]); e.scrollLeft = 50; return e.scrollLeft === 50 && e.clientWidth <= 640", part) != true {
			t.Errorf("%s does not scroll in its column", part)
		}
	}
}

// open finds a conversation by its title and opens it.
func (s *session) open(title string) {
	s.t.Helper()
	s.fill(`//input[@role="searchbox"]`, title)
	s.count(1)
	s.click(row(title))
	s.find("//article")
}

// Conversations are other people's text: whatever stands in them, nothing runs, nothing is loaded, and the page stays.
func TestHostileConversation(t *testing.T) {
	var hits atomic.Int32
	far := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer far.Close()
	h := newHome(t)
	opened := fakeBrowser(t, h)
	path := filepath.Join(h.dir, "hostile.jsonl")
	if err := os.WriteFile(path, hostile(t, far.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	h.loquat(t, "import", path)
	s := h.open(t, "PATH="+h.dir+":"+os.Getenv("PATH"))
	s.count(1)
	s.click(listed)
	s.find(containing("article", "the last line"))
	s.script(`for (const fold of document.querySelectorAll('article button[aria-expanded="false"]')) fold.click()`)
	time.Sleep(time.Second) // what would load or run has begun by now
	for _, bad := range []string{"//article//script", "//article//iframe", "//article//form", "//article//style", "//article//*[@onerror]", `//article//img[starts-with(@src, "http")]`, `//a[starts-with(@href, "javascript")]`} {
		if n := len(s.all(bad)); n > 0 {
			t.Errorf("%d of %s are in the page", n, bad)
		}
	}
	s.click(containing("article//a", "an honest link"))
	s.until("the system's browser has the link", func() bool { return strings.Contains(read(opened), far.URL+"/link") })
	s.find(containing("article", "the last line"))
	if ran := s.script("return [typeof window.ran, location.host]").([]any); ran[0] != "undefined" || strings.HasPrefix(fmt.Sprint(ran[1]), "127.") {
		t.Errorf("something ran, or the page was left: %v", ran)
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("%d requests left the window", n)
	}
}

// hostile is a conversation that tries to run and to load in every way a message can.
func hostile(t *testing.T, far string) []byte {
	t.Helper()
	text := strings.ReplaceAll(`<script>window.ran=1;fetch("FAR/script")</script>
<img src="x" onerror="window.ran=1;fetch('FAR/onerror')"><img src="FAR/img.png"> ![remote](FAR/markdown.png)
<iframe src="FAR/frame"></iframe><object data="FAR/object"></object><svg onload="window.ran=1"><image href="FAR/svg.png"/></svg>
<style>@import url(FAR/style.css); body{background:url(FAR/bg.png)}</style><link rel="stylesheet" href="FAR/link.css">
<form action="FAR/form"><button>send</button></form><video src="FAR/video" autoplay></video><base href="FAR/">

[a trap](javascript:window.ran=1) <a href="javascript:window.ran=1">another</a> [data](data:text/html,<script>window.ran=1</script>)

[an honest link](FAR/link)

$\href{FAR/tex}{x}$ $\includegraphics{FAR/tex.png}$

the last line`, "FAR", far)
	line, err := json.Marshal(map[string]any{"id": "h1", "title": `<img src=x onerror="window.ran=1">`, "messages": []any{
		map[string]any{"role": "user", "content": text},
		map[string]any{"role": "assistant", "content": text, "reasoning_content": text, "tool_calls": []any{
			map[string]any{"id": "c1", "type": "function", "function": map[string]any{"name": "<script>window.ran=1</script>", "arguments": `{"x":"<img src=x onerror=window.ran=1>"}`}}}},
		map[string]any{"role": "tool", "tool_call_id": "c1", "content": text},
		map[string]any{"role": "assistant", "content": text},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return append(line, '\n')
}

// fakeBrowser stands in for the system's browser; it returns the file in which the addresses are written down.
func fakeBrowser(t *testing.T, h home) string {
	t.Helper()
	log := filepath.Join(h.dir, "opened")
	if err := os.WriteFile(filepath.Join(h.dir, "xdg-open"), []byte("#!/bin/sh\necho \"$1\" >> '"+log+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return log
}
