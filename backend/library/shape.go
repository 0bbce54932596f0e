package library

import (
	"slices"

	"loquat/backend/chat"
)

// shape is the tree of a conversation as a person sees it: hidden messages are passed over, so that a message follows
// the visible one before it, and a choice between branches stands where its first visible messages differ.
type shape struct {
	c    *chat.Conversation
	tree *chat.Tree
}

// shapeOf reads the shape of c.
func shapeOf(c *chat.Conversation) *shape { return &shape{c: c, tree: chat.NewTree(c)} }

// leaf returns the place of the last message of the branch that ends at, or goes on below, the message with that id;
// empty is the branch in view. It is -1 for a conversation without messages, and not ok for an id that is not there.
func (s *shape) leaf(id string) (at int, ok bool) {
	if id == "" {
		return s.tree.InView(), true
	}
	at, ok = s.tree.Find(id)
	if !ok {
		return -1, false
	}
	return s.tree.Newest(at), true
}

// thread returns the places of the visible messages of the branch that ends at place leaf.
func (s *shape) thread(leaf int) []int {
	var seen []int
	for _, i := range s.tree.Path(leaf) {
		if !s.c.Messages[i].Hidden {
			seen = append(seen, i)
		}
	}
	return seen
}

// next returns the places of the visible messages that follow the visible message at place i, in the source's order;
// -1 asks for those that begin the conversation.
func (s *shape) next(i int) []int {
	var begin []int
	if i >= 0 {
		begin = s.tree.Children(i)
	} else {
		for at := range s.c.Messages {
			if s.tree.Parent(at) < 0 {
				begin = append(begin, at)
			}
		}
	}
	var next []int
	for below := reversed(begin); len(below) > 0; {
		at := below[len(below)-1]
		below = below[:len(below)-1]
		if s.c.Messages[at].Hidden {
			below = append(below, reversed(s.tree.Children(at))...)
		} else {
			next = append(next, at)
		}
	}
	return next
}

// reversed returns a copy of list, last first.
func reversed(list []int) []int {
	out := make([]int, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		out = append(out, list[i])
	}
	return out
}

// siblings returns the leaves to switch to at the visible message at place i, which follows the visible one at place
// before, one for each alternative, and which of them is in view. Where there is no choice it returns none.
func (s *shape) siblings(i, before, leaf int) (leaves []string, inView int) {
	alternatives := s.next(before)
	if len(alternatives) < 2 {
		return []string{}, 0
	}
	for n, at := range alternatives {
		end := leaf
		if at == i {
			inView = n
		} else {
			end = s.tree.Newest(at)
		}
		leaves = append(leaves, s.c.Messages[end].ID)
	}
	return leaves, inView
}

// choice is what siblings returns.
type choice struct {
	leaves []string
	inView int
}

// choices are the siblings at the places first to last of a thread that ends at place leaf.
func (s *shape) choices(thread []int, first, last, leaf int) []choice {
	all := make([]choice, 0, last-first)
	for n := first; n < last; n++ {
		before := -1
		if n > 0 {
			before = thread[n-1]
		}
		var c choice
		c.leaves, c.inView = s.siblings(thread[n], before, leaf)
		all = append(all, c)
	}
	return all
}

// branches lists the ways through the conversation that a person can tell apart, in the source's order: one for each
// visible message that no visible one follows.
func (s *shape) branches() []chat.Branch {
	inView := s.tree.InView()
	last := -1
	if seen := s.thread(inView); len(seen) > 0 {
		last = seen[len(seen)-1]
	}
	branches := []chat.Branch{}
	type step struct{ at, depth int }
	for below := []step{{-1, 0}}; len(below) > 0; {
		here := below[len(below)-1]
		below = below[:len(below)-1]
		next := s.next(here.at)
		for _, at := range reversed(next) {
			below = append(below, step{at, here.depth + 1})
		}
		if len(next) > 0 || here.at < 0 {
			continue
		}
		leaf := s.tree.Newest(here.at)
		if here.at == last {
			leaf = inView
		}
		branches = append(branches, chat.Branch{Leaf: s.c.Messages[leaf].ID, Messages: here.depth,
			CreatedAt: s.c.Messages[here.at].CreatedAt, InView: here.at == last})
	}
	return branches
}

// Fork is a branch that is not in view: after Shared messages of the thread in view it has Messages of its own.
type Fork struct {
	Leaf      string // id of its last message
	CreatedAt chat.Time
	Shared    int
	Messages  []*chat.Message
}

// Forks lists the branches of a conversation that are not in view, in the source's order. Its time grows with what they hold.
func Forks(c *chat.Conversation) []Fork {
	s := shapeOf(c)
	shared, seen := map[int]int{}, 0 // place on the branch in view: how many visible messages it has up to there
	for _, at := range s.tree.Path(s.tree.InView()) {
		if !c.Messages[at].Hidden {
			seen++
		}
		shared[at] = seen
	}
	var forks []Fork
	for _, b := range s.branches() {
		if !b.InView {
			forks = append(forks, s.fork(b, shared))
		}
	}
	return forks
}

// fork goes up from the end of a branch to where it meets the branch in view.
func (s *shape) fork(b chat.Branch, shared map[int]int) Fork {
	fork := Fork{Leaf: b.Leaf, CreatedAt: b.CreatedAt}
	at, _ := s.tree.Find(b.Leaf)
	for ; at >= 0; at = s.tree.Parent(at) {
		if n, met := shared[at]; met {
			fork.Shared = n
			break
		}
		if m := &s.c.Messages[at]; !m.Hidden {
			fork.Messages = append(fork.Messages, m)
		}
	}
	slices.Reverse(fork.Messages)
	return fork
}
