package store

import (
	"context"
	"errors"
	"slices"

	"loquat/backend/chat"
)

// resultCode is one of SQLite's primary result codes (https://www.sqlite.org/rescode.html).
type resultCode int

// The result codes that mean something to a person.
const (
	sqlitePerm     resultCode = 3
	sqliteBusy     resultCode = 5
	sqliteLocked   resultCode = 6
	sqliteReadOnly resultCode = 8
	sqliteCorrupt  resultCode = 11
	sqliteFull     resultCode = 13
	sqliteCantOpen resultCode = 14
	sqliteNotADB   resultCode = 26
)

// explain turns an error of SQLite or of the system into a *chat.Error that names the database. It is the one place
// that knows SQLite's result codes. A nil error, an ended context and a *chat.Error pass as they are.
func (s *Store) explain(err error) error {
	var known *chat.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &chat.Error{Code: chat.CodeInternal, File: s.path(), Reason: "the library's database gave an error: " + err.Error(),
		Advice: "try again; if it stays, restart Loquat", Err: err}
	switch {
	case IsDiskFull(err) || sqliteSays(err, sqliteFull):
		e.Code, e.Reason, e.Advice = chat.CodeDiskFull, "the disk is full", "free some space and try again"
	case sqliteSays(err, sqliteCorrupt, sqliteNotADB):
		return s.damaged(err)
	case IsReadOnly(err) || sqliteSays(err, sqliteReadOnly, sqlitePerm, sqliteCantOpen):
		e.Code, e.Reason, e.Advice = chat.CodeReadOnly, "the library cannot be written", "check the rights of its folder, or choose another library"
	case sqliteSays(err, sqliteBusy, sqliteLocked):
		return s.locked()
	}
	return e
}

// sqliteSays says whether err is one of SQLite's primary result codes.
func sqliteSays(err error, codes ...resultCode) bool {
	code, system, ok := resultOf(err)
	if ok && IsDiskFull(system) {
		code = sqliteFull
	}
	return ok && slices.Contains(codes, code)
}

func (s *Store) damaged(cause error) error {
	return &chat.Error{Code: chat.CodeDamaged, File: s.path(), Reason: "the library's database is damaged, and was left as it is",
		Advice: "put a backup of it in its place, or move it away and import your exports again", Err: cause}
}

func (s *Store) locked() error {
	return &chat.Error{Code: chat.CodeLocked, File: s.dir, Reason: "another Loquat is using this library",
		Advice: "close its window or wait for its command to end"}
}

func notFound(what string) error {
	return &chat.Error{Code: chat.CodeNotFound, Reason: "there is no " + what, Advice: "look it up in the list"}
}

func badRequest(reason, advice string) error {
	return &chat.Error{Code: chat.CodeBadRequest, Reason: reason, Advice: advice}
}
