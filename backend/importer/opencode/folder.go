package opencode

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
)

// storage is the files of a folder by what they belong to.
type storage struct {
	sessions []header
	exports  []string            // files that hold a session whole
	messages map[string][]string // session id to the files of its messages
	parts    map[string][]string // message id to the files of its parts
}

// header is what is said of a session, and the file that says it.
type header struct {
	about
	file string
	lost bool // file is one of its messages, because the one that says it is missing
}

// folder yields the sessions of a storage.
func (r *reader) folder(ctx context.Context, files []string) {
	st, ok := r.sort(ctx, files)
	if !ok {
		return
	}
	for _, h := range st.sessions {
		if !r.session(ctx, st, h) {
			return
		}
	}
	for _, file := range st.exports {
		if !r.export(ctx, file) {
			return
		}
	}
	for _, file := range files { // what no session claimed
		for _, left := range []map[string][]string{st.messages, st.parts} {
			if list := left[folderOf(file)]; len(list) > 0 && slices.Contains(list, file) {
				if !r.Yield(*r.In.Skipped(file, -1, folderOf(file), "", "it is a piece of a session, and what it belongs to is not here")) {
					return
				}
			}
		}
	}
}

// sort tells the files apart and reads what is said of the sessions, which is little.
func (r *reader) sort(ctx context.Context, files []string) (*storage, bool) {
	st := &storage{messages: map[string][]string{}, parts: map[string][]string{}}
	known := map[string]bool{}
	for _, file := range files {
		switch kindOf(r.head(file)) {
		case kindMessage:
			st.messages[folderOf(file)] = append(st.messages[folderOf(file)], file)
		case kindExport:
			st.exports = append(st.exports, file)
		case kindPart:
			st.parts[folderOf(file)] = append(st.parts[folderOf(file)], file)
		default:
			h := header{file: file}
			trouble := r.record(ctx, file, func(source.Record) { h.read(r.pull) })
			if trouble != nil && !r.Trouble(trouble) {
				return nil, false
			}
			if trouble == nil {
				st.sessions = append(st.sessions, h)
				known[h.id] = true
			}
		}
	}
	for id, list := range st.messages { // their sessions lost the file that describes them
		if !known[id] && len(files) > 1 {
			st.sessions = append(st.sessions, header{about: about{id: id}, file: list[0], lost: true})
		}
	}
	slices.SortFunc(st.sessions, func(a, b header) int {
		return cmp.Or(cmp.Compare(min(1, len(a.parent)), min(1, len(b.parent))), cmp.Compare(a.created.MS, b.created.MS), cmp.Compare(a.id, b.id))
	})
	return st, true
}

// head looks at the beginning of a file.
func (r *reader) head(file string) source.Fields {
	if s := r.In.Probe(file, 64<<10).Sample(); len(s.Objects) > 0 {
		return s.Objects[0]
	}
	return nil
}

// record reads the one value of a file with r.pull; the Item says what could not be read.
func (r *reader) record(ctx context.Context, file string, read func(source.Record)) *source.Item {
	for record, problem := range source.Records(ctx, r.In.Only(file)) {
		if problem != nil {
			return problem
		}
		if err := r.pull.Parse(record.JSON, func() { read(record) }); err != nil {
			return r.In.Failed(file, record.Offset, "the JSON is damaged: "+err.Error())
		}
		return nil
	}
	return r.In.Failed(file, 0, "it holds nothing")
}

// session reads the messages of a session and their parts, and yields it.
func (r *reader) session(ctx context.Context, st *storage, h header) bool {
	s := &session{about: h.about}
	if !h.lost {
		r.piece(ctx, s, h.file, func() { r.pull.Skip() })
	}
	files := st.messages[h.id]
	delete(st.messages, h.id)
	for _, file := range files {
		var m message
		if !r.piece(ctx, s, file, func() { m = message{}; m.read(r.pull) }) {
			continue
		}
		parts := st.parts[m.id]
		delete(st.parts, m.id)
		for _, file := range parts {
			var p part
			if r.piece(ctx, s, file, func() { p = part{}; p.read(r.pull) }) {
				m.parts = append(m.parts, p)
			}
		}
		s.messages = append(s.messages, m)
	}
	if ctx.Err() != nil {
		return r.Trouble(r.In.Stop(h.file, &chat.Error{Code: chat.CodeCancelled, Reason: "the import was cancelled", Err: ctx.Err()}))
	}
	if len(s.messages) == 0 {
		return r.Yield(*r.In.Skipped(h.file, -1, h.id, h.title, "it is empty: there are no messages of this session here"))
	}
	return r.finish(s, h.file)
}

// piece reads a file of a session and keeps it as a line of its record. One that cannot be read costs only itself, and
// is told in a note.
func (r *reader) piece(ctx context.Context, s *session, file string, read func()) bool {
	trouble := r.record(ctx, file, func(record source.Record) {
		read()
		s.keep(record.JSON)
	})
	if trouble == nil {
		s.broken += r.pull.Broken
		return true
	}
	reason := ""
	if e := (*chat.Error)(nil); errors.As(trouble.Err, &e) {
		reason = source.Join(": ", e.Place, e.Reason)
	} else if trouble.Failed != nil {
		reason = trouble.Failed.Reason
	}
	s.notes = append(s.notes, "the file "+tree.BaseName(file)+" could not be read and was left out: "+reason)
	return false
}
