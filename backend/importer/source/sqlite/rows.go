package sqlite

import (
	"bytes"
	"context"
	"encoding/base64"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/importer/source"
)

// Column is a column of a table that is wanted, when the table has it.
type Column struct {
	Name string
	JSON bool // its text is JSON, and is kept as such
	// Bytes says that it holds no text: its bytes are written in base64.
	Bytes bool
}

// Row is one row of a table as a JSON object: column name to value. It is good until the next row.
type Row struct {
	JSON []byte
	Long bool // it is larger than source.MaxRecord and was passed over; JSON is empty
}

// Rows yields the rows of a table in the order in which they were written. Only the named columns are read. The error is
// a *chat.Error and comes last.
func (d *Database) Rows(ctx context.Context, table string, columns ...Column) iter.Seq2[Row, error] {
	return d.Select(ctx, table, Clause{}, columns...)
}

// Clause says which rows of a table are wanted, and in what order: what stands behind FROM in SQL, with the values of
// its question marks. It is written by a reader, never by a file.
type Clause struct {
	SQL    string
	Values []any
}

// Select is Rows for the rows that the clause names.
func (d *Database) Select(ctx context.Context, table string, clause Clause, columns ...Column) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		columns, err := d.present(ctx, table, columns)
		if err != nil || len(columns) == 0 {
			if err != nil {
				yield(Row{}, broken(err))
			}
			return
		}
		if err := d.rows(ctx, table, clause, columns, yield); err != nil {
			yield(Row{}, broken(err))
		}
	}
}

// present is those of the columns that the table has.
func (d *Database) present(ctx context.Context, table string, columns []Column) ([]Column, error) {
	rows, err := d.QueryContext(ctx, "SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	has := slices.DeleteFunc(slices.Clone(columns), func(c Column) bool { return !slices.Contains(names, c.Name) })
	return has, rows.Err()
}

// rows reads the table. A row that is too large is told by its size before it is read.
func (d *Database) rows(ctx context.Context, table string, clause Clause, columns []Column, yield func(Row, error) bool) error {
	var names, sizes []string
	for _, c := range columns {
		names = append(names, quote(c.Name))
		sizes = append(sizes, "ifnull(length("+quote(c.Name)+"), 0)")
	}
	size := strings.Join(sizes, " + ")
	for i := range names {
		names[i] = "CASE WHEN " + size + " <= ? THEN " + names[i] + " END"
	}
	values := make([]any, len(names))
	for i := range values {
		values[i] = source.MaxRecord
	}
	values = append(values, clause.Values...)
	rows, err := d.QueryContext(ctx, "SELECT "+size+", "+strings.Join(names, ", ")+" FROM "+quote(table)+" "+clause.SQL, values...)
	if err != nil {
		return err
	}
	defer rows.Close()
	values = make([]any, len(columns)+1)
	places := make([]any, len(columns)+1)
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		row := Row{}
		if n, _ := values[0].(int64); n > source.MaxRecord {
			row.Long = true
		} else if row.JSON, err = object(columns, values[1:]); err != nil {
			return err
		}
		if !yield(row, nil) {
			return nil
		}
	}
	return rows.Err()
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// object writes a row as JSON.
func object(columns []Column, values []any) ([]byte, error) {
	var b bytes.Buffer
	e := jsontext.NewEncoder(&b, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	err := e.WriteToken(jsontext.BeginObject)
	for i, c := range columns {
		if err == nil {
			err = e.WriteToken(jsontext.String(c.Name))
		}
		if err == nil {
			err = write(e, values[i], c)
		}
	}
	if err == nil {
		err = e.WriteToken(jsontext.EndObject)
	}
	return bytes.TrimSpace(b.Bytes()), err
}

func write(e *jsontext.Encoder, value any, c Column) error {
	switch v := value.(type) {
	case []byte:
		if c.Bytes {
			return e.WriteToken(jsontext.String(base64.StdEncoding.EncodeToString(v)))
		}
		return write(e, string(v), c)
	case string:
		if raw := jsontext.Value(v); c.JSON && raw.IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)) {
			return e.WriteValue(raw)
		}
		return e.WriteToken(jsontext.String(v))
	case int64:
		return e.WriteToken(jsontext.Int(v))
	case float64:
		return e.WriteToken(jsontext.Float(v))
	case bool:
		return e.WriteToken(jsontext.Bool(v))
	}
	return e.WriteToken(jsontext.Null)
}
