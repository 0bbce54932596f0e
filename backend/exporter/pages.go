package exporter

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
)

// zipPages adds each page of a stored data file as a file of its own.
func zipPages(z *zip.Writer, in *source, file string, modified time.Time) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	in.file = f
	lines := bufio.NewReaderSize(in, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		var r pageRecord
		if err := json.Unmarshal(line, &r, lenient); err != nil || r.File == nil || r.Text == nil {
			return errors.Join(errUnknownColumns, err)
		}
		out, err := z.CreateHeader(&zip.FileHeader{Name: filepath.Base(*r.File), Method: zip.Deflate, Modified: modified})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, *r.Text); err != nil {
			return err
		}
	}
}
