package importer

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// peekBytes is how much of a file tells what kind of file it is.
const peekBytes = 4 << 10

// kind is what the first bytes of a file say it is.
type kind int

const (
	kindOther kind = iota // worth asking the sources
	kindEmpty
	kindZip
	kindGzip
	kindZstd
	kindMedia // pictures, sounds, films, fonts, PDF: never conversations
)

func kindOf(head []byte) kind {
	switch {
	case len(head) == 0:
		return kindEmpty
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return kindZip
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return kindGzip
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return kindZstd
	}
	switch major, _, _ := strings.Cut(http.DetectContentType(head), "/"); {
	case major == "image", major == "audio", major == "video", major == "font", bytes.HasPrefix(head, []byte("%PDF-")):
		return kindMedia
	}
	return kindOther
}

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

// hollow says whether a whole file holds nothing: the list of somebody who has no conversations, or only white space.
func hollow(whole []byte) bool {
	switch string(bytes.TrimSpace(bytes.TrimPrefix(whole, []byte("\xef\xbb\xbf")))) {
	case "", "[]", "{}", "null":
		return true
	}
	return false
}

// headOf reads the first bytes of a file.
func headOf(e entry) ([]byte, error) {
	r, err := e.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, peekBytes)
	n, err := io.ReadFull(r, head)
	if err != nil && !ended(err) {
		return nil, err
	}
	return head[:n], nil
}

// ended says that a file had no more to give. An error of an archive, which may have such a cause, is something else.
func ended(err error) bool { return err == io.EOF || err == io.ErrUnexpectedEOF }

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

// damaged lists the files that could not be looked at. An attachment of a recognised export is no conversation lost.
func (o *opening) damaged(all *files, found map[string][]string, broken map[string]*chat.Error, c container) {
	for _, name := range all.names {
		switch err := broken[name]; {
		case err == nil:
		case err.Code == chat.CodeUnknownFormat || belongs(name, "", found):
			o.problem(path.Join(c.place, name), err)
		default:
			o.lost(path.Join(c.place, name), err)
		}
	}
}

// leftover lists the files that no source recognises, those excepted that belong to a recognised export. One that is
// named as the shards of an export are, but for its number, is a shard that is lost.
func (o *opening) leftover(all *files, found map[string][]string, others map[string]kind, c container) {
	shards := map[string]bool{}
	for _, names := range found {
		for _, name := range names {
			shards[series(name)] = true
		}
	}
	for _, name := range all.names {
		kind, other := others[name]
		switch {
		case !other || belongs(name, "", found):
		case series(name) != name && shards[series(name)]:
			o.lost(path.Join(c.place, name), &chat.Error{Code: chat.CodeCorrupt, File: path.Join(c.place, name),
				Reason: "it is damaged, or in another format than the files with such names beside it", Advice: "export again and import the new file"})
		case kind == kindMedia:
			o.media++
		case kind == kindEmpty:
			o.problem(path.Join(c.place, name), &chat.Error{Code: chat.CodeEmpty, File: path.Join(c.place, name), Reason: "the file is empty", Advice: "export again if something is missing"})
		default:
			o.problem(path.Join(c.place, name), unknownFormat(path.Join(c.place, name), "it is not a known format yet"))
		}
	}
}

// number is what differs between the names of the shards of an export.
var number = regexp.MustCompile(`\d+`)

// series is a name with its numbers taken out; the shards of an export share it.
func series(name string) string { return number.ReplaceAllString(name, "#") }

// belongs says whether a file is an attachment or side data of an export that another source than key recognised.
func belongs(name, key string, found map[string][]string) bool {
	for _, s := range Sources {
		if s.Belongs == nil || s.Key == key {
			continue
		}
		for _, file := range found[s.Key] {
			inside, ok := below(path.Dir(file), name)
			if ok && s.Belongs(inside) {
				return true
			}
		}
	}
	return false
}

// below returns name as it is called from the folder dir, when it is in it.
func below(dir, name string) (string, bool) {
	if dir == "." {
		return name, true
	}
	return strings.CutPrefix(name, dir+"/")
}

func fileEntry(path string, info fs.FileInfo) entry {
	return entry{name: filepath.Base(path), size: info.Size(), mtime: info.ModTime(), open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

func fsEntry(fsys fs.FS, name string, d fs.DirEntry) entry {
	e := entry{name: name, size: -1, open: func() (io.ReadCloser, error) { return fsys.Open(name) }}
	if info, err := d.Info(); err == nil {
		e.size, e.mtime = info.Size(), info.ModTime()
	}
	return e
}

// unknownFormat is the error for a file that no source recognises.
func unknownFormat(file, reason string) *chat.Error {
	names := make([]string, 0, len(Sources))
	for _, s := range Sources {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	return &chat.Error{Code: chat.CodeUnknownFormat, File: file, Reason: reason, Advice: "this version reads " + strings.Join(names, ", ")}
}

func unreadable(file string, err error) *chat.Error {
	if e := asError(file, err); e.Code != chat.CodeInternal {
		return e
	}
	return &chat.Error{Code: chat.CodeCorrupt, File: file, Reason: "it cannot be read: " + cause(err), Advice: "check the file, or export it again", Err: err}
}

// asError makes a *chat.Error that names the file; nil stays nil.
func asError(file string, err error) *chat.Error {
	if err == nil {
		return nil
	}
	e := (*chat.Error)(nil)
	if !errors.As(err, &e) {
		return &chat.Error{Code: chat.CodeInternal, File: file, Reason: err.Error(), Err: err}
	}
	named := *e
	if named.File == "" {
		named.File = file
	}
	return &named
}
