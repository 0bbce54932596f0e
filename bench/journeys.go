package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// library is the folder that the last import filled; exports and searches use it.
func (b *bench) library() string { return filepath.Join(b.dir, "library") }

// pythonLibrary is the database the Python baseline filled from the same export.
func (b *bench) pythonLibrary() string { return filepath.Join(b.dir, "python.db") }

// patience is how long a pair may take and still be run again.
const patience = time.Minute

// pair runs ours and the baseline, if there is one, in turn: twice unless that takes too long. It keeps the faster run of
// each.
func (b *bench) pair(r row, ours, baseline func() (figure, error)) error {
	start := time.Now()
	for round := 0; round < 2 && time.Since(start) < patience; round++ {
		f, err := ours()
		if err != nil {
			return err
		}
		if r.ours.wall == 0 || f.wall < r.ours.wall {
			r.ours = f
		}
		if baseline == nil || b.quick {
			continue
		}
		if f, err = baseline(); err != nil {
			return err
		}
		if r.baseline == nil || f.wall < r.baseline.wall {
			r.baseline = &f
		}
	}
	b.rows = append(b.rows, r)
	fmt.Fprintf(os.Stderr, "%s: %.2f s\n", r.what, r.ours.wall.Seconds())
	return nil
}

// imports measures an import into an empty library, with the full-text index and raw records kept: of the JSON alone, and
// of the ZIP beside the baseline.
func (b *bench) imports(name, plain, zipped string, size int64) error {
	from := func(path string) func() (figure, error) {
		return func() (figure, error) {
			if err := os.RemoveAll(b.library()); err != nil {
				return figure{}, err
			}
			return run(b.program, "import", path, "--library", b.library(), "--quiet")
		}
	}
	python := func() (figure, error) {
		return run("python3", filepath.Join(baselines, "import_py.py"), zipped, b.pythonLibrary(), "--fts", "unicode61")
	}
	if err := b.pair(row{what: "import " + name + " JSON", bytes: size}, from(plain), nil); err != nil {
		return err
	}
	return b.pair(row{what: "import " + name + " ZIP", bytes: size, against: "import_py.py --fts", target: "≤ 0.80"}, from(zipped), python)
}

// exports measures the three file formats and the ZIP.
func (b *bench) exports(name string, size int64) error {
	for _, f := range []struct{ format, target string }{{"jsonl", "≤ 0.35"}, {"csv", "≤ 0.20"}} {
		out := filepath.Join(b.dir, "python."+f.format)
		python := func() (figure, error) {
			return run("python3", filepath.Join(baselines, "export_py.py"), b.pythonLibrary(), out, "--fmt", f.format)
		}
		if err := b.exportAs(name, f.format, size, "export_py.py", f.target, python); err != nil {
			return err
		}
	}
	duck, err := b.duckDB()
	if err != nil {
		return err
	}
	if err := b.exportAs(name, "parquet", size, "DuckDB COPY", "≤ 1.43", duck); err != nil {
		return err
	}
	return b.pair(row{what: "ZIP of the " + name + " JSONL", bytes: size}, func() (figure, error) {
		return run(b.program, "dataset", "download", "bench-jsonl", "--output", filepath.Join(b.dir, "dataset.zip"), "--library", b.library(), "--quiet")
	}, nil)
}

func (b *bench) exportAs(name, format string, size int64, against, target string, baseline func() (figure, error)) error {
	dataset := "bench-" + format
	ours := func() (figure, error) {
		_ = exec.Command(b.program, "dataset", "delete", dataset, "--library", b.library(), "--quiet").Run() // of the round before
		return run(b.program, "export", "--name", dataset, "--file-format", format, "--library", b.library(), "--quiet")
	}
	return b.pair(row{what: "export " + name + " to " + format, bytes: size, against: against, target: target}, ours, baseline)
}

// duckDB installs DuckDB from npm once and returns its measured COPY to Parquet, nil when quick.
func (b *bench) duckDB() (func() (figure, error), error) {
	if b.quick {
		return nil, nil
	}
	script := filepath.Join(b.dir, "duck_export.mjs")
	source, err := os.ReadFile(filepath.Join(baselines, "duck_export.mjs"))
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(script, source, 0o644); err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(b.dir, "node_modules/@duckdb/node-api")); err != nil {
		cmd := exec.Command("npm", "install", "--no-audit", "--no-fund", "--prefix", b.dir, "@duckdb/node-api@1.5.6-r.1")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("npm install @duckdb/node-api: %w\n%s", err, out)
		}
	}
	return func() (figure, error) {
		return run("node", script, filepath.Join(b.dir, "python.jsonl"), filepath.Join(b.dir, "duck.parquet"))
	}, nil
}
