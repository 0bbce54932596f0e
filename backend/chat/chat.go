// Package chat holds the nouns of Loquat: what a conversation is, how a person selects conversations, and what an
// import, an export and a dataset are. It imports the standard library only; every other package imports it.
package chat

import "io"

// Type says what kind of run a conversation was.
type Type string

// The three types of conversation.
const (
	TypeChat  Type = "chat"  // a person and a model talk
	TypeAgent Type = "agent" // a model used tools and saw their results
	TypeGraph Type = "graph" // several named nodes ran one after the other
)

// Status is where a conversation stands in the library; each has exactly one.
type Status string

// The three statuses. Deleted is the trash: it can be restored to what it was.
const (
	StatusActive   Status = "active"
	StatusFavorite Status = "favorite"
	StatusDeleted  Status = "deleted"
)

// Role says who a message is from.
type Role string

// The roles of the model. A tool message is the result of a tool call.
const (
	RoleSystem    Role = "system"
	RoleUser      Role = "user"
	RoleAssistant Role = "assistant"
	RoleTool      Role = "tool"
)

// Conversation is one conversation of any source, in normal form.
type Conversation struct {
	ID           int64    // the library's own id; 0 until stored
	Source       string   // key of the source it came from, such as "chatgpt"
	ExternalID   string   // the id the source gave; unique within the source
	LocalID      bool     // ExternalID is only unique in the file it came from, as the ids of training data are
	Title        string   // may be empty: DisplayTitle then falls back
	Type         Type     // chat, agent or graph
	Status       Status   // active, favorite or deleted
	StatusBefore Status   // what it was before it was deleted; empty otherwise
	Tags         []string // unique, in the order they were given
	CreatedAt    Time     // when it began
	UpdatedAt    Time     // when it last changed in the source
	Model        string   // the last model named in the thread in view; empty when unknown

	// Rounds describes the rounds that messages refer to by number. A round no message refers to is kept.
	Rounds []Round
	// Messages is the whole tree, every branch, in the source's order; a parent may come after its child.
	Messages []Message
	// Leaf is the id of the last message of the branch in view; empty means the branch with the latest message.
	Leaf string

	// ParentExternalID and ParentCallID link a sub-agent run to the conversation of the same source, and to the
	// tool call in it, that started the run. Empty for an ordinary conversation.
	ParentExternalID string
	ParentCallID     string
	// SubAgents are runs that the same source record holds; the store keeps each as a conversation linked to this one.
	SubAgents []Conversation

	// Raw is the source's own record, byte for byte, so that a better reader can read it again. Private side data of
	// the source (accounts, keys) is not part of it.
	Raw []byte
	// Unknown counts record and block types the reader did not understand; they stay in Raw.
	Unknown map[string]int
	// Notes are repairs the reader made, in a person's words ("1 broken character replaced"); they are reported.
	Notes []string
}

// Round is one turn of work: a user's message and what follows (chat, agent), or one node's run (graph).
type Round struct {
	Number           int    // from 1
	AgentName        string // the agent or the graph node; empty for a plain chat
	Model            string // the model of this round, when recorded
	Tools            []Tool // the tools declared to the model in this round
	PromptTokens     *int64 // nil when the source does not say
	CompletionTokens *int64 // nil when the source does not say
}

// Message is one node of the conversation's tree.
type Message struct {
	ID          string       // unique within the conversation
	Parent      string       // id of the message it follows; empty for a root
	Round       int          // number of the round it belongs to, from 1
	Role        Role         // system, user, assistant or tool
	Content     string       // text, Markdown as the source wrote it; valid UTF-8
	Reasoning   string       // what the model thought before it answered, when recorded
	ToolCalls   []ToolCall   // calls of an assistant message, in order
	ToolCallID  string       // on a tool message: the id of the call it answers; empty when unknown
	Name        string       // on a tool message: the tool's name; else the speaker's name when the source has one
	Model       string       // the model that wrote it, when recorded
	Channel     string       // "commentary", "final" …, when the source tells answers from remarks
	Rating      int          // 1 thumbs up, -1 thumbs down, 0 none
	IsError     bool         // on a tool message: the call failed
	Hidden      bool         // the source did not show it to the person: kept, but neither shown as theirs nor exported
	CreatedAt   Time         // when it was written
	Attachments []Attachment // files and pictures that came with it
}

// ToolCall is a request of the model to run a tool.
type ToolCall struct {
	ID   string // given by the source, or made deterministically by the reader
	Name string // the function's name
	// Arguments is the raw argument text: JSON as the source wrote it. A source's free text is wrapped as
	// {"input": "…"} by the reader.
	Arguments string
}

// Tool is a function declared to the model.
type Tool struct {
	Name        string
	Description string
	// Parameters is the JSON Schema as the source wrote it; empty when it gave none.
	Parameters string
}

// Attachment is a file that came with a message.
type Attachment struct {
	Name    string // as the source named it
	MIME    string // media type from the bytes, else as the source said
	Size    int64  // bytes; 0 when unknown
	Hash    string // lower-case hex SHA-256 of the bytes in the library; empty until stored or when missing
	Missing bool   // the export named it but did not hold its bytes
	Text    string // text that the source extracted from it

	// Open gives the bytes during an import; nil when missing. The store reads it once.
	Open func() (io.ReadCloser, error)
}
