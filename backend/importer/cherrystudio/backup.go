package cherrystudio

import (
	"context"
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
	one := *b.In
	one.Files = []string{b.file}
	for record, problem := range source.Records(ctx, &one, listState, listTopics, listBlocks, listFirst, listAssistants) {
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
	var parse func()
	id, message := "", ""
	whole := record.JSON
	switch record.List {
	case listState:
		parse = func() { b.names.state(b.pull) }
	case listAssistants:
		parse = func() { b.names.assistant(b.pull) }
	case "":
		return b.notData(record), nil
	case listFirst: // {key, value}, of which "topic:…" are topics
		whole = nil
		parse = func() {
			topic := false
			b.pull.Object(func(name string) {
				switch name {
				case "key":
					topic = strings.HasPrefix(b.pull.Text(), "topic:")
				case "value":
					if topic && b.pull.Kind() == '{' {
						whole = append(whole[:0], b.pull.Raw()...)
					}
				}
			})
		}
	default:
		parse = func() { id, message = readIDs(b.pull) }
	}
	if err := b.pull.Parse(record.JSON, parse); err != nil {
		return b.In.Failed(b.file, record.Offset, "the JSON is damaged: "+err.Error()), nil
	}
	switch record.List {
	case listBlocks:
		if err := b.shelf.Put("blocks:"+message, []byte(id)); err != nil {
			return nil, err
		}
		return nil, b.shelf.Put("block:"+id, whole)
	case listFirst:
		if whole == nil || b.pull.Parse(whole, func() { id, _ = readIDs(b.pull) }) != nil {
			return nil, nil
		}
		return nil, b.topic(id, whole)
	case listTopics:
		return nil, b.topic(id, whole)
	}
	return nil, nil
}

// topic puts a topic on the shelf. One that stands in the file twice is read as it stands first.
func (b *backup) topic(id string, topic []byte) error {
	if b.shelf.Has("topic:" + id) {
		return nil
	}
	b.topics = append(b.topics, id)
	return b.shelf.Put("topic:"+id, topic)
}

// notData tells of a file without the data that this reader knows.
func (b *backup) notData(record source.Record) *source.Item {
	reason := "it holds no topics"
	if probe := (&source.Probe{Head: record.JSON}).Sample(); len(probe.Objects) == 1 && isDirect(probe.Objects[0]) {
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
