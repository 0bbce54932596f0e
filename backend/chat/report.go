package chat

// Counts are the conversations of an import. Found = New + Updated + Unchanged + Skipped + Failed, always.
type Counts struct {
	Found     int `json:"found"`
	New       int `json:"new"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Skipped   int `json:"skipped"` // understood, and left out for a stated reason
	Failed    int `json:"failed"`  // could not be read
}

// Held says whether any of what was found is in the library now.
func (n Counts) Held() bool { return n.New+n.Updated+n.Unchanged > 0 }

// Kept counts attachments: Kept have their bytes in the library, Missing were named by the export without bytes.
type Kept struct {
	Kept    int `json:"kept"`
	Missing int `json:"missing"`
}

// Problem is a conversation (or a place in a file) that an import did not take.
type Problem struct {
	Where  string `json:"where"`  // file, and entry in it
	Offset int64  `json:"offset"` // byte in that file at which the record begins; -1 when unknown
	ID     string `json:"id"`     // external id; may be empty
	Title  string `json:"title"`  // may be empty
	Reason string `json:"reason"` // one sentence
}

// ImportReport says what an import did; it adds up. Files holds one report for each path the person named.
type ImportReport struct {
	ID            int64          `json:"id"`     // of the import, for the whole; 0 for a file of it
	Path          string         `json:"path"`   // empty for the whole
	Format        string         `json:"format"` // source key; "mixed" when several
	Conversations Counts         `json:"conversations"`
	SubAgents     int            `json:"sub_agents"` // sub-agent runs kept inside the conversations counted above
	Messages      int            `json:"messages"`   // messages of new and updated conversations, without sub-agent runs
	Attachments   Kept           `json:"attachments"`
	Skipped       []Problem      `json:"skipped"`
	Failed        []Problem      `json:"failed"`
	Unknown       map[string]int `json:"unknown"` // record and block types not understood, by kind
	Notes         []string       `json:"notes"`   // repairs, each once with its count
	// UnknownFiles are files that hold no conversations as far as is known; Notes names the first of them.
	UnknownFiles []Problem      `json:"unknown_files,omitempty"`
	Error        string         `json:"error"`     // why reading stopped early; empty when it did not
	Cancelled    bool           `json:"cancelled"` // a person ended it early
	Files        []ImportReport `json:"files"`
	// Readings is how often the watched places were read that this is the report of: Conversations, Skipped, Failed and Notes
	// are of all readings, each problem once, and the rest is of the latest of each place. 0 is one reading.
	Readings int `json:"readings,omitempty"`
}

// Finding is one sentence of the training check about one conversation. Level is what a trainer would do.
type Finding struct {
	ConversationID string `json:"conversation_id"` // external id; empty for the whole file
	ID             int64  `json:"id"`              // library id, to open it; 0 for the whole file
	Title          string `json:"title"`           // of the conversation, for a person to know it by; may be empty
	Code           string `json:"code"`            // of EXPORT.md §7, such as "ORDER"
	Level          string `json:"level" ts_type:"'stop'|'drop'|'warn'|'info'"`
	Record         int    `json:"record,omitempty"` // of a file that is checked, from 1; else 0
	Turn           int    `json:"turn"`             // number of the message in the record, from 1; 0 for the whole record
	Message        string `json:"message"`          // one sentence in English
	// Values fill the placeholders of the sentence in other languages: {0}, {1} …
	Values []string `json:"values"`
	// MessageID is the conversation's message concerned, when there is one.
	MessageID string `json:"message_id"`
}

// Exported counts the conversations of an export. Selected = Exported + LeftOut, always.
type Exported struct {
	Selected int `json:"selected"`
	Exported int `json:"exported"`
	LeftOut  int `json:"left_out"`
}

// ExportReport says what an export did, or with Check would do. Lists are cut at MaxFindings; the Counts are whole.
type ExportReport struct {
	Dataset         string         `json:"dataset"`
	FileName        string         `json:"file_name"` // with extension
	FileFormat      FileFormat     `json:"file_format" ts_type:"'jsonl'|'csv'|'parquet'"`
	DataFormat      string         `json:"data_format"`
	Records         int            `json:"records"`
	Bytes           int64          `json:"bytes"` // of the data file
	Conversations   Exported       `json:"conversations"`
	Repaired        []Finding      `json:"repaired"`
	LeftOut         []Finding      `json:"left_out"`
	Warnings        []Finding      `json:"warnings"`
	CodeCounts      map[string]int `json:"code_counts"`      // how often each code was found, cut lists or not
	RepairedRecords int            `json:"repaired_records"` // records with at least one repair
	LeftOutRecords  int            `json:"left_out_records"` // records (chat: conversations; graph: rounds) left out
	Ready           []Ready        `json:"ready"`            // how many records each target takes; of the training check
	Truncated       bool           `json:"truncated"`        // a list was cut at MaxFindings
}

// CheckReport is what an export would do, with the records its file would begin with.
type CheckReport struct {
	Report  ExportReport `json:"report"`
	Records []string     `json:"records"` // each as JSON text, keys in file order
}

// MaxFindings is how many findings a report lists of each kind; the counts go on.
const MaxFindings = 10000

// Progress says how far a running job is.
type Progress struct {
	Job           string  `json:"job" ts_type:"'import'|'watch'|'undo'|'export'|'check'|'download'"`
	Label         string  `json:"label"`         // file being read, dataset being written
	Conversations int     `json:"conversations"` // done so far
	Total         int     `json:"total"`         // conversations in all; 0 when unknown
	BytesDone     int64   `json:"bytes_done"`    // of the input
	BytesTotal    int64   `json:"bytes_total"`   // 0 when unknown
	ElapsedMS     int64   `json:"elapsed_ms"`    // since the job began
	LeftMS        int64   `json:"left_ms"`       // estimate; -1 when unknown
	PerSecond     float64 `json:"per_second"`    // conversations a second
	Done          bool    `json:"done"`          // the last of this job
}
