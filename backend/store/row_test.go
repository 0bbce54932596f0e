package store

import (
	"context"
	"database/sql/driver"
	"strings"
	"testing"

	"loquat/backend/chat"
)

// A column that holds something else than it should (a database that another program wrote into) must be an error that
// names it, not an empty text in somebody's dataset.
func TestRowOfAnotherType(t *testing.T) {
	s := open(t)
	put(t, s, talk("c1", "Tea", "Hello."))
	if _, err := s.write.ExecContext(context.Background(), "UPDATE messages SET content = x'00ff'"); err != nil {
		t.Fatal(err)
	}
	for _, err := range s.Each(context.Background(), chat.Selection{Filter: &chat.Filter{}}) {
		if err == nil || !strings.Contains(err.Error(), "column 16 is stored as []uint8") {
			t.Fatalf("the error is %v", err)
		}
	}
}

// A driver begins a finished query anew when it is asked for one row more, so a cursor must not ask.
func TestCursorStopsAtItsEnd(t *testing.T) {
	s := open(t)
	put(t, s, talk("c1", "Tea", "Hello."), talk("c2", "Salt", "Hello."))
	conn, err := s.read.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	seen := 0
	err = conn.Raw(func(c any) error {
		query, err := prepare(context.Background(), c.(driver.ConnPrepareContext), "SELECT id FROM conversations WHERE id BETWEEN ? AND ?")
		if err != nil {
			return err
		}
		defer query.Close()
		rows, err := query.query(context.Background(), 1, 2)
		if err != nil {
			return err
		}
		defer rows.close()
		for range 3 {
			if err := rows.upTo(2, func() error { seen++; return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || seen != 2 {
		t.Fatalf("%d rows were seen, and the error is %v", seen, err)
	}
}
