package exporter

import (
	"hash/maphash"
	"slices"
	"strconv"

	"loquat/backend/chat"
)

// How a preference is known.
const (
	originRating      = "rating"      // a person rated one answer higher than another, or rated this one
	originRegenerated = "regenerated" // the answer was asked for again, and one was kept
	originEdited      = "edited"      // the same, after the question was sent again
)

// alternative is one answer to a prompt: an unbroken run of a model's messages, to its last one.
type alternative struct {
	end    int // place of the run's last message
	prompt int // place of the message before the run
	rating int // the last rating in the run
	result int // the same of what the run's calls led to, up to the next question
	kept   bool
}

// judged is the rating of the answer, or of what it led to.
func (a alternative) judged() int {
	if a.rating != 0 {
		return a.rating
	}
	return a.result
}

// score orders answers: a rating counts more than being kept.
func (a alternative) score() int {
	if a.kept {
		return 2*a.judged() + 1
	}
	return 2 * a.judged()
}

// promptGroups lists the answers of c by what stands before them, in the source's order. Prompts are the same when their
// messages say the same, also when a question was sent again.
func promptGroups(c *chat.Conversation) [][]alternative {
	w := newPromptWalk(c)
	var groups [][]alternative
	place := map[uint64]int{}
	for i := range c.Messages {
		a, ok := w.alternative(i)
		if !ok {
			continue
		}
		key := w.key(a.prompt)
		at, known := place[key]
		if !known {
			at = len(groups)
			place[key] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], a)
	}
	for _, g := range groups {
		keepNewest(c, g)
	}
	return groups
}

// keepNewest takes the newest answer as the one kept when none of them is in view.
func keepNewest(c *chat.Conversation, group []alternative) {
	newest := 0
	for i, a := range group {
		if a.kept {
			return
		}
		if c.Messages[a.end].CreatedAt.MS >= c.Messages[group[newest].end].CreatedAt.MS {
			newest = i
		}
	}
	group[newest].kept = true
}

// promptWalk knows for each message of a conversation the visible one before it.
type promptWalk struct {
	c      *chat.Conversation
	tree   *chat.Tree
	before []int        // by place: the visible message before it, or -1
	goesOn map[int]bool // places of answers that a further message of the model follows
	inView map[int]bool
	keys   map[int]uint64
	seed   maphash.Seed
}

// newPromptWalk reads the tree of c.
func newPromptWalk(c *chat.Conversation) *promptWalk {
	w := &promptWalk{c: c, tree: chat.NewTree(c), before: make([]int, len(c.Messages)), goesOn: map[int]bool{},
		inView: map[int]bool{}, keys: map[int]uint64{}, seed: maphash.MakeSeed()}
	for i := range c.Messages {
		at := w.tree.Parent(i)
		for at >= 0 && c.Messages[at].Hidden {
			at = w.tree.Parent(at)
		}
		w.before[i] = at
		if at >= 0 && w.answers(i) && w.answers(at) {
			w.goesOn[at] = true
		}
	}
	for _, i := range w.tree.Path(w.tree.InView()) {
		w.inView[i] = true
	}
	return w
}

// answers says whether the message at place i is a model's that a person sees.
func (w *promptWalk) answers(i int) bool {
	return w.c.Messages[i].Role == chat.RoleAssistant && !w.c.Messages[i].Hidden
}

// alternative returns the run of a model's messages that ends at place i, if one does and something stands before it.
func (w *promptWalk) alternative(i int) (alternative, bool) {
	if !w.answers(i) || w.goesOn[i] || w.c.Type == chat.TypeGraph && w.c.Messages[i].Round == 1 {
		return alternative{}, false
	}
	a := alternative{end: i, prompt: i, kept: w.inView[i]}
	for a.prompt >= 0 && w.answers(a.prompt) {
		if a.rating == 0 {
			a.rating = w.c.Messages[a.prompt].Rating
		}
		a.prompt = w.before[a.prompt]
	}
	if len(w.c.Messages[i].ToolCalls) > 0 {
		a.result = w.result(i)
	}
	return a, a.prompt >= 0
}

// result is the last rating of what follows the message at place i, up to the next question.
func (w *promptWalk) result(i int) int {
	rating := 0
	way := w.tree.Path(w.tree.Newest(i))
	for _, at := range way[slices.Index(way, i)+1:] {
		m := &w.c.Messages[at]
		if m.Role == chat.RoleUser && !m.Hidden {
			break
		}
		if m.Rating != 0 {
			rating = m.Rating
		}
	}
	return rating
}

// key is the same for places at which the visible messages so far say the same.
func (w *promptWalk) key(i int) uint64 {
	var way []int
	for ; i >= 0 && w.keys[i] == 0; i = w.before[i] {
		way = append(way, i)
	}
	key := uint64(1)
	if i >= 0 {
		key = w.keys[i]
	}
	for n := len(way) - 1; n >= 0; n-- {
		m := &w.c.Messages[way[n]]
		var h maphash.Hash
		h.SetSeed(w.seed)
		for _, s := range []string{strconv.FormatUint(key, 16), string(m.Role), m.Content, m.ToolCallID} {
			_, _ = h.WriteString(s)
			_ = h.WriteByte(0)
		}
		for _, call := range m.ToolCalls {
			_, _ = h.WriteString(call.ID + "\x00" + call.Name + "\x00" + call.Arguments + "\x00")
		}
		key = max(h.Sum64(), 1)
		w.keys[way[n]] = key
	}
	return key
}

// answered makes the clean draft of what leads to the answer a, which is its last turn; left is set when it is not.
func (p *preparer) answered(c *chat.Conversation, tree *chat.Tree, a alternative) *draft {
	messages := visible(c, tree.Path(a.end))
	rounds := roundsInView(c, messages)
	if c.Type == chat.TypeGraph {
		number := c.Messages[a.end].Round
		messages = inRound(messages, number)
		rounds = []chat.Round{c.Round(number)}
	}
	d := &draft{source: c, title: c.DisplayTitle(), model: lastModel(c, messages)}
	p.fill(d, messages, rounds)
	first := len(messages)
	for first > 1 && messages[first-2].Role == chat.RoleAssistant {
		first--
	}
	p.clean(d)
	if d.left != nil {
		return d
	}
	if n := len(d.turns); d.turns[n-1].number < first || n < 2 || d.turns[n-2].role != roleUser && d.turns[n-2].role != roleTool {
		d.leave("EMPTY_RATED", nil, strconv.Itoa(first))
	}
	return d
}
