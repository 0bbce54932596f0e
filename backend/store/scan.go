package store

import (
	"fmt"

	"loquat/backend/chat"
)

// The scanners here read a column that may be NULL straight into its place: NULL is the zero value.

// textScan reads text.
type textScan struct{ to *string }

// Scan is part of sql.Scanner.
func (t textScan) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*t.to = ""
	case string:
		*t.to = v
	case []byte:
		*t.to = string(v)
	default:
		return fmt.Errorf("a text is stored as %T", v)
	}
	return nil
}

// timeScan reads milliseconds; NULL is an unknown time.
type timeScan struct{ to *chat.Time }

// Scan is part of sql.Scanner.
func (t timeScan) Scan(v any) error {
	ms, known, err := integer(v)
	t.to.MS, t.to.Valid = ms, known
	return err
}

func integer(v any) (n int64, known bool, err error) {
	switch v := v.(type) {
	case nil:
		return 0, false, nil
	case int64:
		return v, true, nil
	}
	return 0, false, fmt.Errorf("a number is stored as %T", v)
}
