package importertest

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// cuts is at how many places a file is cut, mutants how often it is damaged.
const (
	cuts    = 50
	mutants = 300
)

// with is files with other bytes for one of them.
func with(files fstest.MapFS, file string, data []byte) fstest.MapFS {
	changed := maps.Clone(files)
	changed[file] = &fstest.MapFile{Data: data}
	return changed
}

// cut reads a file that ends too early at many places: whole conversations come before, then exactly one word about
// the place, unless nothing is missing.
func (e Exam) cut(t *testing.T, files fstest.MapFS, all []string, file string) {
	data := files[file].Data
	alone := source.Input{FS: files, Files: []string{file}, Label: file}
	whole := Read(t, e.Source, alone)
	for i := range cuts {
		end := len(data) * i / cuts
		alone.FS = with(files, file, data[:end])
		got := Read(t, e.Source, alone)
		n := len(got.Conversations)
		if n > len(whole.Conversations) || n > 0 && !reflect.DeepEqual(got.Conversations, whole.Conversations[:n]) && !e.shorter(file, got, whole) {
			t.Errorf("%s cut at byte %d: other conversations than in the whole file", file, end)
		}
		if end == 0 || data[end-1] == '\n' || e.Cuts != nil && !e.Cuts(file) {
			continue
		}
		if n < len(whole.Conversations) && got.Err == nil {
			t.Errorf("%s cut at byte %d: %d of %d conversations, and no error", file, end, n, len(whole.Conversations))
		}
		if got.Err != nil && got.Err.Place == "" {
			t.Errorf("%s cut at byte %d: the error names no place: %v", file, end, got.Err)
		}
		if len(got.Failed) > len(whole.Failed) {
			t.Errorf("%s cut at byte %d: told more than once: %v", file, end, got.Failed)
		}
	}
}

// shorter says whether only the last conversation of a file is another one, in its last message: where nothing tells a
// person that the end is missing, it is the conversation as far as it goes.
func (e Exam) shorter(file string, got, whole Outcome) bool {
	last := len(got.Conversations) - 1
	return e.Cuts != nil && !e.Cuts(file) && reflect.DeepEqual(got.Conversations[:last], whole.Conversations[:last]) &&
		begins(&got.Conversations[last], &whole.Conversations[last])
}

// grow reads a file that is one conversation as it was earlier, when it was shorter: its messages are the first of the
// whole's, and a last line that is cut off is told with its place.
func (e Exam) grow(t *testing.T, files fstest.MapFS, all []string, file string) {
	data := files[file].Data
	alone := source.Input{FS: files, Files: []string{file}, Label: file}
	whole := Read(t, e.Source, alone)
	for i := range cuts {
		end := len(data) * i / cuts
		alone.FS = with(files, file, data[:end])
		got := Read(t, e.Source, alone)
		if got.Err != nil || len(got.Failed) > 0 {
			t.Errorf("%s cut at byte %d: %v, %v", file, end, got.Err, got.Failed)
		}
		line := data[bytes.LastIndexByte(data[:end], '\n')+1 : end]
		isCut := len(bytes.TrimSpace(line)) > 0 && !jsontext.Value(line).IsValid()
		for k := range got.Conversations {
			c := &got.Conversations[k]
			if k < len(whole.Conversations) && !begins(c, &whole.Conversations[k]) {
				t.Errorf("%s cut at byte %d: its messages are not the first of the whole file", file, end)
			}
			if told := strings.Contains(strings.Join(c.Notes, "\n"), "the last line is cut off"); k == 0 && told != isCut {
				t.Errorf("%s cut at byte %d: cut off is %v, told is %v", file, end, isCut, told)
			}
		}
	}
}

// begins says whether all messages of c are in whole, in the same order.
func begins(c, whole *chat.Conversation) bool {
	at := 0
	for i := range c.Messages {
		for at < len(whole.Messages) && whole.Messages[at].ID != c.Messages[i].ID {
			at++
		}
		if at == len(whole.Messages) {
			return false
		}
	}
	return true
}

// mutate reads a file with random damage, the same at every run: no panic, no endless reading, and whatever is read
// still holds together.
func (e Exam) mutate(t *testing.T, files fstest.MapFS, all []string, file string) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range mutants {
		data := damaged(random, files[file].Data)
		read := all
		if e.Grows && i%10 > 0 { // each file is a conversation of its own; only now and then are all of them read
			read = []string{file}
		}
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Errorf("%s, damage %d: panic: %v\n%.2000q", file, i, p, data)
				}
			}()
			Read(t, e.Source, source.Input{FS: with(files, file, data), Files: read, Label: file})
		}()
		if t.Failed() {
			t.Fatalf("%s: damage %d is not borne", file, i)
		}
	}
}

// damaged returns data with one to three bytes changed, taken out or put in, or a stretch repeated or lost.
func damaged(random *rand.Rand, data []byte) []byte {
	out := append([]byte(nil), data...)
	signs := []byte("{}[]\",:\\0n \x00\xff\xed\n")
	for range 1 + random.IntN(3) {
		if len(out) < 2 {
			return out
		}
		at := random.IntN(len(out))
		to := min(len(out), at+1+random.IntN(40))
		switch random.IntN(5) {
		case 0:
			out[at] = byte(random.IntN(256))
		case 1:
			out[at] = signs[random.IntN(len(signs))]
		case 2:
			out = append(out[:at], out[to:]...)
		case 3:
			out = append(out[:to:to], out[at:]...)
		case 4:
			out = append(out[:at:at], append([]byte{signs[random.IntN(len(signs))]}, out[at:]...)...)
		}
	}
	return out
}

// FuzzTraps is Fuzz with the files of all traps for samples, each under that name.
func FuzzTraps(f *testing.F, s source.Source, name string) {
	exports, _ := Traps(f)
	var samples [][]byte
	for _, file := range exports {
		samples = append(samples, file.Data)
	}
	Fuzz(f, s, name, samples...)
}

// Fuzz is the body of a reader's fuzz test: it adds the samples, and reads whatever the fuzzer makes of them.
func Fuzz(f *testing.F, s source.Source, name string, samples ...[]byte) {
	for _, sample := range samples {
		f.Add(sample)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := source.Input{FS: fstest.MapFS{name: {Data: data}}, Files: []string{name}, Label: fmt.Sprintf("fuzzed %s", name)}
		Read(t, s, in)
	})
}
