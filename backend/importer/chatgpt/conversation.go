package chatgpt

import (
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// conversation makes the conversation of the record that was read.
func (r *reader) conversation(rec source.Record) *chat.Conversation {
	in := &r.record
	c := &chat.Conversation{Source: Key, ExternalID: in.id(), Status: chat.StatusActive, CreatedAt: in.created, UpdatedAt: in.updated,
		Raw: slices.Clone(rec.JSON)}
	c.Title = in.title
	w := &weave{r: r, c: c, near: rec.File, nodes: in.nodes}
	w.link()
	w.messages()
	if c.ExternalID == "" {
		c.ExternalID = contentID(c)
	}
	c.Leaf = w.leaf(in.current)
	source.Settle(c, nil)
	if c.Model == "" {
		c.Model = model(in.model)
	}
	source.GuessTimes(c)
	c.Tags = in.tags()
	if n := r.pull.Broken; n > 0 {
		c.Notes = append(c.Notes, source.BrokenNote(n))
	}
	c.Notes = append(c.Notes, w.notes()...)
	return c
}

// contentID is the id of a conversation that has none: its title, its time and its first words.
func contentID(c *chat.Conversation) string {
	parts := []string{c.Title, c.CreatedAt.UTC().String()}
	for i := range min(2, len(c.Messages)) {
		parts = append(parts, c.Messages[i].ID, c.Messages[i].Content)
	}
	return source.ContentID(parts...)
}

// model is a model's name; "auto" is none.
func model(slug string) string {
	if slug == "auto" {
		return ""
	}
	return slug
}

// tags of a conversation (FORMATS.md §1, Tags).
func (r *record) tags() []string {
	var tags []string
	if r.archived {
		tags = append(tags, "archived")
	}
	if r.starred {
		tags = append(tags, "starred")
	}
	switch {
	case strings.HasPrefix(r.gizmo, "g-p-"):
		tags = append(tags, "project:"+r.gizmo)
	case r.gizmo != "":
		tags = append(tags, "gpt:"+r.gizmo)
	}
	if r.voice {
		tags = append(tags, "voice")
	}
	return tags
}
