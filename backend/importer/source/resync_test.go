package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// One damaged conversation must cost one conversation: whichever byte of it is lost, doubled or replaced, all others are
// read as they are, and the damaged one makes few pieces.
func TestElementsAnyDamage(t *testing.T) {
	const n, hurt = 6, 3
	var elements []string
	for i := range n {
		elements = append(elements, fmt.Sprintf(`{"title":"T %d","mapping":{"a":{"id":"a","parent":null,"message":{"parts":["say \"hi\", [ok] {x}", "\\"],"n":[1,2,{"t":null}]}}},"id":"c%d"}`, i, i))
	}
	bad := elements[hurt]
	for at := range len(bad) {
		for _, change := range []string{"", bad[at:at+1] + bad[at:at+1], "{", "}", "[", "]", `"`, ",", ":", `\`, "x"} {
			list := slices.Concat(elements[:hurt], []string{bad[:at] + change + bad[at+1:]}, elements[hurt+1:])
			var got []string
			for e := range Elements(strings.NewReader("[" + strings.Join(list, ",\n") + "]")) {
				got = append(got, string(e.JSON)) // "" when damaged
			}
			whole := slices.DeleteFunc(slices.Clone(got), func(s string) bool { return !slices.Contains(elements, s) || s == bad })
			if !slices.Equal(whole, slices.Concat(elements[:hurt], elements[hurt+1:])) || len(got) > n+2 {
				t.Errorf("byte %d as %q gives:\n%s", at, change, strings.Join(got, "\n"))
			}
		}
	}
}

// The element behind a damaged one may begin in another way than the first: it must not be lost with its neighbour
// (FORMATS.md §23, row 4). What stands inside the damaged one, and shares an id and times with it, is no element.
func TestElementsBehindDamage(t *testing.T) {
	const (
		first  = `{"uuid":"1","name":"One","created_at":"t","updated_at":"t","account":{},"chat_messages":[{"uuid":"m","text":"a","created_at":"t","updated_at":"t"}]}`
		last   = `{"name":"Three","uuid":"3","created_at":"t","updated_at":"t","chat_messages":[]}`
		inside = `{"uuid":"n","text":"b","created_at":"t","updated_at":"t"}`
	)
	for name, damaged := range map[string]string{
		"a brace is missing":  `{"uuid":"2","name":"Two","chat_messages":[` + inside + `,` + inside + `]`,
		"a quote is missing":  `{"uuid":"2","name":"Two,"chat_messages":[` + inside + `,` + inside + `]}`,
		"a bracket too many":  `{"uuid":"2","name":"Two","chat_messages":[` + inside + `]],"more":[` + inside + `,` + inside + `]}`,
		"a comma is missing":  `{"uuid":"2" "name":"Two","chat_messages":[` + inside + `,` + inside + `]}`,
		"its end is missing":  `{"uuid":"2","name":"Two","chat_messages":[` + inside + `,` + inside,
		"nothing of it is ok": `{{{]]`,
	} {
		var got []string
		for e, err := range Elements(strings.NewReader("[" + first + ",\n" + damaged + ",\n" + last + "]")) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			got = append(got, string(e.JSON))
		}
		if want := []string{first, "", last}; !slices.Equal(got, want) {
			t.Errorf("%s gives:\n%s", name, strings.Join(got, "\n"))
		}
	}
}

// A file made of beginnings without ends must not hold the reader up while it looks for the next element.
func TestElementsLookOnlySoFar(t *testing.T) {
	text := `[{"a":1,"b":2},{"a":]` + strings.Repeat(`,{"b":[`, 1<<18)
	n := 0
	for range Elements(strings.NewReader(text)) {
		n++
	}
	if n != 3 { // the first, the damaged one, and that the file is cut off
		t.Errorf("%d elements", n)
	}
}
