package exporter

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/parquet-go/parquet-go"

	"loquat/backend/chat"
)

// openParquet opens a table; one in a ZIP is copied to a file that can be read at any place.
func (r *rows) openParquet(ctx context.Context, f fs.File, in io.Reader, name string) error {
	file, ok := f.(*os.File)
	if !ok {
		copied, err := os.CreateTemp("", "loquat-*.parquet")
		if err != nil {
			return errors.Join(err, f.Close())
		}
		r.close = func() error { return errors.Join(copied.Close(), os.Remove(copied.Name()), f.Close()) }
		switch _, err := io.Copy(copied, &until{ctx, in}); {
		case ctx.Err() != nil, diskFull(err):
			return errors.Join(asError(ctx, err), r.close())
		case err != nil:
			return errors.Join(damagedFile(name, 0, err), r.close())
		}
		file = copied
	}
	table, err := openTable(file)
	if err != nil {
		return errors.Join(damagedFile(name, 0, err), r.close())
	}
	r.format, r.all = chat.Parquet, r.parquetRows(ctx, table, name)
	return nil
}

// until reads until ctx ends.
type until struct {
	ctx context.Context
	io.Reader
}

// Read reads from the reader.
func (u *until) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.Reader.Read(b)
}

// parquetRows yields the rows of a table.
func (r *rows) parquetRows(ctx context.Context, table *parquet.File, name string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		n := 0
		for _, group := range table.RowGroups() {
			if group.NumRows() == 0 {
				continue // of which the library can read no end
			}
			in, err := groupRows(group)
			if err != nil {
				yield(row{}, damagedFile(name, n+1, err))
				return
			}
			buffer := make([]parquet.Row, 1)
			for ctx.Err() == nil {
				record, err := parquetRow(table.Schema(), in, buffer)
				if err == io.EOF {
					break
				}
				if n++; err != nil {
					yield(row{}, damagedFile(name, n, err))
					_ = in.Close()
					return
				}
				r.read = int64(float64(r.size) * float64(n) / float64(max(table.NumRows(), 1)))
				if !yield(row{json: record}, nil) {
					_ = in.Close()
					return
				}
			}
			_ = in.Close() // what was read is read
		}
	}
}

// groupRows opens a row group.
func groupRows(group parquet.RowGroup) (rows parquet.Rows, err error) {
	defer rescueParquet(&err)
	return group.Rows(), nil
}

// parquetRow reads the next row as JSON; io.EOF when there is none.
func parquetRow(schema *parquet.Schema, in parquet.Rows, buffer []parquet.Row) (record []byte, err error) {
	defer rescueParquet(&err)
	n, err := in.ReadRows(buffer)
	if n == 0 {
		if err == nil {
			err = io.ErrNoProgress
		}
		return nil, err
	}
	var value any
	if err := schema.Reconstruct(&value, buffer[0]); err != nil {
		return nil, err
	}
	return json.Marshal(asText(value), lenient)
}

// asText makes texts of bytes, and nothing of numbers that JSON has no word for.
func asText(value any) any {
	switch v := value.(type) {
	case []byte:
		return string(v)
	case float32:
		return asText(float64(v))
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case map[string]any:
		for name, inner := range v {
			v[name] = asText(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = asText(inner)
		}
	}
	return value
}
