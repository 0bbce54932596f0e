package chat

// Change is what a change to many conversations did, and the token that takes it back.
type Change struct {
	Count int    `json:"count"` // conversations that are now different
	Undo  string `json:"undo"`  // for Library.Undo; empty when nothing changed
}

// StatusRestored is no status a conversation has: setting it brings a deleted one back to what it was.
const StatusRestored Status = "restored"
