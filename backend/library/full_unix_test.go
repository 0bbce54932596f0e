//go:build linux

package library

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"loquat/backend/chat"
)

// mount puts a small file system of its own at a new folder; without the right to do that the test is skipped.
func mount(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size+",mode=0700"); err != nil {
		t.Skipf("a full disk needs the right to mount one: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// fill takes all the space that is left below dir but keep bytes, and returns what gives it back.
func fill(t *testing.T, dir string, keep int64) (free func()) {
	t.Helper()
	var about syscall.Statfs_t
	try(t, syscall.Statfs(dir, &about))
	path := filepath.Join(dir, "ballast")
	size := int64(about.Bavail)*about.Bsize - keep
	try(t, os.WriteFile(path, make([]byte, max(size, 0)), 0o600))
	return func() { os.Remove(path) }
}

// TestFullDiskCostsNothing fills the disk below a library. An import says so, and its report counts exactly what is there; an
// export and a download say so and leave nothing; with room again everything goes on.
func TestFullDiskCostsNothing(t *testing.T) {
	disk := mount(t, "24m")
	l := openIn(t, filepath.Join(disk, "library"))
	_, err := l.Import(t.Context(), []string{chatGPTExport(t, 300, 4)}, nil)
	try(t, err)

	free := fill(t, disk, 64<<10)
	_, err = l.Export(t.Context(), request("tea", chat.JSONL), nil)
	checkCode(t, "export", err, chat.CodeDiskFull)
	if left := folders(t, l); len(left) != 0 {
		t.Errorf("an export on a full disk leaves %v", left)
	}
	more := strings.ReplaceAll(readFile(t, chatGPTExport(t, 3000, 20)), "conv-", "more-")
	r, err := l.Import(t.Context(), []string{writeFile(t, "conversations.json", more)}, nil)
	checkCode(t, "import", err, chat.CodeDiskFull)
	checkCounts(t, r)
	free()

	if n, err := l.Count(t.Context(), everything()); err != nil || n != 300+r.Conversations.New {
		t.Errorf("the library has %d conversations (%v), want 300 and the %d of the report", n, err, r.Conversations.New)
	}
	_, err = l.Export(t.Context(), request("tea", chat.JSONL), nil)
	try(t, err)
	free = fill(t, disk, 4<<10)
	target := filepath.Join(disk, "tea.zip")
	checkCode(t, "download", l.DownloadDataset(t.Context(), "tea", target, nil), chat.CodeDiskFull)
	if left, _ := filepath.Glob(filepath.Join(disk, ".loquat-*")); len(left) != 0 {
		t.Errorf("a download on a full disk leaves %v", left)
	}
	free()
	try(t, l.DownloadDataset(t.Context(), "tea", target, nil))
}

// checkCounts is checkSum for a report in which one line stands for many that failed together.
func checkCounts(t *testing.T, r chat.ImportReport) {
	t.Helper()
	n := r.Conversations
	if n.Found != n.New+n.Updated+n.Unchanged+n.Skipped+n.Failed || n.Failed == 0 || len(r.Failed) == 0 || r.Error == "" {
		t.Errorf("the report is %+v, failed %+v, error %q", n, r.Failed, r.Error)
	}
}

// readFile reads a file.
func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	try(t, err)
	return string(text)
}

// TestReadOnlyLibrary puts a library on a disk that cannot be written: opening it says so, in the right words.
func TestReadOnlyLibrary(t *testing.T) {
	disk := mount(t, "24m")
	dir := filepath.Join(disk, "library")
	l := openIn(t, dir)
	_, err := l.Import(t.Context(), []string{chatGPTExport(t, 3, 4)}, nil)
	try(t, err)
	try(t, l.Close())
	try(t, syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	_, err = Open(t.Context(), dir)
	checkCode(t, "opening", err, chat.CodeReadOnly)
}

// TestLibraryIsOneWriters: a second writer is told who has it; a reader beside it works.
func TestLibraryIsOneWriters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	_, err := OpenReader(t.Context(), dir)
	checkCode(t, "reading what is not there", err, chat.CodeNotFound)
	if _, err := os.Stat(dir); err == nil {
		t.Error("reading makes the folder")
	}
	l := openIn(t, dir)
	_, err = l.Import(t.Context(), []string{chatGPTExport(t, 3, 4)}, nil)
	try(t, err)
	_, err = Open(t.Context(), dir)
	checkCode(t, "a second writer", err, chat.CodeLocked)
	reader, err := OpenReader(t.Context(), dir)
	try(t, err)
	defer reader.Close()
	if n, err := reader.Count(t.Context(), everything()); err != nil || n != 3 {
		t.Errorf("a reader beside the writer counts %d (%v), want 3", n, err)
	}
	checkCode(t, "a reader that writes", reader.DeleteDataset(t.Context(), "tea"), chat.CodeNotFound)
	_, err = reader.SetTags(t.Context(), everything(), []string{"x"}, nil)
	checkCode(t, "a reader that tags", err, chat.CodeReadOnly)
}
