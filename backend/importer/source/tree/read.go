package tree

import (
	"bytes"
	"cmp"
	"context"
	"io/fs"
	"iter"
	"path"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// Document is one record of a source.
type Document interface {
	// Read fills the document with the value that comes next in p. It begins by clearing what it fills, because it may
	// be called again for the same record.
	Read(p *source.Pull)
	// Conversation makes the conversation of what was read; skip says why there is none; a record without
	// both is told of by the reader itself. What can be told from the messages is filled in behind it.
	Conversation(r source.Record) (c *chat.Conversation, skip string)
}

// Read yields the conversation of each record of in, for the source key. d is filled again for record after record.
// lists are the members under which a file that is one object may hold its records.
func Read(ctx context.Context, in *source.Input, key string, d Document, lists ...string) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := NewReader(ctx, in, key, d, yield)
		for record, problem := range source.Records(ctx, in, lists...) {
			if !r.Take(record, problem) {
				return
			}
		}
	}
}

// Reader makes conversations of records, one by one.
type Reader struct {
	*turns.Giver
	pull *source.Pull
	doc  Document
}

// NewReader begins a reading of in for the source key.
func NewReader(ctx context.Context, in *source.Input, key string, d Document, yield func(source.Item) bool) *Reader {
	return &Reader{Giver: turns.NewGiver(ctx, in, key, yield), pull: source.NewPull(), doc: d}
}

// TakeFile yields the conversation of each record of one file; false when the caller has enough. lists are as for Read.
func (r *Reader) TakeFile(ctx context.Context, file string, lists ...string) bool {
	for record, problem := range source.Records(ctx, r.In.Only(file), lists...) {
		if !r.Take(record, problem) {
			return false
		}
	}
	return true
}

// Take yields the conversation of a record, or tells why there is none; false when the caller has enough.
func (r *Reader) Take(record source.Record, problem *source.Item) bool {
	switch {
	case problem != nil:
		return r.Trouble(problem)
	case record.JSON[0] != '{' && record.JSON[0] != '[':
		return r.Yield(*r.In.Failed(record.File, record.Offset, "it is not a conversation"))
	}
	if err := r.pull.Parse(record.JSON, func() { r.doc.Read(r.pull) }); err != nil {
		return r.NotJSON(record, err)
	}
	c, skip := r.doc.Conversation(record)
	return r.Give(record, c, r.pull.Broken, skip)
}

// Give completes the conversation that a reader made of a record and yields it, or tells why there is none. broken is
// how many characters were replaced. It returns false when the caller has enough.
func (r *Reader) Give(record source.Record, c *chat.Conversation, broken int, skip string) bool {
	switch {
	case c == nil && skip == "":
		return true
	case c == nil:
		c = &chat.Conversation{}
	}
	if skip == "" && len(c.Messages) == 0 {
		skip = "it is empty: it holds no messages"
	}
	if skip != "" {
		return r.Yield(*r.In.Skipped(record.File, record.Offset, c.ExternalID, c.Title, skip))
	}
	c.Source, c.Status = r.Key, cmp.Or(c.Status, chat.StatusActive)
	if c.Raw == nil {
		c.Raw = bytes.Clone(record.JSON)
	}
	if c.ExternalID == "" {
		c.ExternalID = turns.ContentID(c)
	}
	if broken > 0 {
		c.Notes = append(c.Notes, source.BrokenNote(broken))
	}
	source.Settle(c, nil)
	source.GuessTimes(c)
	return r.Giver.Conversation(c, record)
}

// BaseName is the name of a file without its folder and its last extension.
func BaseName(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}

// FileTime is when a file of the input was last changed, as a guess; unknown when that is not told.
func FileTime(in *source.Input, file string) chat.Time {
	info, err := fs.Stat(in.FS, file)
	if err != nil || info.ModTime().Year() < 1990 { // an archive that keeps no times says 1980
		return chat.Time{}
	}
	return chat.At(info.ModTime()).Guess()
}

// Tag adds a tag unless it is empty or there already.
func Tag(c *chat.Conversation, tag string) {
	tag = strings.TrimSpace(tag)
	if tag == "" {
		return
	}
	for _, other := range c.Tags {
		if other == tag {
			return
		}
	}
	c.Tags = append(c.Tags, tag)
}
