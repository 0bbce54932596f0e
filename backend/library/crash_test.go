package library

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loquat/backend/chat"
)

// victim names the environment variable that makes this test program a child to be killed: what it does, and the library.
const victim = "LOQUAT_TEST_VICTIM"

// TestMain runs the tests, or the work of a child to be killed.
func TestMain(m *testing.M) {
	work, dir, ok := strings.Cut(os.Getenv(victim), "=")
	if !ok {
		os.Exit(m.Run())
	}
	if err := victims[work](dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// victims are the works of a child; each tells on stdout when it begins and goes on until it is killed.
var victims = map[string]func(dir string) error{
	// export makes datasets in each file format, and deletes every second one.
	"export": func(dir string) error {
		l, err := Open(context.Background(), dir)
		if err != nil {
			return err
		}
		fmt.Println("begun")
		for i := 0; ; i++ {
			format := []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet}[i%3]
			name, err := l.SuggestName(context.Background(), fmt.Sprintf("d%d", i))
			if err != nil {
				return err
			}
			if _, err := l.Export(context.Background(), request(name, format), nil); err != nil {
				return err
			}
			if i%2 == 1 {
				if err := l.DeleteDataset(context.Background(), name); err != nil {
					return err
				}
			}
		}
	},
	// import reads LIBRARY.json again and again.
	"import": func(dir string) error {
		l, err := Open(context.Background(), dir)
		if err != nil {
			return err
		}
		fmt.Println("begun")
		for {
			if _, err := l.Import(context.Background(), []string{dir + ".json"}, nil); err != nil {
				return err
			}
		}
	},
}

// kill starts a child at work on dir and kills it with SIGKILL so long after it has begun.
func kill(t *testing.T, work, dir string, after time.Duration) {
	t.Helper()
	self, err := os.Executable()
	try(t, err)
	child := exec.Command(self)
	child.Env = append(os.Environ(), victim+"="+work+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	try(t, err)
	try(t, child.Start())
	if _, err := out.Read(make([]byte, 6)); err != nil {
		t.Fatalf("the child did not begin: %v; %v", err, child.Wait())
	}
	time.Sleep(after)
	try(t, child.Process.Kill())
	child.Wait()
}

// points are how often a child is killed. The moments are spread over the first tenths of a second, which is several
// exports long; which step each hits is chance, and every one of them must leave a whole library.
const points = 14

// moment is when the child is killed at point i.
func moment(i int) time.Duration { return time.Duration(i*i) * 1900 * time.Microsecond }

// TestKilledExportsLeaveWholeDatasets kills exports and deletes at many points: afterwards every dataset that has a row has
// all its records, every folder has a row, and nothing is half.
func TestKilledExportsLeaveWholeDatasets(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	const n = 40
	l := openIn(t, dir)
	_, err := l.Import(t.Context(), []string{chatGPTExport(t, n, 4)}, nil)
	try(t, err)
	try(t, l.Close())
	for i := range points {
		kill(t, "export", dir, moment(i))
		l, err := Open(t.Context(), dir)
		try(t, err)
		datasets, err := l.Datasets(t.Context())
		try(t, err)
		if len(l.Problems) > 0 || len(folders(t, l)) != len(datasets) {
			t.Errorf("point %d: %d folders for %d datasets; %q", i, len(folders(t, l)), len(datasets), l.Problems)
		}
		for _, d := range datasets {
			files, err := os.ReadDir(filepath.Join(l.datasetsDir(), d.Dir))
			if p, e := l.PreviewDataset(t.Context(), d.Name, 1000); err != nil || e != nil || len(p.Records) != n || len(files) != 2 {
				t.Errorf("point %d: %s has %d of %d records and %d files (%v, %v)", i, d.Name, len(p.Records), n, len(files), err, e)
			}
		}
		try(t, l.Close())
	}
}

// TestKilledImportsLoseNothing kills imports at many points: afterwards every conversation that is there is whole, what was
// there stays, and importing again completes the library.
func TestKilledImportsLoseNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	const n = 2500
	try(t, os.Rename(chatGPTExport(t, n, 3), dir+".json"))
	before := 0
	for i := range points {
		kill(t, "import", dir, moment(i))
		l, err := Open(t.Context(), dir)
		try(t, err)
		count := 0
		for c, err := range l.store.Each(t.Context(), everything()) {
			if count++; err != nil || len(c.Thread()) != 3 {
				t.Fatalf("point %d: %s has %d messages (%v), want 3", i, c.ExternalID, len(c.Thread()), err)
			}
		}
		if count < before {
			t.Errorf("point %d: %d conversations, there were %d", i, count, before)
		}
		before = count
		try(t, l.Close())
	}
	l := openIn(t, dir)
	r, err := l.Import(t.Context(), []string{dir + ".json"}, nil)
	if err != nil || r.Conversations.New != n-before || r.Conversations.Unchanged != before {
		t.Errorf("the import that completes it: %+v, %v; there were %d", r.Conversations, err, before)
	}
}
