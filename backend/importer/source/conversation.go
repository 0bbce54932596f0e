package source

import (
	"strconv"

	"loquat/backend/chat"
)

// CountUnknown counts a record or block type that the reader does not understand; it stays in c.Raw.
func CountUnknown(c *chat.Conversation, what string) {
	if c.Unknown == nil {
		c.Unknown = map[string]int{}
	}
	what, _ = Clean(what)
	c.Unknown[what]++
}

// GuessTimes fills in the times that a source did not give, as guesses: the earliest and the latest message, else each
// other.
func GuessTimes(c *chat.Conversation) {
	var first, last chat.Time
	for i := range c.Messages {
		t := c.Messages[i].CreatedAt
		if t.Valid && (!first.Valid || t.MS < first.MS) {
			first = t
		}
		if t.Valid && (!last.Valid || t.MS > last.MS) {
			last = t
		}
	}
	if !c.CreatedAt.Valid {
		c.CreatedAt = known(first, c.UpdatedAt)
	}
	if !c.UpdatedAt.Valid {
		c.UpdatedAt = known(last, c.CreatedAt)
	}
}

// known is the first of two times that is known, as a guess.
func known(a, b chat.Time) chat.Time {
	if !a.Valid {
		a = b
	}
	if a.Valid {
		a = a.Guess()
	}
	return a
}

// IDs gives the messages of a conversation ids that are unique in it, and the same at every import.
type IDs map[string]bool

// Unique returns the id as it is when no message has it yet, else with "#2", "#3" … behind it. A message without an id
// gets one made of its place.
func (taken IDs) Unique(id string) string {
	if id == "" {
		id = "m" + strconv.Itoa(len(taken)+1)
	}
	free := id
	for n := 2; taken[free]; n++ {
		free = id + "#" + strconv.Itoa(n)
	}
	taken[free] = true
	return free
}
