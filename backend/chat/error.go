package chat

import "strings"

// Code names a kind of error for the program; the sentence is for the person.
type Code string

// The codes an Error can have.
const (
	CodeUnknownFormat  Code = "unknown_format"   // no source recognises the file
	CodeNotFound       Code = "not_found"        // a path, conversation or dataset that is not there
	CodeCorrupt        Code = "corrupt"          // a file that is cut off or damaged
	CodeUnsafe         Code = "unsafe"           // an archive that tries to escape or to explode
	CodeEmpty          Code = "empty"            // nothing to do: an empty file, folder or selection
	CodeNameTaken      Code = "name_taken"       // a dataset of that name exists
	CodeBadName        Code = "bad_name"         // a dataset or file name that breaks the rules
	CodeBadDate        Code = "bad_date"         // a filter date that is no date
	CodeBadRequest     Code = "bad_request"      // any other input that breaks a rule
	CodeNothingToLearn Code = "nothing_to_train" // an export of which no record is left
	CodeLocked         Code = "locked"           // another process writes this library
	CodeReadOnly       Code = "read_only"        // the library cannot be written
	CodeNewer          Code = "newer"            // the library was written by a newer Loquat
	CodeDamaged        Code = "damaged"          // the library's database is damaged
	CodeDiskFull       Code = "disk_full"        // no space left
	CodeBusy           Code = "busy"             // another import or export is running
	CodeCancelled      Code = "cancelled"        // the person cancelled
	CodeInternal       Code = "internal"         // a mistake of ours
)

// Error is an error with a code for the program and, for the person, the file, the place in it, the reason and what to do.
type Error struct {
	Code   Code
	File   string // path or entry as the person knows it; may be empty
	Place  string // "byte 4711", "line 3", "conversation 7"; may be empty
	Reason string // lower-case clause, no full stop: "the JSON is cut off"
	Advice string // imperative clause, no full stop: "export again and import the new file"
	// Suggest is the next free dataset name, with CodeNameTaken.
	Suggest string
	Err     error // the cause, when there is one
}

// Error gives one sentence: file, place: reason; advice.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Place != "" {
			b.WriteString(", ")
		}
	}
	b.WriteString(e.Place)
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(e.Reason)
	if e.Advice != "" {
		b.WriteString("; ")
		b.WriteString(e.Advice)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }
