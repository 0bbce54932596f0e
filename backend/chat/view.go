package chat

// Detail is the head of a conversation in the reader; its messages come in pages.
type Detail struct {
	Row      Row      `json:"row"`
	Leaf     string   `json:"leaf"`     // message id at the end of the branch in view
	Branches []Branch `json:"branches"` // every leaf, the one in view among them
	Total    int      `json:"total"`    // messages of the thread in view, hidden ones not counted
	SubRuns  []SubRun `json:"sub_runs"` // sub-agent runs it started
}

// Branch is one way through the tree, named by its last message.
type Branch struct {
	Leaf      string `json:"leaf"`
	Messages  int    `json:"messages"`
	CreatedAt Time   `json:"created_at" ts_type:"string|null"`
	InView    bool   `json:"in_view"`
}

// SubRun links a tool call to the conversation it started.
type SubRun struct {
	ID     int64  `json:"id"`
	CallID string `json:"call_id"`
	Title  string `json:"title"`
}

// ThreadPage is some messages of one branch, in order.
type ThreadPage struct {
	Messages []MessageView `json:"messages"`
	Offset   int           `json:"offset"`
	Total    int           `json:"total"`
}

// MessageView is a message as the window shows it.
type MessageView struct {
	ID          string           `json:"id"`
	Round       int              `json:"round"`
	AgentName   string           `json:"agent_name"`
	Role        Role             `json:"role" ts_type:"'system'|'user'|'assistant'|'tool'"`
	Content     string           `json:"content"`   // cut at MaxViewText bytes
	Truncated   bool             `json:"truncated"` // Content, Reasoning or an argument was cut
	Reasoning   string           `json:"reasoning"`
	ToolCalls   []ToolCallView   `json:"tool_calls"`
	ToolCallID  string           `json:"tool_call_id"`
	Name        string           `json:"name"`
	Model       string           `json:"model"`
	Channel     string           `json:"channel"`
	Rating      int              `json:"rating"`
	IsError     bool             `json:"is_error"`
	CreatedAt   Time             `json:"created_at" ts_type:"string|null"`
	Attachments []AttachmentView `json:"attachments"`
	// Siblings are the leaves to switch to, one for each alternative at this point, this one's place given by Sibling.
	Siblings []string `json:"siblings"`
	Sibling  int      `json:"sibling"` // index into Siblings
}

// ToolCallView is a tool call as the window shows it.
type ToolCallView struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

// AttachmentView is an attachment as the window shows it; its bytes are at /files/HASH.
type AttachmentView struct {
	Name    string `json:"name"`
	MIME    string `json:"mime"`
	Size    int64  `json:"size"`
	Hash    string `json:"hash"`
	Missing bool   `json:"missing"`
	Text    string `json:"text"` // cut at MaxViewText bytes
}

// MaxViewText is how many bytes of one text the window gets at once; the whole is asked for separately.
const MaxViewText = 100 << 10
