package chat

// Tree is the shape of a conversation's messages: who follows whom. It is built once and asked many times.
type Tree struct {
	c        *Conversation
	index    map[string]int // message id to its place in Messages
	parent   []int          // place of the parent; -1 for a root
	children [][]int        // places of the children, in the source's order
}

// NewTree reads the shape of c. A parent that does not exist, and a link that would close a circle, count as none, so
// that every message is reached from a root.
func NewTree(c *Conversation) *Tree {
	t := &Tree{c: c, index: make(map[string]int, len(c.Messages)), parent: make([]int, len(c.Messages)), children: make([][]int, len(c.Messages))}
	for i, m := range c.Messages {
		if _, taken := t.index[m.ID]; !taken {
			t.index[m.ID] = i
		}
	}
	for i, m := range c.Messages {
		t.parent[i] = -1
		if p, ok := t.index[m.Parent]; ok && m.Parent != "" && p != i {
			t.parent[i] = p
		}
	}
	t.breakCircles()
	for i, p := range t.parent {
		if p >= 0 {
			t.children[p] = append(t.children[p], i)
		}
	}
	return t
}

// breakCircles cuts the parent link of one message in every circle: the one that comes first in the source.
func (t *Tree) breakCircles() {
	const fresh, open, done = 0, 1, 2
	state := make([]byte, len(t.parent))
	for i := range t.parent {
		path := []int{}
		at := i
		for at >= 0 && state[at] == fresh {
			state[at] = open
			path = append(path, at)
			at = t.parent[at]
		}
		if at >= 0 && state[at] == open {
			first := at
			for p := t.parent[at]; p != at; p = t.parent[p] {
				first = min(first, p)
			}
			t.parent[first] = -1
		}
		for _, p := range path {
			state[p] = done
		}
	}
}

// Parent returns the place of the message before the one at place i, or -1.
func (t *Tree) Parent(i int) int { return t.parent[i] }

// Children returns the places of the messages that follow the one at place i.
func (t *Tree) Children(i int) []int { return t.children[i] }

// Leaves returns the places of the messages nothing follows, in the source's order.
func (t *Tree) Leaves() []int {
	var leaves []int
	for i, kids := range t.children {
		if len(kids) == 0 {
			leaves = append(leaves, i)
		}
	}
	return leaves
}

// InView returns the place of the last message of the branch in view: Leaf when it names a message (gone on to the
// newest message below it, when it is not a leaf itself), else the leaf with the latest time, ties going to the later
// one in the source. It returns -1 for a conversation without messages.
func (t *Tree) InView() int {
	if i, ok := t.index[t.c.Leaf]; ok && t.c.Leaf != "" {
		return t.Newest(i)
	}
	best := -1
	for _, i := range t.Leaves() {
		if best < 0 || !later(t.c.Messages[best].CreatedAt, t.c.Messages[i].CreatedAt) {
			best = i
		}
	}
	return best
}

// Newest returns the place of the leaf with the latest time at or below the message at place i, ties going to the later
// one in the source.
func (t *Tree) Newest(i int) int {
	best := -1
	for below := []int{i}; len(below) > 0; {
		at := below[len(below)-1]
		below = append(below[:len(below)-1], t.children[at]...)
		if len(t.children[at]) > 0 {
			continue
		}
		if best < 0 || later(t.c.Messages[at].CreatedAt, t.c.Messages[best].CreatedAt) ||
			at > best && !later(t.c.Messages[best].CreatedAt, t.c.Messages[at].CreatedAt) {
			best = at
		}
	}
	return best
}

// later says whether a is after b; a known time is after an unknown one.
func later(a, b Time) bool {
	if a.Valid != b.Valid {
		return a.Valid
	}
	return a.MS > b.MS
}

// Path returns the places from the root to the message at place leaf, hidden messages included.
func (t *Tree) Path(leaf int) []int {
	var path []int
	for i := leaf; i >= 0; i = t.parent[i] {
		path = append(path, i)
	}
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return path
}

// Find returns the place of the message with that id.
func (t *Tree) Find(id string) (int, bool) {
	i, ok := t.index[id]
	return i, ok
}

// Thread returns the messages of the branch in view in order, hidden ones left out.
func (c *Conversation) Thread() []*Message {
	t := NewTree(c)
	var thread []*Message
	for _, i := range t.Path(t.InView()) {
		if m := &c.Messages[i]; !m.Hidden {
			thread = append(thread, m)
		}
	}
	return thread
}

// Round returns the description of the round with that number; a round without one has only its number.
func (c *Conversation) Round(number int) Round {
	if i := number - 1; i >= 0 && i < len(c.Rounds) && c.Rounds[i].Number == number {
		return c.Rounds[i] // as almost all are
	}
	for i := range c.Rounds {
		if c.Rounds[i].Number == number {
			return c.Rounds[i]
		}
	}
	return Round{Number: number}
}

// DisplayTitle returns Title, or the first 60 characters of what the user said first, or the external id.
func (c *Conversation) DisplayTitle() string {
	if c.Title != "" {
		return c.Title
	}
	for _, m := range c.Thread() {
		if m.Role == RoleUser && m.Content != "" {
			return FirstLine(m.Content, 60)
		}
	}
	return c.ExternalID
}

// FirstLine returns at most limit characters of s with every run of white space made one blank.
func FirstLine(s string, limit int) string {
	out := make([]rune, 0, limit)
	blank := false
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' {
			blank = len(out) > 0
			continue
		}
		if blank && len(out) < limit {
			out = append(out, ' ')
		}
		blank = false
		if len(out) >= limit {
			return string(out)
		}
		out = append(out, r)
	}
	return string(out)
}
