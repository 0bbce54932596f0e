//go:build unix

package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// child makes this test program run a command as the real one does, for signals.
const child = "LOQUAT_TEST_COMMAND"

// TestMain runs the tests, or one command.
func TestMain(m *testing.M) {
	if args := os.Getenv(child); args != "" {
		os.Exit(Main(strings.Split(args, "\x1f"), "9.9"))
	}
	os.Exit(m.Run())
}

// interrupt runs a command and sends it a signal as soon as ready says that it is at work; it returns the exit code and
// what the command wrote.
func interrupt(t *testing.T, sig os.Signal, ready func() bool, args ...string) (code int, out, said string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), child+"="+strings.Join(args, "\x1f"))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	for !ready() {
		select {
		case <-ended:
			t.Fatalf("loquat %v ended before it was interrupted, with %d: %s%s", args, cmd.ProcessState.ExitCode(), &stdout, &stderr)
		case <-time.After(time.Millisecond):
		}
	}
	cmd.Process.Signal(sig)
	<-ended
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// TestCtrlCLeavesNothingBehind interrupts an import and an export, and asks afterwards: 130, whole conversations, no dataset, no
// half files, and the library opens as if nothing had been.
func TestCtrlCLeavesNothingBehind(t *testing.T) {
	s := newShell(t)
	const n = 12000
	path := teaFile(t, n)
	s.run(exitDone, "import", teaFile(t, 10))
	written := func() bool {
		wal, err := os.Stat(filepath.Join(s.dir, "library.db-wal"))
		return err == nil && wal.Size() > 1<<20
	}
	code, out, said := interrupt(t, os.Interrupt, written, "--library", s.dir, "import", path)
	if code != exitCancelled || out != "" || !strings.Contains(said, "cancelled") {
		t.Errorf("an interrupted import: code %d, prints %q, says %q", code, out, said)
	}
	if d := s.json(exitDone, "list", "--limit", "1"); d["total"].(float64) <= 0 || d["total"].(float64) >= n {
		t.Errorf("an interrupted import leaves %v conversations", d["total"])
	}
	s.run(exitDone, "import", path)
	begun := func() bool {
		found, _ := filepath.Glob(filepath.Join(s.dir, "datasets", ".tmp-*", "*"))
		return len(found) > 0
	}
	code, out, said = interrupt(t, syscall.SIGTERM, begun, "--library", s.dir, "export", "--name", "teas", "--file-format", "parquet", "--json")
	if code != exitCancelled || !strings.Contains(out, `"code":"cancelled"`) || !strings.Contains(said, "cancelled") {
		t.Errorf("an interrupted export: code %d, prints %q, says %q", code, out, said)
	}
	if left, err := os.ReadDir(filepath.Join(s.dir, "datasets")); err != nil || len(left) != 0 {
		t.Errorf("an interrupted export leaves %v (%v)", left, err)
	}
	if d := s.json(exitDone, "dataset", "list"); len(d["datasets"].([]any)) != 0 {
		t.Errorf("an interrupted export leaves %v", d)
	}
}
