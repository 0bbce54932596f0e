// Bench measures what Loquat takes: import, search and export of generated ChatGPT exports of 100 MB and 1 GB, with the
// baselines beside it in the same run when they are there. `make bench` runs it; its words are the sizes in MB to
// measure and "quick" to leave the baselines out.
package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"loquat/bench/gen"
)

// baselines is where the programs that a person would otherwise use are kept, outside the repository.
const baselines = "../shared/design/perf/baselines"

// bench is one run: where it works and what it found so far.
type bench struct {
	dir     string // scratch
	program string
	quick   bool
	rows    []row
}

func main() {
	if err := measure(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(words []string) error {
	program, err := filepath.Abs("build/bin/loquat")
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(".cache/bench")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	b := &bench{dir: dir, program: program}
	var sizes []int64
	for _, w := range words {
		if w == "quick" {
			b.quick = true
			continue
		}
		mb, err := strconv.ParseInt(w, 10, 64)
		if err != nil {
			return fmt.Errorf("%q is neither a size in MB nor \"quick\"", w)
		}
		sizes = append(sizes, mb*1e6)
	}
	if len(sizes) == 0 {
		sizes = []int64{100e6, 1000e6}
	}
	if _, err := os.Stat(baselines); err != nil {
		fmt.Fprintln(os.Stderr, "The baselines are not here, so only Loquat is measured.")
		b.quick = true
	}
	fmt.Printf("%s\n\n", machine())
	for _, size := range sizes {
		if err := b.size(size); err != nil {
			return err
		}
	}
	table(b.rows)
	return b.searches()
}

// size measures everything at one size.
func (b *bench) size(size int64) error {
	name := fmt.Sprintf("%d MB", size/1e6)
	plain, zipped, err := b.export(size)
	if err != nil {
		return err
	}
	if err := b.imports(name, plain, zipped, size); err != nil {
		return err
	}
	return b.exports(name, size)
}

// export makes the generated export as JSON and as a ZIP, or takes the ones an earlier run made.
func (b *bench) export(size int64) (plain, zipped string, err error) {
	plain = filepath.Join(b.dir, fmt.Sprintf("export-%d.json", size/1e6))
	zipped = filepath.Join(b.dir, fmt.Sprintf("export-%d.zip", size/1e6))
	if _, err := os.Stat(zipped); err == nil {
		return plain, zipped, nil
	}
	f, err := os.Create(plain)
	if err != nil {
		return "", "", err
	}
	stats, err := gen.Write(f, size, 1)
	if err != nil {
		return "", "", err
	}
	if err := f.Close(); err != nil {
		return "", "", err
	}
	fmt.Fprintf(os.Stderr, "generated %d bytes, %d conversations, %d messages, sha256 %s\n", stats.Bytes, stats.Conversations, stats.Messages, stats.SHA256)
	return plain, zipped, zipFile(plain, zipped)
}

// zipFile packs path as conversations.json, as the real export does.
func zipFile(path, to string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to + ".part")
	if err != nil {
		return err
	}
	defer out.Close()
	z := zip.NewWriter(out)
	w, err := z.Create("conversations.json")
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, in); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.Rename(to+".part", to)
}
