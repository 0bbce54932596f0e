package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"loquat/backend/chat"
)

// row is one row as the driver gives it. Reading a column that is NULL gives the zero value; the first column that holds
// another type than asked for is the row's error.
//
// What reads many rows reads them from the driver: database/sql would lock, check and convert for every column, which
// takes as long again as SQLite does.
type row struct {
	columns []driver.Value
	err     error
}

// text reads a text.
func (r *row) text(column int) string {
	switch v := r.columns[column].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		r.wrong(column, "text", v)
		return ""
	}
}

// number reads a number that may be unknown.
func (r *row) number(column int) (n int64, known bool) {
	switch v := r.columns[column].(type) {
	case nil:
		return 0, false
	case int64:
		return v, true
	default:
		r.wrong(column, "number", v)
		return 0, false
	}
}

// int reads a number that is 0 when it is not there.
func (r *row) int(column int) int {
	n, _ := r.number(column)
	return int(n)
}

// flag reads a flag.
func (r *row) flag(column int) bool {
	n, _ := r.number(column)
	return n != 0
}

// count reads a number; nil when it is unknown.
func (r *row) count(column int) *int64 {
	if n, known := r.number(column); known {
		return &n
	}
	return nil
}

// time reads milliseconds, and from the column after them whether they are guessed.
func (r *row) time(column int) chat.Time {
	ms, known := r.number(column)
	return chat.Time{MS: ms, Valid: known, Guessed: r.flag(column + 1)}
}

func (r *row) wrong(column int, wanted string, v driver.Value) {
	if r.err == nil {
		r.err = fmt.Errorf("column %d is stored as %T and should be a %s", column, v, wanted)
	}
}

// statement is a query prepared on a connection of the driver.
type statement struct{ driver.Stmt }

func prepare(ctx context.Context, conn driver.ConnPrepareContext, query string) (statement, error) {
	s, err := conn.PrepareContext(ctx, query)
	return statement{s}, err
}

// query begins to read the rows whose first column, a number, is between first and last.
func (s statement) query(ctx context.Context, first, last int64) (*cursor, error) {
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, []driver.NamedValue{{Ordinal: 1, Value: first}, {Ordinal: 2, Value: last}})
	if err != nil {
		return nil, err
	}
	return &cursor{rows: rows, row: row{columns: make([]driver.Value, len(rows.Columns()))}}, nil
}

// cursor walks through rows in the order of their ids, and holds one row until its turn comes.
type cursor struct {
	row
	rows  driver.Rows
	at    int64 // id of the row held: its first column
	held  bool
	ended bool // the driver would begin anew
}

// next holds the next row, unless one is held; false when there is none.
func (c *cursor) next() (bool, error) {
	if c.held || c.ended {
		return c.held, nil
	}
	if err := c.rows.Next(c.columns); errors.Is(err, io.EOF) {
		c.ended = true
		return false, nil
	} else if err != nil {
		return false, err
	}
	c.at, c.held = int64(c.int(0)), true
	return true, c.err
}

// upTo calls take for every row whose id is at most last.
func (c *cursor) upTo(last int64, take func() error) error {
	for {
		if more, err := c.next(); err != nil || !more || c.at > last {
			return err
		}
		if err := errors.Join(take(), c.err); err != nil {
			return err
		}
		c.held = false
	}
}

// close ends the query; a nil cursor has none.
func (c *cursor) close() {
	if c != nil {
		c.rows.Close()
	}
}
