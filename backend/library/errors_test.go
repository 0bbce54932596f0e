package library

import (
	"errors"
	"testing"

	"loquat/backend/chat"
)

// checkCode fails unless err is a *chat.Error with that code, a reason and something to do about it.
func checkCode(t *testing.T, what string, err error, code chat.Code) {
	t.Helper()
	var told *chat.Error
	if !errors.As(err, &told) {
		t.Errorf("%s: %v, want an error with code %s", what, err, code)
		return
	}
	if told.Code != code || told.Reason == "" || told.Advice == "" {
		t.Errorf("%s: %+v, want code %s with a reason and advice", what, told, code)
	}
}
