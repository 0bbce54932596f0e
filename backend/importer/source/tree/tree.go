// Package tree is what the readers of web chats share: it turns the nodes that a source keeps as a tree, or as a list,
// into the messages of a conversation, and reads records into conversations.
package tree

import (
	"cmp"
	"slices"
	"strconv"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Tree gathers nodes in the source's order. A parent may come after its child.
type Tree struct {
	// System is what the model was told at the beginning; it comes before the nodes that follow no other.
	System string

	nodes []Node
	last  string          // id of the node added last
	taken map[string]bool // ids of the nodes
}

// systemID is the id of the message made of Tree.System.
const systemID = "system"

// Add adds a node. One without an id, or with the id of another, gets one of its own, so that no message is lost.
func (t *Tree) Add(n Node) {
	if t.taken == nil {
		t.taken = map[string]bool{}
	}
	t.nodes = append(t.nodes, n)
	t.last, t.taken[n.ID] = n.ID, true
}

// Follow adds a node that follows the one added before it, as the messages of a list do. One with the id of another gets
// one of its own, so that what follows it does not follow the other.
func (t *Tree) Follow(n Node) {
	n.ID = cmp.Or(n.ID, t.NextID())
	id := n.ID
	for k := 2; t.taken[n.ID]; k++ {
		n.ID = id + "#" + strconv.Itoa(len(t.nodes)+k)
	}
	n.Parent = t.last
	t.Add(n)
}

// NextID is the id of a node that the source gives none, made of its place.
func (t *Tree) NextID() string { return "m" + strconv.Itoa(len(t.nodes)+1) }

// Len is how many nodes were added.
func (t *Tree) Len() int { return len(t.nodes) }

// Grow puts the messages into c. Nodes in which nothing was said are left out, and what follows them follows what they
// followed. leaf is the id of the node in view; it may be empty or unknown.
func (t *Tree) Grow(c *chat.Conversation, leaf string) {
	t.root()
	t.name()
	g := grown{tree: t, first: make(map[string]int, len(t.nodes)), ends: make([]string, len(t.nodes)), steps: make([]bool, len(t.nodes))}
	for i := range t.nodes {
		g.first[t.nodes[i].ID] = i
	}
	for i := range t.nodes {
		t.nodes[i].shed()
	}
	for i := range t.nodes {
		g.end(i)
	}
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.Blank() {
			continue
		}
		n.Parent = g.parent(i)
		c.Messages = append(c.Messages, n.Message)
		for k := range n.rest {
			m := n.rest[k]
			m.ID, m.Parent = part(n.ID, k), before(n, k)
			c.Messages = append(c.Messages, m)
		}
	}
	if i, ok := g.first[leaf]; ok && leaf != "" {
		c.Leaf = g.ends[i]
	}
	unique(c)
	nameResults(c)
	source.Settle(c, nil)
	t.spend(c)
}

// root puts the system message before all others.
func (t *Tree) root() {
	if t.System != "" {
		t.nodes = append([]Node{{Message: chat.Message{ID: systemID, Role: chat.RoleSystem, Content: t.System}}}, t.nodes...)
	}
}

// spend adds the tokens of the branch in view to its rounds.
func (t *Tree) spend(c *chat.Conversation) {
	spent := map[string]*Node{}
	for i := range t.nodes {
		if n := &t.nodes[i]; n.PromptTokens != nil || n.CompletionTokens != nil {
			spent[n.ID] = n
		}
	}
	tree := chat.NewTree(c)
	for _, i := range tree.Path(tree.InView()) {
		n, number := spent[c.Messages[i].ID], c.Messages[i].Round
		if n == nil {
			continue
		}
		at := slices.IndexFunc(c.Rounds, func(r chat.Round) bool { return r.Number == number })
		if at < 0 {
			at = len(c.Rounds)
			c.Rounds = append(c.Rounds, chat.Round{Number: number})
		}
		c.Rounds[at].PromptTokens = Sum(c.Rounds[at].PromptTokens, n.PromptTokens)
		c.Rounds[at].CompletionTokens = Sum(c.Rounds[at].CompletionTokens, n.CompletionTokens)
	}
}

// Sum adds two counts, of which either may be unknown.
func Sum(a, b *int64) *int64 {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	n := *a + *b
	return &n
}

// name gives ids to nodes that have none or one that is taken.
func (t *Tree) name() {
	taken := make(map[string]bool, len(t.nodes))
	for i := range t.nodes {
		n := &t.nodes[i]
		id := n.ID
		for k := 2; n.ID == "" || taken[n.ID]; k++ {
			n.ID = id + "#" + strconv.Itoa(i+k)
		}
		taken[n.ID] = true
	}
}

// grown finds out which message a node ends with.
type grown struct {
	tree  *Tree
	first map[string]int // node id to place
	ends  []string       // id of the last message of each node, or of the one before a blank node
	steps []bool         // found out already
}

// end finds the last message of the node at place i: its own, or that of the node before it when it is blank.
func (g *grown) end(i int) {
	var path []int
	at, end := i, ""
	for at >= 0 && !g.steps[at] {
		g.steps[at] = true
		path = append(path, at)
		if n := &g.tree.nodes[at]; !n.Blank() {
			end = n.ID
			if k := len(n.rest); k > 0 {
				end = part(n.ID, k-1)
			}
			at = -1
			break
		}
		at = g.up(at)
	}
	if at >= 0 {
		end = g.ends[at]
	}
	for _, at := range path {
		g.ends[at] = end
	}
}

// up is the place of the parent, or -1.
func (g *grown) up(i int) int {
	if p, ok := g.first[g.tree.nodes[i].Parent]; ok && p != i && g.tree.nodes[i].Parent != "" {
		return p
	}
	return -1
}

func (g *grown) parent(i int) string {
	p := g.up(i)
	switch {
	case p >= 0 && g.ends[p] != "":
		return g.ends[p]
	case g.tree.System != "" && i > 0:
		return systemID
	}
	return ""
}

// part is the id of the message k of those behind the first of a node.
func part(id string, k int) string { return id + "/" + strconv.Itoa(k+2) }

func before(n *Node, k int) string {
	if k == 0 {
		return n.ID
	}
	return part(n.ID, k-1)
}

// unique makes sure that no message has the id of another, and that none follows itself or a message that is not there.
func unique(c *chat.Conversation) {
	taken := make(map[string]bool, len(c.Messages))
	for i := range c.Messages {
		m := &c.Messages[i]
		id := m.ID
		for k := 2; taken[m.ID]; k++ {
			m.ID = id + "#" + strconv.Itoa(i+k)
		}
		taken[m.ID] = true
	}
	for i := range c.Messages {
		if m := &c.Messages[i]; !taken[m.Parent] || m.Parent == m.ID {
			m.Parent = ""
		}
	}
}

// nameResults gives the results of tools the names of their calls.
func nameResults(c *chat.Conversation) {
	names := map[string]string{}
	for i := range c.Messages {
		for _, call := range c.Messages[i].ToolCalls {
			names[call.ID] = call.Name
		}
	}
	for i := range c.Messages {
		if m := &c.Messages[i]; m.Role == chat.RoleTool {
			m.Name = cmp.Or(m.Name, names[m.ToolCallID])
		}
	}
}

// BeginningID names a conversation that the source gave no id by how it began, so that the same one, gone on, keeps its
// id at the next import. It is empty when nothing was said.
func BeginningID(c *chat.Conversation) string {
	for i := range c.Messages {
		if m := &c.Messages[i]; m.Role != chat.RoleSystem {
			return source.ContentID(m.ID, m.Content, m.CreatedAt.UTC().String())
		}
	}
	return ""
}
