package cherrystudio

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/spool"
)

// The places of a backup that make conversations. Everything else stays behind: localStorage holds the keys of providers,
// of which only the names of topics and what assistants were told are taken.
const (
	listState      = "localStorage.persist:cherry-studio"
	listTopics     = "indexedDB.topics"
	listBlocks     = "indexedDB.message_blocks"
	listFirst      = "indexedDB"  // an array in the first version
	listAssistants = "assistants" // in what is kept of a conversation: what was taken of localStorage
)

// backup is a backup while it is read. The messages of a topic name the blocks of their contents, which stand in another
// place of the file: both are kept aside until all of it is known.
type backup struct {
	*reader
	file   string
	shelf  *spool.Shelf
	names  *names
	topics []string // ids, in the order of the file
}

// backup yields the conversations of one file; false when the caller has enough. Of a file that is cut off it yields
// those that are whole, before it says so.
func (r *reader) backup(ctx context.Context, file string) bool {
	shelf, err := spool.NewShelf()
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer shelf.Close()
	b := &backup{reader: r, file: file, shelf: shelf, names: newNames()}
	cut, more := b.gather(ctx)
	if !more {
		return false
	}
	for _, id := range b.topics {
		if ctx.Err() != nil {
			return r.Trouble(r.In.Stop(file, &chat.Error{Code: chat.CodeCancelled, Reason: "the import was cancelled", Err: ctx.Err()}))
		}
		if !b.give(id, cut != nil) {
			return false
		}
	}
	return cut == nil || r.Trouble(cut)
}

// gather reads the file once. cut is what ended it too early.
func (b *backup) gather(ctx context.Context) (cut *source.Item, more bool) {
	for record, problem := range source.Records(ctx, b.In.Only(b.file), listState, listTopics, listBlocks, listFirst, listAssistants) {
		if problem != nil {
			if problem.Err != nil {
				return problem, true
			}
			if !b.Trouble(problem) {
				return nil, false
			}
			continue
		}
		item, err := b.keep(record)
		if err != nil {
			return nil, b.Trouble(b.In.Stop(b.file, err))
		}
		if item != nil && !b.Yield(*item) {
			return nil, false
		}
	}
	return nil, true
}

// keep takes one record; the Item says why it cannot be read.
func (b *backup) keep(record source.Record) (*source.Item, error) {
	if record.List == "" {
		return b.notData(record), nil
	}
	id, message, row := "", "", record.JSON
	err := b.pull.Parse(record.JSON, func() {
		switch record.List {
		case listState:
			b.names.state(b.pull)
		case listAssistants:
			b.names.assistant(b.pull)
		case listFirst:
			row = readFirst(b.pull)
		default:
			id, message = readIDs(b.pull)
		}
	})
	if err == nil && record.List == listFirst && row != nil {
		err = b.pull.Parse(row, func() { id, _ = readIDs(b.pull) })
	}
	switch {
	case err != nil:
		return b.In.Failed(b.file, record.Offset, "the JSON is damaged: "+err.Error()), nil
	case record.List == listBlocks:
		return nil, errors.Join(b.shelf.Put("blocks:"+message, []byte(id)), b.shelf.Put("block:"+id, row))
	case record.List == listTopics, record.List == listFirst && row != nil:
		return nil, b.topic(id, row)
	}
	return nil, nil
}

// readFirst reads an element of the list that the first version keeps: {key, value}, of which "topic:…" are topics. It is
// nil for anything else.
func readFirst(p *source.Pull) (topic []byte) {
	isTopic := false
	p.Object(func(name string) {
		switch name {
		case "key":
			isTopic = strings.HasPrefix(p.Text(), "topic:")
		case "value":
			if p.Kind() == '{' {
				topic = bytes.Clone(p.Raw())
			}
		}
	})
	if !isTopic {
		return nil
	}
	return topic
}

// topic puts a topic on the shelf. One that stands in the file twice is read as it stands first.
func (b *backup) topic(id string, topic []byte) error {
	if b.shelf.Has("topic:" + id) {
		return nil
	}
	b.topics = append(b.topics, id)
	return b.shelf.Put("topic:"+id, topic)
}

// notData tells of a file without the data that this reader knows; nil for one that describes a database that it reads.
func (b *backup) notData(record source.Record) *source.Item {
	reason := "it holds no topics"
	if s := (&source.Probe{Head: record.JSON}).Sample(); len(s.Objects) == 1 && isDirect(s.Objects[0]) {
		if b.stored {
			return nil
		}
		reason = "this backup copies the program's own databases, which cannot be read; only backups with a data.json can"
	}
	return b.In.Failed(b.file, record.Offset, reason)
}

// readIDs reads the id of a row, and that of its message.
func readIDs(p *source.Pull) (id, message string) {
	p.Object(func(name string) {
		switch name {
		case "id":
			id = p.Text()
		case "messageId":
			message = p.Text()
		}
	})
	return id, message
}
