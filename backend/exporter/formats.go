package exporter

import (
	"reflect"
	"slices"
	"strings"

	"loquat/backend/chat"
)

// Format is a data format: what a record looks like, and how one is made of a conversation. The fields of its record
// types give the keys of JSON, the header of CSV and the schema of Parquet. A new data format is one file and one line
// in Formats.
type Format struct {
	Key      string // as the command line names it
	Name     string // as a person knows it
	Sentence string // what it is and who reads it

	// poor says why a file format serves it badly; refused why one does not serve it at all.
	poor, refused map[chat.FileFormat]string
	// records are its record types, the narrowest first.
	records []any
	// make makes the record of a draft, one of the types in records.
	make func(d *draft, l layout) any
	// info is its entry in dataset_info.json.
	info func(l layout) info
	// rules say what its readers expect of a record.
	rules rules
	// examples makes its drafts of a conversation, cleaned; nil: one of each branch to be exported.
	examples func(p *preparer, c *chat.Conversation) []*draft
	// check has the last word on a draft; it may be nil.
	check func(d *draft)
	// conclude says what concerns the file as a whole; it may be nil.
	conclude func(p *pass)
}

// rules are what the readers of a data format expect of a record.
type rules struct {
	parallel  bool // several calls stand in one turn
	reasoning bool // an answer has a place for what was thought
	thoughts  bool // … which is used only when a person asks for it
	spoken    bool // a call has a place for what was said beside it
	ready     bool // turns in any other order have no place: they are made ready also when exported as recorded
	noTools   bool // calls have no place
	lastOnly  bool // a record is about its last turn: it is neither cut nor split
	oneText   bool // a record is one text to its readers, whatever the order of turns
	pages     bool // it is for people to read: nothing is trained on it, cleaned up or checked
	parts     bool // a record is a message, which others may equal
	// schemaTypes says that the parameters of tools name the types of JSON Schema and no others.
	schemaTypes bool
	typed       bool // tools stand in JSONL as the array itself, where readers give types to what is in it
	keepTyped   bool // they stay so when their types contradict one another
	// templated says that a trainer prints its records with the chat template of the model.
	templated bool
	// typedArguments says that the arguments of calls stand in JSONL as objects, to which readers give types.
	typedArguments bool
	completion     bool // what follows the last question stands in a column of its own, "completion", the rest in "prompt"
}

// Formats are the data formats.
var Formats = []Format{
	standardFormat,
	sharegptFormat,
	openaiFormat,
	trlFormat,
	trlPromptFormat,
	alpacaFormat,
	dpoFormat,
	ktoFormat,
	swiftFormat,
	chatmlFormat,
	markdownFormat,
	spreadsheetFormat,
}

// Files lists every file format and how well it serves f.
func (f Format) Files() []chat.FileChoice {
	var choices []chat.FileChoice
	for _, file := range []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet} {
		reason, refused := f.refused[file]
		if refused {
			reason = strings.ToUpper(reason[:1]) + reason[1:] + "."
		} else {
			reason = f.poor[file]
		}
		choices = append(choices, chat.FileChoice{FileFormat: file, Offered: !refused, Sentence: reason})
	}
	return choices
}

// DataFormats lists the data formats as a person chooses among them.
func DataFormats() []chat.DataFormat {
	all := make([]chat.DataFormat, 0, len(Formats))
	for _, f := range Formats {
		all = append(all, chat.DataFormat{Key: f.Key, Name: f.Name, Sentence: f.Sentence, Files: f.Files()})
	}
	return all
}

// layout is what is decided for the whole file. An export begins with the narrowest and starts again with a wider one
// when a record does not fit.
type layout struct {
	tools       bool // some record has tools
	toolsAsText bool // tools are JSON text in JSONL, because their types contradict one another
}

// findFormat returns the data format with that key; empty is "standard".
func findFormat(key string) (Format, error) {
	if key == "" {
		key = "standard"
	}
	var known []string
	for _, f := range Formats {
		if f.Key == key {
			return f, nil
		}
		known = append(known, f.Key)
	}
	return Format{}, &chat.Error{Code: chat.CodeBadRequest, Reason: "there is no data format " + key,
		Advice: "choose one of: " + strings.Join(known, ", ")}
}

// column is a top-level field of a record.
type column struct {
	name  string
	field []int // index path for reflect
	plain bool  // a text that stands in a CSV cell as it is
	// guarded says that a text a spreadsheet would take for a formula is written as text: a name, not what is trained on.
	guarded bool
	absent  bool // a record without it lacks the key
}

// columnsOf lists the columns of a record type, those of embedded records first.
func columnsOf(record any) []column {
	t := reflect.TypeOf(record)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var columns []column
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue
		}
		name, rule, _ := strings.Cut(f.Tag.Get("json"), ",")
		columns = append(columns, column{name, f.Index, f.Type == reflect.TypeFor[*string](), f.Tag.Get("csv") == "name", rule == "omitzero"})
	}
	return columns
}

// recordType finds the narrowest record type of f that has all columns in names.
func (f Format) recordType(names []string) (reflect.Type, bool) {
	for _, r := range f.records {
		columns := columnsOf(r)
		unknown := func(name string) bool {
			return !slices.ContainsFunc(columns, func(c column) bool { return c.name == name })
		}
		if len(names) > 0 && !slices.ContainsFunc(names, unknown) {
			return reflect.TypeOf(r), true
		}
	}
	return nil, false
}
