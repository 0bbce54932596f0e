package cli

import (
	"loquat/backend/chat"
	"loquat/backend/library"
)

// choiceFlags are the choices for what becomes of conversations in a dataset; chat.ExportOptions says what they mean.
type choiceFlags struct {
	DataFormat    string `placeholder:"D" help:"Shape of the records; without it standard, or as recognised in a file. \"loquat formats\" lists them."`
	AsRecorded    bool   `help:"Leave turns as they were, even where that does not train."`
	Reasoning     string `placeholder:"R" help:"What a model thought: omit, field (beside the answer) or inline (as <think> before it)."`
	Spoken        string `placeholder:"S" help:"What is said beside a call: inline, before it, where a call is the content of its turn."`
	ParallelCalls string `placeholder:"P" help:"Calls made at once: one (each with its result) or keep."`
	Branches      string `placeholder:"B" help:"view (the branch in view, as without this flag) or all."`
	Per           string `placeholder:"P" help:"A record of each conversation (as without this flag) or of each answer."`
	System        string `placeholder:"S" help:"System prompts: keep (as without this flag), drop or replace."`
	SystemText    string `placeholder:"TEXT" help:"The system prompt of every record, with --system replace."`
	MaxTokens     int    `placeholder:"N" help:"Longest record in tokens; without it there is no limit."`
	Tokenizer     string `placeholder:"T" help:"What counts them: o200k_base (as without this flag) or cl100k_base."`
	Over          string `placeholder:"O" help:"What is longer: leave_out (as without this flag) or cut."`
	Duplicates    string `placeholder:"D" help:"leave_out: leave out records with the same messages as an earlier one."`
	Compression   string `placeholder:"C" help:"Of a Parquet file: zstd, a fifth smaller; snappy without this flag."`
	MistralIDs    bool   `name:"mistral-ids" help:"Ids of calls in nine letters and digits; data formats openai and trl."`
	AttachText    bool   `name:"attachment-text" help:"The text that a source extracted from attachments, in their place."`
}

// options are the choices that the flags make, for a dataset and a file of these names.
func (f choiceFlags) options(dataset, file string, format chat.FileFormat) chat.ExportOptions {
	return chat.ExportOptions{Dataset: dataset, FileName: file, FileFormat: format, DataFormat: f.DataFormat, AsRecorded: f.AsRecorded,
		Reasoning: f.Reasoning, ParallelCalls: f.ParallelCalls, Branches: f.Branches, Per: f.Per, System: f.System, SystemText: f.SystemText,
		MaxTokens: f.MaxTokens, Tokenizer: f.Tokenizer, Over: f.Over, Spoken: f.Spoken, Duplicates: f.Duplicates, Compression: f.Compression, MistralIDs: f.MistralIDs, AttachmentText: f.AttachText}
}

// selectionFlags say which conversations: a filter, or ids instead.
type selectionFlags struct {
	filterFlags
	IDs []string `name:"id" sep:"none" placeholder:"ID" help:"This conversation; repeatable. Instead of filters."`
}

// check says what is wrong with the flags before the library is opened.
func (f selectionFlags) check() error {
	if _, err := f.filter(); err != nil {
		return err
	}
	if len(f.IDs) > 0 && f.given() {
		return usage("--id and filters exclude each other", "leave one of them out")
	}
	return nil
}

// selection is what the flags select.
func (f selectionFlags) selection(c *call, l *library.Library) (chat.Selection, error) {
	if len(f.IDs) > 0 {
		ids, err := findAll(c, l, f.IDs)
		return chat.Selection{IDs: ids}, err
	}
	filter, err := f.filter()
	return chat.Selection{Filter: &filter}, err
}

// formatsCommand is "loquat formats".
type formatsCommand struct{}

// Run lists the data formats: what each is, and which file formats serve it.
func (formatsCommand) Run(c *call) error {
	formats := library.Formats()
	return c.result(map[string]any{"formats": formats}, func(p *page) {
		for i, f := range formats {
			if i > 0 {
				p.line("")
			}
			p.line("%s (%s)", f.Key, f.Name)
			p.line("  %s", f.Sentence)
			for _, file := range f.Files {
				switch {
				case !file.Offered:
					p.line("  Not as %s: %s", file.FileFormat, file.Sentence)
				case file.Sentence != "":
					p.line("  As %s: %s", file.FileFormat, file.Sentence)
				}
			}
		}
	})
}
