package source

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// A line may be of any length, and its number and place must be those a person finds in the file.
func TestLines(t *testing.T) {
	long := strings.Repeat("x", 700<<10)
	text := "\n{1}\r\n  \n" + long + "\n\nlast"
	var got []string
	for line, err := range Lines(strings.NewReader(text)) {
		if err != nil {
			t.Fatal(err)
		}
		if string(line.Text) == long {
			line.Text = []byte("long")
		}
		got = append(got, fmt.Sprintf("%d@%d %s %v", line.Number, line.Offset, line.Text, line.Cut))
	}
	want := fmt.Sprintf("2@1 {1} false|4@9 long false|6@%d last true", 9+len(long)+2)
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// An error of the disk ends the lines and is told.
func TestLinesError(t *testing.T) {
	var last error
	for _, err := range Lines(io.MultiReader(strings.NewReader("{1}\n{2"), iotest.ErrReader(errors.New("gone")))) {
		last = err
	}
	if last == nil || last.Error() != "gone" {
		t.Error(last)
	}
}
