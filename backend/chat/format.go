package chat

// DataFormat is a shape of records, as a person chooses it.
type DataFormat struct {
	Key      string       `json:"key"`      // as the command line names it
	Name     string       `json:"name"`     // as a person knows it
	Sentence string       `json:"sentence"` // what it is and who reads it
	Files    []FileChoice `json:"files"`    // every file format
}

// FileChoice says how well a file format serves a data format.
type FileChoice struct {
	FileFormat FileFormat `json:"file_format" ts_type:"'jsonl'|'csv'|'parquet'"`
	Offered    bool       `json:"offered"`  // false: an export is refused
	Sentence   string     `json:"sentence"` // what to know before choosing it; may be empty
}

// Target is a trainer or reader that a dataset is made for.
type Target struct {
	Key  string `json:"key"`  // as the command line names it
	Name string `json:"name"` // as a person knows it
}

// Ready says how many records of an export a target takes.
type Ready struct {
	Target  Target `json:"target"`
	Records int    `json:"records"` // that it takes
	Reason  string `json:"reason"`  // why it takes none of this data format or file format; may be empty
	Advice  string `json:"advice"`  // the data format to choose for it instead, such as "openai"; may be empty
}
