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
