package importer

import (
	"errors"
	"slices"
	"strings"

	"loquat/backend/chat"
)

// unknownFormat is the error for a file that no source recognises.
func unknownFormat(file, reason string) *chat.Error {
	names := make([]string, 0, len(Sources))
	for _, s := range Sources {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	return &chat.Error{Code: chat.CodeUnknownFormat, File: file, Reason: reason, Advice: "this version reads " + strings.Join(names, ", ")}
}

func unreadable(file string, err error) *chat.Error {
	if e := asError(file, err); e.Code != chat.CodeInternal {
		return e
	}
	return &chat.Error{Code: chat.CodeCorrupt, File: file, Reason: "it cannot be read: " + cause(err), Advice: "check the file, or export it again", Err: err}
}

// asError makes a *chat.Error that names the file; nil stays nil.
func asError(file string, err error) *chat.Error {
	if err == nil {
		return nil
	}
	e := (*chat.Error)(nil)
	if !errors.As(err, &e) {
		return &chat.Error{Code: chat.CodeInternal, File: file, Reason: err.Error(), Err: err}
	}
	named := *e
	if named.File == "" {
		named.File = file
	}
	return &named
}
