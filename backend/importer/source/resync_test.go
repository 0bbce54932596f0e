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
