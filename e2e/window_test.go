//go:build e2e

// Package e2e drives the real window of the real program with WebDriver, its native dialogs with xdotool, and drops
// real files on it. Run it with `make e2e`.
package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// program is the built program; `make e2e` builds it first.
func program(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../build/bin/loquat")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// shim builds the automation shim once for all tests.
var shim = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "loquat-e2e")
	if err != nil {
		return "", err
	}
	flags, err := exec.Command("pkg-config", "--cflags", "--libs", "webkit2gtk-4.1").Output()
	if err != nil {
		return "", fmt.Errorf("pkg-config webkit2gtk-4.1: %w", err)
	}
	path := filepath.Join(dir, "shim.so")
	args := append([]string{"-shared", "-fPIC", "-o", path, "testdata/shim.c"}, strings.Fields(string(flags))...)
	if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("gcc: %w\n%s", err, out)
	}
	return path, nil
})

// home is a person's own folder for one test; several windows may be opened in it one after the other.
type home struct {
	dir     string
	library string
}

func newHome(t *testing.T) home {
	t.Helper()
	dir, err := os.MkdirTemp("", "loquat-home")
	if err != nil {
		t.Fatal(err)
	}
	// WebKit's helper processes may still be writing their caches when the program has gone, so t.TempDir would fail.
	t.Cleanup(func() {
		for range 50 {
			if os.RemoveAll(dir) == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	})
	return home{dir: dir, library: filepath.Join(dir, "library")}
}

// env is what a program started in this home sees.
func (h home) env(extra ...string) []string {
	return append(append(os.Environ(), "HOME="+h.dir, "XDG_CONFIG_HOME="+h.dir+"/config", "XDG_DATA_HOME="+h.dir+"/data",
		"XDG_CACHE_HOME="+h.dir+"/cache", "LOQUAT_LIBRARY="+h.library, "LANG=C.UTF-8", "TZ=UTC"), extra...)
}

// loquat runs the command line on this home's library and returns what it printed.
func (h home) loquat(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	cmd.Env = h.env()
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("loquat %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

// open opens the window in this home and ends it with the test.
func (h home) open(t *testing.T, env ...string) *session {
	t.Helper()
	if os.Getenv("DISPLAY") == "" {
		t.Fatal("no DISPLAY: run `make e2e`, which brings a screen of its own")
	}
	so, err := shim()
	if err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(h.dir, "window.log")
	wrapper := filepath.Join(h.dir, "run.sh")
	script := fmt.Sprintf("#!/bin/sh\necho $$ > '%s/pid'\nLD_PRELOAD='%s' exec '%s' 2>>'%s'\n", h.dir, so, program(t), log)
	if err := os.WriteFile(wrapper, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	base := startDriver(t, h.env(env...))
	v, err := call("POST", base+"/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"webkitgtk:browserOptions": map[string]any{"binary": wrapper, "args": []string{}}}}})
	if err != nil {
		t.Fatalf("the window did not open: %v\n%s", err, read(log))
	}
	s := &session{t: t, base: base + "/session/" + v.(map[string]any)["sessionId"].(string)}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the program wrote:\n%s", read(log))
		}
		h.kill("TERM")
	})
	s.find("//main")
	return s
}

// kill ends the window of this home, if it still runs, and waits until it has gone.
func (h home) kill(signal string) {
	pid := strings.TrimSpace(read(filepath.Join(h.dir, "pid")))
	if pid == "" {
		return
	}
	_ = exec.Command("kill", "-"+signal, pid).Run()
	for range 100 {
		if !h.runs() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	_ = exec.Command("kill", "-KILL", pid).Run()
}

// runs says whether the window of this home still runs.
func (h home) runs() bool {
	return exec.Command("kill", "-0", strings.TrimSpace(read(filepath.Join(h.dir, "pid")))).Run() == nil
}

// startDriver starts WebKitWebDriver and returns its address.
func startDriver(t *testing.T, env []string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	driver := exec.Command("WebKitWebDriver", fmt.Sprintf("--port=%d", port))
	driver.Env = env
	if err := driver.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = driver.Process.Kill(); _ = driver.Wait() })
	base := fmt.Sprintf("http://127.0.0.1:%d", port)
	for range 200 {
		if _, err = call("GET", base+"/status", nil); err == nil {
			return base
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("WebKitWebDriver does not answer: %v", err)
	return ""
}

// read returns a file's text, or nothing.
func read(path string) string {
	b, _ := os.ReadFile(path)
	return string(b)
}

// shot takes a picture of the whole screen for a person to look at after a failure.
func shot(t *testing.T, name string) {
	path := filepath.Join(os.TempDir(), strings.NewReplacer("/", "-", " ", "-").Replace(name)+".png")
	if out, err := exec.Command("import", "-window", "root", path).CombinedOutput(); err != nil {
		t.Logf("no picture: %v %s", err, out)
		return
	}
	t.Logf("a picture of the screen is at %s", path)
}
