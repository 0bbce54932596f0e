//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"
)

// Keys of the W3C WebDriver protocol, section "Keyboard actions".
const (
	keyEnter  = "\ue007"
	keyEscape = "\ue00c"
	keyTab    = "\ue004"
	keyShift  = "\ue008"
	keyCtrl   = "\ue009"
	keyDown   = "\ue015"
	keyUp     = "\ue013"
	keySpace  = " "
)

// patience is how long a test waits for the window to become what it should; a slow machine must not fail.
const patience = 30 * time.Second

// session is a WebDriver session with the real window.
type session struct {
	t    *testing.T
	base string
}

// call makes one WebDriver request and returns its value.
func call(method, url string, in any) (any, error) {
	body := []byte("{}")
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	client := http.Client{Timeout: 60 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var out struct{ Value any }
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return nil, err
	}
	if m, ok := out.Value.(map[string]any); ok && m["error"] != nil {
		return nil, fmt.Errorf("%v: %v", m["error"], m["message"])
	}
	return out.Value, nil
}

func (s *session) must(method, path string, in any) any {
	s.t.Helper()
	v, err := call(method, s.base+path, in)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	return v
}

// script runs JavaScript in the page and returns its value; args arrive as arguments[0]….
func (s *session) script(code string, args ...any) any {
	s.t.Helper()
	if args == nil {
		args = []any{}
	}
	return s.must("POST", "/execute/sync", map[string]any{"script": code, "args": args})
}

// async runs JavaScript that ends by calling its last argument.
func (s *session) async(code string, args ...any) any {
	s.t.Helper()
	if args == nil {
		args = []any{}
	}
	return s.must("POST", "/execute/async", map[string]any{"script": code, "args": args})
}

// try looks for an element once.
func (s *session) try(xpath string) (string, bool) {
	v, err := call("POST", s.base+"/element", map[string]any{"using": "xpath", "value": xpath})
	if err != nil {
		return "", false
	}
	for _, id := range v.(map[string]any) {
		return id.(string), true
	}
	return "", false
}

// find waits for an element that is displayed.
func (s *session) find(xpath string) string {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(40 * time.Millisecond) {
		id, ok := s.try(xpath)
		if !ok {
			continue
		}
		if shown, err := call("GET", s.base+"/element/"+id+"/displayed", nil); err == nil && shown == true {
			return id
		}
	}
	s.fail("nothing shown at " + xpath)
	return ""
}

// gone waits until no such element is there.
func (s *session) gone(xpath string) {
	s.t.Helper()
	s.until("gone: "+xpath, func() bool { _, ok := s.try(xpath); return !ok })
}

// click clicks an element; one that has just moved or been drawn anew is looked for again.
func (s *session) click(xpath string) {
	s.t.Helper()
	var last error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(60 * time.Millisecond) {
		if _, last = call("POST", s.base+"/element/"+s.find(xpath)+"/click", nil); last == nil {
			return
		}
	}
	s.fail(fmt.Sprintf("click %s: %v", xpath, last))
}

// fill replaces what stands in a field.
func (s *session) fill(xpath, text string) {
	s.t.Helper()
	id := s.find(xpath)
	s.must("POST", "/element/"+id+"/clear", nil)
	if text != "" {
		s.must("POST", "/element/"+id+"/value", map[string]any{"text": text})
	}
}

// text returns the text a person sees of an element.
func (s *session) text(xpath string) string {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(40 * time.Millisecond) {
		if v, err := call("GET", s.base+"/element/"+s.find(xpath)+"/text", nil); err == nil {
			return v.(string)
		}
	}
	s.fail("no text at " + xpath)
	return ""
}

// keys types keys into whatever has the focus; the ones in hold are held down meanwhile.
func (s *session) keys(keys string, hold ...string) {
	s.t.Helper()
	var actions []any
	add := func(kind, key string) { actions = append(actions, map[string]any{"type": kind, "value": key}) }
	for _, k := range hold {
		add("keyDown", k)
	}
	for _, r := range keys {
		add("keyDown", string(r))
		add("keyUp", string(r))
	}
	for i := len(hold) - 1; i >= 0; i-- {
		add("keyUp", hold[i])
	}
	s.must("POST", "/actions", map[string]any{"actions": []any{map[string]any{"type": "key", "id": "keyboard", "actions": actions}}})
}

// until waits for something to become true.
func (s *session) until(what string, ok func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	s.fail("never came true: " + what)
}

// fail ends the test with a picture of the screen and what the page holds.
func (s *session) fail(why string) {
	s.t.Helper()
	shot(s.t, "failed-"+s.t.Name())
	body, _ := call("POST", s.base+"/execute/sync", map[string]any{"script": "return document.body.innerText", "args": []any{}})
	s.t.Fatalf("%s\nthe page shows:\n%.3000v", why, body)
}
