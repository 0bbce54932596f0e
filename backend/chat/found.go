package chat

// SourceInfo says of a source what a person needs to know to import from it.
type SourceInfo struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Give string `json:"give"` // what to give to an import
}

// FoundPlace is where a tool keeps conversations on this computer, as lists of file names tell.
type FoundPlace struct {
	Source  string `json:"source"` // its key
	Name    string `json:"name"`   // of the source
	Path    string `json:"path"`   // a folder or a file, absolute
	Files   int    `json:"files"`  // sessions or databases, a file each
	Bytes   int64  `json:"bytes"`  // of all that would be read
	Changed Time   `json:"changed" ts_type:"string | null"`
	More    bool   `json:"more"`    // there are more files than were counted
	Watched bool   `json:"watched"` // it is read again when it changes
}

// Found is what was found in the known places of all tools.
type Found struct {
	Places   []FoundPlace `json:"places"`   // in the order of the sources
	Problems []Problem    `json:"problems"` // folders that are closed to us
}

// WatchState says how the last look at a watched place ended.
type WatchState string

// The states of a watched place.
const (
	WatchNew     WatchState = "new"     // not read yet
	WatchRead    WatchState = "read"    // everything in it was read
	WatchPartly  WatchState = "partly"  // something in it could not be read
	WatchFailed  WatchState = "failed"  // it could not be read
	WatchMissing WatchState = "missing" // it is not there now: a disk that is not plugged in
)

// WatchedPlace is a folder or file that is read again when it changes.
type WatchedPlace struct {
	Path    string     `json:"path"`   // absolute
	Source  string     `json:"source"` // key, when it is a tool's known place; else empty
	AddedAt Time       `json:"added_at" ts_type:"string | null"`
	ReadAt  Time       `json:"read_at" ts_type:"string | null"` // when it was read last
	Import  int64      `json:"import"`                          // id of the import that read it last; 0: none
	State   WatchState `json:"state" ts_type:"'new'|'read'|'partly'|'failed'|'missing'"`
	Error   string     `json:"error"` // a sentence for "partly", "failed" and "missing"
}
