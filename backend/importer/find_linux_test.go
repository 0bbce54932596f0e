package importer

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Looking must not read: the system itself is asked which files were opened meanwhile.
func TestFindOpensNoFile(t *testing.T) {
	c := madeUp(t, "linux", nil, ".claude/projects/p/"+uuid+".jsonl", ".codex/sessions/2026/rollout-a.jsonl", ".codex/auth.json",
		".config/Cursor/User/globalStorage/state.vscdb", ".open-webui/webui.db", "code/.aider.chat.history.md", "code/notes.md")
	watch, err := unix.InotifyInit1(unix.IN_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(watch)
	err = filepath.WalkDir(c.Home, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			_, err = unix.InotifyAddWatch(watch, path, unix.IN_OPEN)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, c); len(got) != 5 {
		t.Errorf("found %q", got)
	}
	if names := openedFiles(t, watch); len(names) > 0 {
		t.Errorf("these files were opened: %q", names)
	}
	if _, err := os.ReadFile(filepath.Join(c.Home, "code/notes.md")); err != nil {
		t.Fatal(err)
	}
	if names := openedFiles(t, watch); len(names) != 1 {
		t.Errorf("a file that is read is seen as %q: this test sees nothing", names)
	}
}

// openedFiles reads which files were opened, folders left out.
func openedFiles(t *testing.T, watch int) (names []string) {
	t.Helper()
	events := make([]byte, 64<<10)
	for {
		n, err := unix.Read(watch, events)
		if err == unix.EAGAIN {
			return names
		} else if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < n; {
			event := (*unix.InotifyEvent)(unsafe.Pointer(&events[at]))
			begin := at + unix.SizeofInotifyEvent
			if event.Mask&unix.IN_ISDIR == 0 {
				names = append(names, string(bytes.TrimRight(events[begin:begin+int(event.Len)], "\x00")))
			}
			at = begin + int(event.Len)
		}
	}
}

// A folder that is closed is told, and hides nothing beside it.
func TestFindTellsClosedFolders(t *testing.T) {
	c := madeUp(t, "linux", nil, ".codex/sessions/2026/rollout-a.jsonl", ".codex/sessions/2027/rollout-b.jsonl")
	closed := filepath.Join(c.Home, ".codex/sessions/2027")
	shut(t, closed)
	result, err := Find(t.Context(), c)
	if err != nil || len(result.Places) != 1 || result.Places[0].Files != 1 {
		t.Errorf("found %+v, %v", result.Places, err)
	}
	told := 0
	for _, p := range result.Problems {
		if p.Where == closed && strings.Contains(p.Reason, "permission denied") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the closed folder is told %d times: %+v", told, result.Problems)
	}
}

// A watched place whose folders are closed must say so: it would be taken for one in which nothing happens. When they are
// open again, what is in them is read.
func TestChangedTellsClosedFolders(t *testing.T) {
	c := madeUp(t, "linux", nil, ".codex/sessions/2026/rollout-a.jsonl", ".codex/sessions/2027/rollout-b.jsonl")
	known := At(c, filepath.Join(c.Home, ".codex"), "")
	first, err := known.Changed(t.Context(), nil)
	if err != nil || first.Files != 2 {
		t.Fatal(first, err)
	}
	closed := filepath.Join(c.Home, ".codex/sessions/2027")
	shut(t, closed)
	change, err := known.Changed(t.Context(), first.Now)
	if err != nil || change.Files != 1 {
		t.Errorf("a folder is closed: %+v, %v", change, err)
	}
	opened, err := known.Open(t.Context(), &change)
	if opened != nil {
		defer opened.Close()
	}
	if err == nil && len(opened.Failed) != 1 || err != nil && !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("reading it does not say what is amiss: %+v, %v", opened, err)
	}
	if again, err := known.Changed(t.Context(), change.Now); err != nil || again.Files != 0 {
		t.Errorf("it is a change each time: %+v, %v", again, err)
	}
	shut(t, known.Path)
	if _, err := known.Changed(t.Context(), change.Now); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("a closed place says %v", err)
	}
	for _, dir := range []string{known.Path, closed} {
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if open, err := known.Changed(t.Context(), change.Now); err != nil || open.Files != 1 {
		t.Errorf("open again: %+v, %v", open, err)
	}
}

// shut closes a folder until the test ends. Root opens everything, so this thread is somebody else from then on.
func shut(t *testing.T, folder string) {
	t.Helper()
	if err := os.Chmod(folder, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o700) })
	if os.Geteuid() != 0 {
		return
	}
	for dir := folder; dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chown(dir, 65534, 65534); err != nil {
			t.Fatal(err)
		}
	}
	runtime.LockOSThread()
	if err := syscall.Setfsuid(65534); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Setfsuid(0) // it gives no error
		runtime.UnlockOSThread()
	})
}
