package chat

// Judged says what a target would do with a dataset file that somebody made. Records = Ready + Skipped + Stopping when the
// file loads; when it does not, Ready is 0 and Sound says how many records have nothing that the target refuses.
type Judged struct {
	File       string         `json:"file"`
	Dataset    string         `json:"dataset"`     // name in dataset_info.json; empty when there is none
	DataFormat string         `json:"data_format"` // as recognised, or as said
	FileFormat FileFormat     `json:"file_format" ts_type:"'jsonl'|'csv'|'parquet'"`
	Target     Target         `json:"target"`
	Reason     string         `json:"reason"` // why the target takes none of this data format or file format; may be empty
	Advice     string         `json:"advice"` // the data format to choose for it; may be empty
	Loads      bool           `json:"loads"`  // nothing found about the file as a whole keeps the target from reading it
	Records    int            `json:"records"`
	Ready      int            `json:"ready"`
	Sound      int            `json:"sound"`
	Skipped    int            `json:"skipped"`  // records that the target skips
	Stopping   int            `json:"stopping"` // records at which the target stops
	Findings   []Finding      `json:"findings"` // cut at MaxFindings; those of the file as a whole have no record
	CodeCounts map[string]int `json:"code_counts"`
	Truncated  bool           `json:"truncated"`
}
