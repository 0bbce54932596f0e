package importer

import (
	"io"
	"path"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// verdict is what a look at a file said.
type verdict struct {
	key     string // of the source that recognises it; empty when none does
	kind    kind
	archive bool // it was an archive, and was opened
}

// search asks the sources about every entry of a container, and opens the archives in it.
func (o *opening) search(c container) error {
	all := newFiles(c.entries)
	for _, e := range c.beside {
		all.byName[e.name] = e
	}
	found := map[string][]string{} // source key to files
	others := map[string]kind{}
	broken := map[string]*chat.Error{}
	for _, name := range all.names {
		if o.ctx.Err() != nil {
			return cancelled(o.ctx.Err())
		}
		v, err := o.look(all, name, c)
		switch {
		case err != nil && (c.lone || err.Code == chat.CodeCancelled):
			return o.named(err)
		case err != nil:
			broken[name] = err
		case v.key != "":
			found[v.key] = append(found[v.key], name)
		case !v.archive:
			others[name] = v.kind
		}
	}
	o.match(all, found, c)
	o.damaged(all, found, broken, c)
	o.leftover(all, found, others, c)
	return nil
}

// look says what a file is. It replaces a gzip or zstd file by what is in it, and searches an archive.
func (o *opening) look(all *files, name string, c container) (verdict, *chat.Error) {
	e := all.byName[name]
	head, err := headOf(e)
	if err != nil {
		return verdict{}, unreadable(name, err)
	}
	v := verdict{kind: kindOf(head)}
	switch v.kind {
	case kindZip:
		place := path.Join(c.place, name)
		if c.lone {
			place = ""
		}
		v.archive = true
		return v, asError(name, o.archive(e, place, c.depth))
	case kindGzip:
		all.byName[name] = gunzipped(e)
	case kindZstd:
		all.byName[name] = unzstd(e)
	case kindEmpty, kindMedia:
		return v, nil
	}
	v.key, err = o.ask(all, name)
	if err != nil {
		return v, unreadable(name, err)
	}
	if v.key == "" && len(head) < peekBytes && hollow(head) {
		v.kind = kindEmpty
	}
	return v, nil
}

// ask returns the key of the source that recognises a file by its head, "" when none does. A file that is damaged behind
// what was recognised is for the reader, who keeps what comes before.
func (o *opening) ask(all *files, name string) (string, error) {
	r, err := all.byName[name].open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, _ := source.UTF8(r)
	if o.head == nil {
		o.head = make([]byte, source.HeadBytes)
	}
	n, err := io.ReadFull(text, o.head)
	probe := &source.Probe{Names: all.names, Name: name, Head: o.head[:n], Whole: ended(err)}
	for _, s := range Sources {
		if s.Detect(probe) {
			return s.Key, nil
		}
	}
	if err != nil && !ended(err) {
		return "", err
	}
	return "", nil
}

// match makes one Match for each source that recognised files of the container.
func (o *opening) match(all *files, found map[string][]string, c container) {
	label := o.label
	if c.place != "" {
		label += ", " + c.place
	}
	for _, s := range Sources {
		names := slices.DeleteFunc(slices.Clone(found[s.Key]), func(name string) bool { return belongs(name, s.Key, found) })
		if len(names) == 0 {
			continue
		}
		o.matches = append(o.matches, Match{Source: s, Input: source.Input{FS: all, Files: names, Label: label, MTime: o.mtime}})
		for _, name := range names {
			size := all.byName[name].size
			o.bytes += max(0, size)
			o.unsure = o.unsure || size < 0
		}
	}
}
