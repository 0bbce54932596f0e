package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"loquat/backend/chat"
)

// told reads the elements of text and writes each as "offset json", a damaged one as "offset !", and the last error as
// its place.
func told(r io.Reader, keys ...string) (got []string) {
	for e, err := range Elements(r, keys...) {
		var broken *chat.Error
		switch {
		case errors.As(err, &broken):
			got = append(got, broken.Place)
		case err != nil:
			got = append(got, err.Error())
		case e.Damage != "":
			got = append(got, fmt.Sprintf("%d !", e.Offset))
		default:
			got = append(got, fmt.Sprintf("%d %s", e.Offset, e.JSON))
		}
	}
	return got
}

// A conversation must not be lost because of how the file around it is shaped, or because its neighbour is damaged.
func TestElements(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"array", `[{"a":1}, {"a":2}]`, `1 {"a":1}|10 {"a":2}`},
		{"brackets and quotes in strings", `[{"a":"]}\\\"{[,"},{"a":"\\"}]`, `1 {"a":"]}\\\"{[,"}|19 {"a":"\\"}`},
		{"wrapper", `{"v":{"list":[1]},"list":[{"a":1},null,7,"x"],"w":[2]}`, `26 {"a":1}|34 null|39 7|41 "x"`},
		{"lone object", ` {"a":[1]} `, `1 {"a":[1]}`},
		{"one behind the other", "{\"a\":1}\n{\"a\":2}", `0 {"a":1}|8 {"a":2}`},
		{"nothing", " \n", ``},
		{"empty array", "[]", ``},
		{"no JSON", "hello", `byte 0`},
		{"text behind it", `[{"a":1}] hello`, `1 {"a":1}|byte 10`},
		{"missing comma", `[{"a":1}{"a":2}]`, `1 {"a":1}|8 {"a":2}`},
		{"cut in an element", `[{"a":1},{"a":2,"b":[`, `1 {"a":1}|byte 21`},
		{"cut in a string", `[{"a":1},{"a":"xy\`, `1 {"a":1}|byte 18`},
		{"cut between elements", `[{"a":1},`, `1 {"a":1}|byte 9`},
		{"closed by the wrong bracket", `[{"a":1},{"a":[2}},{"a":3}]`, `1 {"a":1}|9 !|19 {"a":3}`},
		{"missing brace", `[{"a":1},{"a":{"x":2},{"a":3},{"a":4}]`, `1 {"a":1}|9 !|22 {"a":3}|30 {"a":4}`},
		{"missing quote", `[{"a":1},{"a":"2},{"a":3},{"a":4}]`, `1 {"a":1}|9 !|18 {"a":3}|26 {"a":4}`},
		{"the first is damaged", `[{"a":1,"b":]},{"a":3,"b":1}]`, `1 !|15 {"a":3,"b":1}`},
		{"the last is damaged", `[{"a":1},{"a":[}]`, `1 {"a":1}|9 !`},
		{"inner objects begin alike", `[{"u":1,"name":2},{"u":1,"name":[{"u":2,"text":3},{"u":4,"text":5}},{"u":3,"name":4},{"u":5,"name":6]`,
			`1 {"u":1,"name":2}|18 !|68 {"u":3,"name":4}|85 !`},
	} {
		for kind, r := range map[string]io.Reader{"whole": strings.NewReader(c.text), "byte by byte": iotest.OneByteReader(strings.NewReader(c.text))} {
			if got := strings.Join(told(r, "list"), "|"); got != c.want {
				t.Errorf("%s, %s:\n got %s\nwant %s", c.name, kind, got, c.want)
			}
		}
	}
}

// A source that keeps its tables inside objects is read row by row, each with the name of its table; tables that nobody
// asked for are passed over, and damage costs a row.
func TestElementsInside(t *testing.T) {
	text := `{"v":1,"data":{"users":[{"id":0}],"rows":[{"id":1},{"id":2,"x":[}},{"id":3}],"meta":{"rows":[9]},"others":[{"k":1}]},"rows":[{"id":4}],"end":"]"}`
	var got []string
	for e, err := range Elements(strings.NewReader(text), "data.rows", "data.others") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.List+" "+string(e.JSON)+e.Damage[:min(8, len(e.Damage))])
	}
	want := []string{`data.rows {"id":1}`, `data.rows the JSON`, `data.rows {"id":3}`, `data.others {"k":1}`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	got = nil
	for e, err := range Elements(strings.NewReader(`{"state":{"sessions":{"a":{"id":"a"},"n":1,"b":{"id":"b"}},"x":{},"s:t":"{\"c\":1}"}}`), "state.sessions", "state.sessions.*", "state.s:t") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.List+" "+string(e.JSON))
	}
	if want := []string{`state.sessions.* {"id":"a"}`, `state.sessions.* {"id":"b"}`, `state.s:t "{\"c\":1}"`}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// Long records make the window grow, move and shrink; none may be cut or shifted by that.
func TestElementsLong(t *testing.T) {
	var text strings.Builder
	var want []string
	text.WriteString("[")
	for i, size := range []int{10, 3 * startWindow, 66 * startWindow, 5, startWindow, 7} {
		if i > 0 {
			text.WriteString(",\n")
		}
		element := fmt.Sprintf(`{"a":"%s"}`, strings.Repeat(`\"x`, size/3))
		want = append(want, fmt.Sprintf("%d %s", text.Len(), element))
		text.WriteString(element)
	}
	text.WriteString("]")
	if got := told(strings.NewReader(text.String())); !slices.Equal(got, want) {
		t.Errorf("%d elements, and not those that were written", len(got))
	}
}

// A failing disk or archive is told as such, after the elements before it.
func TestElementsReadError(t *testing.T) {
	r := io.MultiReader(strings.NewReader(`[{"a":1},{"a":`), iotest.ErrReader(errors.New("checksum error")))
	var last error
	n := 0
	for _, err := range Elements(r) {
		n++
		last = err
	}
	if n != 2 || last == nil || !strings.Contains(last.Error(), "byte 14") || !strings.Contains(last.Error(), "checksum error") {
		t.Errorf("%d, %v", n, last)
	}
}

// A record larger than memory allows is told and passed over; the ones behind it are read.
func TestElementsTooLong(t *testing.T) {
	long := `{"a":"` + strings.Repeat("x", 4*startWindow) + `"}`
	for _, text := range []string{`[{"a":1},` + long + `,{"a":2}]`, `{"list":[{"a":1},` + long + `,{"a":2}]}`} {
		var got []string
		s := newSplitter(strings.NewReader(text), []string{"list"}, func(e Element, err error) bool {
			got = append(got, fmt.Sprintf("%s%s%v", e.JSON, e.Damage, err))
			return true
		})
		s.most = 2 * startWindow
		for s.value() {
		}
		if len(got) != 3 || got[1] != tooLong+"<nil>" || got[2] != `{"a":2}<nil>` || len(s.buf) > 8*startWindow {
			t.Errorf("%d: %.200q, window %d", len(got), got, len(s.buf))
		}
	}
}
