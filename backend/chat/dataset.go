package chat

// FileFormat is how records are written to a file.
type FileFormat string

// The file formats.
const (
	JSONL   FileFormat = "jsonl"
	CSV     FileFormat = "csv"
	Parquet FileFormat = "parquet"
)

// ExportOptions are a person's choices for an export; they are kept with the dataset as its recipe.
type ExportOptions struct {
	Dataset    string     `json:"dataset"`   // dataset name, 1–64 characters
	FileName   string     `json:"file_name"` // without extension, 1–128 characters; empty: "conversations"
	FileFormat FileFormat `json:"file_format" ts_type:"'jsonl'|'csv'|'parquet'"`
	DataFormat string     `json:"data_format"` // empty: "standard"
	// AsRecorded leaves turns as they were; off (the default) is "Training-ready".
	AsRecorded bool `json:"as_recorded"`

	// Reasoning is what becomes of what a model thought: left out, beside the answer, or before it as <think>. Empty:
	// beside the answer where the data format has a place for it, else left out.
	Reasoning string `json:"reasoning,omitempty" ts_type:"'omit'|'field'|'inline'"`
	// Spoken "inline" writes what was said beside a call before it, where a call is the content of its turn: the text and
	// <tool_call>. Empty: as the data format has it, beside the call or not at all.
	Spoken string `json:"spoken,omitempty" ts_type:"'inline'"`
	// ParallelCalls writes calls made at once one at a time, each with its result, or keeps them in one turn. Empty: as
	// the readers of the data format want them.
	ParallelCalls string `json:"parallel_calls,omitempty" ts_type:"'one'|'keep'"`
	// Branches exports the branch in view (also when empty) or every one, each as a record.
	Branches string `json:"branches,omitempty" ts_type:"'view'|'all'"`
	// Per makes a record of a conversation (of a round, for graphs; also when empty) or of each answer in it, with all
	// that stands before.
	Per string `json:"per,omitempty" ts_type:"'conversation'|'answer'"`
	// System keeps system prompts (also when empty), drops them, or replaces them by SystemText in every record.
	System     string `json:"system,omitempty" ts_type:"'keep'|'drop'|'replace'"`
	SystemText string `json:"system_text,omitempty"`
	// MaxTokens is the longest record, counted with Tokenizer; 0 for no limit. What is longer is left out (also when Over
	// is empty) or cut after the last answer that fits.
	MaxTokens int    `json:"max_tokens,omitempty"`
	Tokenizer string `json:"tokenizer,omitempty"`
	Over      string `json:"over,omitempty" ts_type:"'leave_out'|'cut'"`
	// Duplicates "leave_out" leaves records out that have the same messages as an earlier one. Empty: they are kept and told.
	Duplicates string `json:"duplicates,omitempty" ts_type:"'leave_out'"`
	// Compression packs a Parquet file by "zstd": a fifth smaller, and not every reader has it without a plug-in. Empty:
	// snappy.
	Compression string `json:"compression,omitempty" ts_type:"'zstd'"`
	// MistralIDs writes the ids of calls as Mistral's templates want them, nine letters and digits; data formats "openai"
	// and "trl".
	MistralIDs bool `json:"mistral_ids,omitempty"`
	// AttachmentText writes the text that a source extracted from an attachment in its place, where a model read it.
	AttachmentText bool `json:"attachment_text,omitempty"`
}

// ExportRequest is a whole export: what and how.
type ExportRequest struct {
	Selection Selection     `json:"selection"`
	Options   ExportOptions `json:"options"`
}

// Dataset is a kept export.
type Dataset struct {
	Name       string        `json:"name"`
	DataFormat string        `json:"data_format"`
	FileFormat FileFormat    `json:"file_format" ts_type:"'jsonl'|'csv'|'parquet'"`
	FileName   string        `json:"file_name"` // with extension
	Records    int           `json:"records"`
	Bytes      int64         `json:"bytes"`
	CreatedAt  Time          `json:"created_at" ts_type:"string"`
	Options    ExportOptions `json:"options"`
	// Dir is the folder under datasets/ that holds its files; not sent to the window.
	Dir string `json:"-"`
	// Selection is what was exported; with Options it is the recipe to make the dataset again. Not sent to the window.
	Selection Selection `json:"-"`
}

// PreviewPage is the first records of a dataset, each as JSON text with its keys in file order.
type PreviewPage struct {
	Dataset string   `json:"dataset"`
	Records []string `json:"records"`
	Total   int      `json:"total"`
}
