package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// Private conversations lie in files that only their owner reads, whatever the umask and whoever made the folder.
func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps the rights of the profile folder")
	}
	dir := t.TempDir() + "/a library?#%20"
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := openIn(t, dir)
	c := talk("1", "T", "a")
	c.Messages[0].Attachments = []chat.Attachment{attachment("a.txt", "abc")}
	put(t, s, c)
	seen := 0
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		want := os.FileMode(0o600)
		if err == nil && info.IsDir() {
			want = 0o700
		}
		if seen++; err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has the mode %o", path, info.Mode().Perm())
		}
		return err
	})
	// The folder, files/, files/ab, the attachment, the lock, and two databases with -wal and -shm.
	if err != nil || seen != 11 {
		t.Errorf("%d entries, %v", seen, err)
	}
}

// One process writes; others read what it has written, and cannot change it.
func TestLockAndReader(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a word", "b"))
	_, err := Open(ctx, s.dir)
	if e := wantCode(t, err, chat.CodeLocked); e.File != s.dir {
		t.Errorf("the error names %q", e.File)
	}
	r, err := OpenReader(ctx, s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	put(t, s, talk("2", "Two", "a word more"))
	page, err := r.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: "word"}, Limit: 10})
	if err != nil || page.Total != 2 {
		t.Errorf("the reader finds %d, %v", page.Total, err)
	}
	_, err = r.Rename(ctx, 1, "x")
	wantCode(t, err, chat.CodeReadOnly)
	if _, err := r.BeginImport(ctx, chat.OriginFiles, nil); err == nil {
		t.Error("the reader imports")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openIn(t, s.dir)

	_, err = OpenReader(ctx, t.TempDir())
	wantCode(t, err, chat.CodeNotFound)
}

// A folder that cannot be written is said to be so, not taken for damage.
func TestReadOnlyFolder(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("this user may write everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := Open(ctx, filepath.Join(dir, "library"))
	wantCode(t, err, chat.CodeReadOnly)
}

// A library on a medium that cannot be written, or in another's folder, is read as it lies there.
func TestReaderOfAFolderAtRest(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a word"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r := newStore(s.dir)
	if !r.isAtRest() {
		t.Fatal("a closed library is at rest")
	}
	r.openReaders("immutable=1")
	defer r.Close()
	if page, err := r.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: "word"}, Limit: 1}); err != nil || page.Total != 1 {
		t.Errorf("%d found, %v", page.Total, err)
	}
	if _, err := os.Stat(r.path() + "-shm"); err == nil {
		t.Error("reading made a file")
	}
}

// Damage inside the index is told apart, and the next start repairs it.
func TestDamagedIndex(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a word"))
	if _, err := s.index.ExecContext(ctx, "UPDATE search_data SET block = x'00' WHERE id > 10"); err != nil {
		t.Fatal(err)
	}
	_, err := s.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: "word"}, Limit: 1})
	if e := wantCode(t, err, chat.CodeDamaged); filepath.Base(e.File) != indexName {
		t.Errorf("%+v", e)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openIn(t, s.dir)
	if page, err := s.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: "word"}, Limit: 1}); err != nil || page.Total != 1 {
		t.Errorf("%d found, %v", page.Total, err)
	}
}

// SQLite's own words for trouble reach the person as ours, also through wrapping.
func TestExplain(t *testing.T) {
	s := newStore("dir")
	for _, err := range []error{os.ErrPermission, &os.PathError{Op: "mkdir", Err: os.ErrPermission}} {
		wantCode(t, s.explain(err), chat.CodeReadOnly)
	}
	full := open(t)
	if _, err := full.write.ExecContext(ctx, "PRAGMA max_page_count = 20"); err != nil {
		t.Fatal(err)
	}
	w, err := full.BeginImport(ctx, chat.OriginFiles, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	_, err = w.Put(ctx, talk("1", "T", strings.Repeat("much ", 1<<20)))
	wantCode(t, err, chat.CodeDiskFull)
	if err := s.explain(context.Canceled); err != context.Canceled {
		t.Error(err)
	}
	wantCode(t, s.explain(errors.New("anything else")), chat.CodeInternal)
}

// A damaged database is named, and stays byte for byte as it was.
func TestDamage(t *testing.T) {
	s := open(t)
	var all []*chat.Conversation
	for i := range 200 {
		all = append(all, talk(itoa(i), "T", strings.Repeat("words and words ", 500), "b"))
	}
	put(t, s, all...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(s.path())
	if err != nil {
		t.Fatal(err)
	}
	middle := append([]byte(nil), good...)
	for i := len(middle) / 4; i < len(middle)*3/4; i++ {
		middle[i] = byte(i * 7)
	}
	for name, bad := range map[string][]byte{
		"not a database":      []byte("this is a text that somebody put here, longer than the header of a database is, which has 100 bytes"),
		"a few bytes":         []byte("SQLite"),
		"cut off":             good[:len(good)/2],
		"cut to its header":   good[:100],
		"the first page gone": append(make([]byte, 4096), good[4096:]...),
		"holes":               middle,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, databaseName)
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Open(ctx, dir)
			if e := wantCode(t, err, chat.CodeDamaged); e.File != path || e.Advice == "" {
				t.Errorf("%+v", e)
			}
			if after, err := os.ReadFile(path); err != nil || string(after) != string(bad) {
				t.Error("the damaged file was changed")
			}
		})
	}
}

// The index holds nothing of its own: lost or damaged, it is made anew, and every word is found as before.
func TestIndexIsMadeAnew(t *testing.T) {
	s := open(t)
	put(t, s, talk("1", "One", "a word", "b"), talk("2", "Two", "no", "乌龙茶"))
	index := filepath.Join(s.dir, indexName)
	for name, spoil := range map[string]func() error{
		"gone":    func() error { return os.Remove(index) },
		"garbage": func() error { return os.WriteFile(index, []byte(strings.Repeat("garbage", 1000)), 0o600) },
		"empty":   func() error { return os.Truncate(index, 0) },
		"cut off": func() error { return os.Truncate(index, 20000) },
	} {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		s = openIn(t, s.dir)
		for _, text := range []string{"word", "龙茶"} {
			if page, err := s.List(ctx, chat.ListRequest{Filter: chat.Filter{Text: text}, Limit: 10}); err != nil || page.Total != 1 {
				t.Errorf("%s: %q is found %d times, %v", name, text, page.Total, err)
			}
		}
		checkWhole(t, s)
	}
}

// A database of another program that is called library.db by chance is refused, by writers and readers, and stays as it is.
func TestForeignDatabase(t *testing.T) {
	for _, version := range []string{"0", "1", "99"} {
		dir := t.TempDir()
		path := filepath.Join(dir, databaseName)
		db := sql.OpenDB(connector{dsn: (&Store{dir: dir}).dsn(databaseName, "rwc", readCache)})
		if _, err := db.Exec("CREATE TABLE books (title TEXT); PRAGMA user_version = " + version); err != nil {
			t.Fatal(err)
		}
		db.Close()
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Open(ctx, dir)
		wantCode(t, err, chat.CodeBadRequest)
		_, err = OpenReader(ctx, dir)
		if err == nil {
			t.Error("a reader takes it for a library")
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
			t.Errorf("the database of version %s was changed", version)
		}
	}
}
