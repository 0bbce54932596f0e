package chat

// Origin says how an import began.
type Origin string

// The origins of imports.
const (
	OriginFiles   Origin = "files"   // a person named files or folders
	OriginSamples Origin = "samples" // the sample conversations
	OriginWatched Origin = "watched" // a place that is watched has changed
)

// ImportState says how an import ended.
type ImportState string

// The states of an import.
const (
	ImportRunning     ImportState = "running"     // it goes on
	ImportDone        ImportState = "done"        // everything that was found is in the library
	ImportProblems    ImportState = "problems"    // done, and the report names what was left out or could not be read
	ImportInterrupted ImportState = "interrupted" // cancelled, or cut off by a crash; what was read before is in the library
	ImportUndone      ImportState = "undone"      // taken back
)

// MaxPaths is how many paths an ImportEntry names.
const MaxPaths = 10

// ImportEntry is one line of the list of imports.
type ImportEntry struct {
	ID            int64       `json:"id"`
	State         ImportState `json:"state" ts_type:"'running'|'done'|'problems'|'interrupted'|'undone'"`
	Origin        Origin      `json:"origin" ts_type:"'files'|'samples'|'watched'"`
	StartedAt     Time        `json:"started_at" ts_type:"string"`
	EndedAt       Time        `json:"ended_at" ts_type:"string|null"`
	UndoneAt      Time        `json:"undone_at" ts_type:"string|null"`
	Paths         []string    `json:"paths"`         // the first MaxPaths of what was named
	Named         int         `json:"named"`         // how many paths were named
	Format        string      `json:"format"`        // source key; "mixed" when several, empty when none
	Conversations Counts      `json:"conversations"` // without a report: what is in the library of it
	Undoable      bool        `json:"undoable"`      // false: undone, running, or by a Loquat that kept nothing to undo it with
}

// ImportRecord is an import with its whole report.
type ImportRecord struct {
	Import ImportEntry  `json:"import"`
	Report ImportReport `json:"report"` // when a crash cut it off: without its lists
}

// UndoReport says what undoing an import did, or would do. Sub-agent runs are counted apart from conversations.
type UndoReport struct {
	Import   int64 `json:"import"`
	Removed  int   `json:"removed"`  // it added them, and no later import has them: gone for ever
	Restored int   `json:"restored"` // it updated them: their former version is back
	Kept     int   `json:"kept"`     // a later import has them too: they stay as they are
	// SubAgents are the sub-agent runs among what is removed and restored.
	SubAgents int `json:"sub_agents"`
	// Edited are those removed, runs too, that a person gave a title, tags or a star.
	Edited int `json:"edited"`
	// Watched says that it read a watched place, which is read again when something in it changes.
	Watched bool `json:"watched"`
	// Notes say in a person's words what is still to be tidied up.
	Notes []string `json:"notes"`
}
