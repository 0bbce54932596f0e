package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// figure is what one run of a program took.
type figure struct {
	wall, cpu time.Duration
	peak      int64 // resident bytes at the most, of the program itself
}

// run runs a command and measures it as a whole process; its error holds what it wrote to stderr.
func run(name string, args ...string) (figure, error) {
	cmd := exec.Command(name, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return figure{}, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, stderr.String())
	}
	f := figure{wall: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		f.peak = usage.Maxrss * 1024 // Linux counts kilobytes
	}
	return f, nil
}

// row is one line of the table: ours beside a baseline's, or alone when there is none.
type row struct {
	what     string
	bytes    int64 // of input, for MB/s
	ours     figure
	baseline *figure
	against  string
	target   string
}

// machine names what the figures were measured on, and how busy it was.
func machine() string {
	load, _ := os.ReadFile("/proc/loadavg")
	return fmt.Sprintf("%d cores, %s, %s, load %s", runtime.NumCPU(), runtime.Version(), time.Now().UTC().Format("2006-01-02 15:04"), strings.TrimSpace(string(load)))
}

// table prints rows as Markdown, as docs/BENCHMARKS.md holds it.
func table(rows []row) {
	fmt.Println("| what | wall s | MB/s | CPU s | peak MB | baseline | wall s | CPU s | peak MB | ours / baseline, wall | CPU | target |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|---|---|---|")
	for _, r := range rows {
		wall := r.ours.wall.Seconds()
		fmt.Printf("| %s | %.2f | %.0f | %.2f | %d |", r.what, wall, float64(r.bytes)/1e6/wall, r.ours.cpu.Seconds(), r.ours.peak/1e6)
		if b := r.baseline; b != nil {
			fmt.Printf(" %s | %.2f | %.2f | %d | **%.2f** | %.2f | %s |\n", r.against, b.wall.Seconds(), b.cpu.Seconds(), b.peak/1e6,
				wall/b.wall.Seconds(), r.ours.cpu.Seconds()/b.cpu.Seconds(), r.target)
		} else {
			fmt.Println(" – | – | – | – | – | – | – |")
		}
	}
}
