package zed

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/klauspost/compress/zstd"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/sqlite"
)

// The columns of the table threads. Older databases lack some of them.
var (
	aboutColumns = []sqlite.Column{{Name: "id"}, {Name: "parent_id"}, {Name: "summary"}, {Name: "created_at"}, {Name: "updated_at"}, {Name: "data_type"}}
	dataColumns  = []sqlite.Column{{Name: "data", Bytes: true}}
)

// about is what the table says of a thread.
type about struct {
	id, parent, title string
	created, updated  chat.Time
	raw               []byte // the row, without the thread itself
	damage            error  // why the row cannot be read
}

// database yields the threads of a database; false when the caller has enough.
func (r *reader) database(ctx context.Context, file string) bool {
	db, err := sqlite.Open(ctx, r.In, file)
	if err != nil {
		return r.Trouble(r.In.Stop(file, err))
	}
	defer db.Close()
	all, damage := r.threads(ctx, db)
	slices.SortStableFunc(all, func(a, b about) int { return cmp.Compare(min(1, len(a.parent)), min(1, len(b.parent))) })
	for i := range all {
		data, err := []byte(nil), all[i].damage
		if err == nil {
			data, err = r.data(ctx, db, all[i].id)
		}
		if err != nil && ctx.Err() != nil {
			return r.Trouble(r.In.Stop(file, err))
		}
		if !r.thread(&all[i], data, err, file) {
			return false
		}
	}
	if damage != nil {
		return r.Trouble(r.In.Stop(file, damage))
	}
	return true
}

// threads reads what the table says of all threads, up to an error. A row that cannot be read costs only itself.
func (r *reader) threads(ctx context.Context, db *sqlite.Database) (all []about, err error) {
	for row, err := range db.Rows(ctx, "threads", aboutColumns...) {
		if err != nil {
			return all, err
		}
		var a about
		a.damage = r.pull.Parse(row.JSON, func() { a.read(r.pull) })
		if a.damage == nil && a.id == "" {
			a.damage = errors.New("its row has no id")
		}
		a.raw = slices.Clone(row.JSON)
		all = append(all, a)
	}
	return all, nil
}

func (a *about) read(p *source.Pull) {
	*a = about{}
	p.Object(func(name string) {
		switch name {
		case "id":
			a.id = p.Text()
		case "parent_id":
			a.parent = p.Text()
		case "summary":
			a.title = p.Text()
		case "created_at":
			a.created = p.Time()
		case "updated_at":
			a.updated = p.Time()
		}
	})
}

// errTooLarge is the reason for a thread that is too large to be read.
var errTooLarge = errors.New("it is too large to be read")

// data returns the JSON of a thread, unpacked.
func (r *reader) data(ctx context.Context, db *sqlite.Database, id string) (data []byte, err error) {
	one := sqlite.Clause{SQL: "WHERE id = ?", Values: []any{id}}
	for row, err := range db.Select(ctx, "threads", one, dataColumns...) {
		if err != nil {
			return nil, err
		}
		if row.Long {
			return nil, errTooLarge
		}
		text := ""
		if err := r.pull.Parse(row.JSON, func() {
			r.pull.Object(func(string) { text = r.pull.Text() })
		}); err != nil {
			return nil, err
		}
		return unpack(text)
	}
	return nil, errors.New("its row cannot be found again")
}

// unpack returns the JSON that the column data holds: as it is, or packed by zstd. What was no text comes in base64.
func unpack(text string) ([]byte, error) {
	if text == "" || text[0] == '{' {
		return []byte(text), nil
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) == 0 || data[0] == '{' {
		return data, err
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(source.MaxRecord))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	data, err = z.DecodeAll(data, nil)
	if errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrWindowSizeExceeded) {
		return nil, errTooLarge
	}
	return data, err
}

// thread yields the conversation of a thread, or says why it cannot be read; false when the caller has enough.
func (r *reader) thread(a *about, data []byte, err error, file string) bool {
	var d document
	if err == nil {
		err = r.pull.Parse(data, func() { d.Read(r.pull) })
	}
	if err != nil {
		return r.Yield(*r.In.Failed(file, -1, fmt.Sprintf("the thread %s cannot be read: %v", a.id, err)))
	}
	c, skip := d.Conversation(source.Record{File: file})
	c.ExternalID, c.Title = a.id, cmp.Or(c.Title, a.title)
	c.CreatedAt, c.UpdatedAt = a.created, cmp.Or(a.updated, c.UpdatedAt)
	c.Raw = append(append(a.raw, '\n'), data...)
	c.ParentExternalID = a.parent
	if started, ok := r.runs[a.id]; ok && a.parent != "" {
		c.ParentExternalID, c.ParentCallID = started.thread, started.call
	}
	for id, call := range d.started() {
		r.runs[id] = run{a.id, call}
	}
	return r.Give(source.Record{File: file, Offset: -1}, c, r.pull.Broken, skip)
}
