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
	keyLeft   = "\ue012"
	keyRight  = "\ue014"
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

// all returns the elements there are now.
func (s *session) all(xpath string) []string {
	v, err := call("POST", s.base+"/elements", map[string]any{"using": "xpath", "value": xpath})
	if err != nil {
		return nil
	}
	var ids []string
	for _, element := range v.([]any) {
		for _, id := range element.(map[string]any) {
			ids = append(ids, id.(string))
		}
	}
	return ids
}

// find waits for an element that is shown, and returns the first.
func (s *session) find(xpath string) string {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(40 * time.Millisecond) {
		for _, id := range s.all(xpath) {
			if s.shown(id) {
				return id
			}
		}
	}
	s.fail("nothing shown at " + xpath)
	return ""
}

// elementKey is how the W3C WebDriver protocol marks a reference to an element.
const elementKey = "element-6066-11e4-a52e-4f735466cecf"

// shown says whether an element takes up room and is visible. WebKit's own "displayed" takes a line that may be cut
// with an ellipsis for hidden.
func (s *session) shown(id string) bool {
	code := "const e = arguments[0], r = e.getBoundingClientRect(); return e.checkVisibility({visibilityProperty: true}) && r.width > 0 && r.height > 0"
	v, err := call("POST", s.base+"/execute/sync", map[string]any{"script": code, "args": []any{map[string]string{elementKey: id}}})
	return err == nil && v == true
}

// gone waits until no such element is there.
func (s *session) gone(xpath string) {
	s.t.Helper()
	s.until("gone: "+xpath, func() bool { return len(s.all(xpath)) == 0 })
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
	text, _ := s.script("return arguments[0].innerText", map[string]string{elementKey: s.find(xpath)}).(string)
	return text
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
