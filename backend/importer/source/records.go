package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/chat"
)

// Record is one JSON value of an input, not yet parsed: an element of an array, a line, or a whole file.
type Record struct {
	JSON   []byte // good until the next record; take a copy to keep it
	File   string // name in Input.FS
	Offset int64  // byte at which it begins; -1 when unknown
	Line   int    // number of its line in a JSONL file; 0 in other files
	List   string // the key of the array it stands in; "" when it stands in none of the keys
}

// Records yields the values of all files of in, whichever way they hold them: a JSON array, an object with the array
// under one of keys, a lone object, several values behind each other, or JSONL. Where a value cannot be read it yields
// the Item that says so instead: Failed when reading goes on (with the next value, or when a whole file cannot be read
// further with the next file), Err when nothing comes after it. It counts bytes for progress and ends when ctx does.
func Records(ctx context.Context, in *Input, keys ...string) iter.Seq2[Record, *Item] {
	return func(yield func(Record, *Item) bool) {
		for _, file := range in.Files {
			if !fileRecords(ctx, in, file, keys, yield) {
				return
			}
		}
	}
}

// fileRecords yields the records of one file; false when the caller stopped or an error ended the reading.
func fileRecords(ctx context.Context, in *Input, file string, keys []string, yield func(Record, *Item) bool) bool {
	f, err := in.Open(ctx, file)
	if err != nil {
		return in.endFile(ctx, file, err, yield)
	}
	defer f.Close()
	text, begin := UTF8(f)
	peek := newPeeker(text)
	if isLines(file, peek.head()) {
		return lineRecords(ctx, in, file, peek, begin, yield)
	}
	for e, err := range elementsFrom(max(0, begin), peek, keys) {
		if begin < 0 {
			e.Offset = -1
		}
		switch {
		case err != nil:
			return in.endFile(ctx, file, err, yield)
		case e.Damage != "":
			if !yield(Record{}, in.Failed(file, e.Offset, e.Damage)) {
				return false
			}
		case !yield(Record{JSON: e.JSON, File: file, Offset: e.Offset, List: e.List}, nil):
			return false
		}
	}
	return true
}

func lineRecords(ctx context.Context, in *Input, file string, r io.Reader, begin int64, yield func(Record, *Item) bool) bool {
	for line, err := range Lines(r) {
		if err != nil {
			return in.endFile(ctx, file, err, yield)
		}
		offset := line.Offset + begin
		if begin < 0 {
			offset = -1
		}
		more := true
		switch {
		case line.Long:
			more = yield(Record{}, in.Failed(file, offset, fmt.Sprintf("line %d: %s", line.Number, tooLong)))
		case line.Cut && !isJSON(line.Text):
			e := corrupt(offset+int64(len(line.Text)), "the last line is cut off")
			e.Place = fmt.Sprintf("line %d, %s", line.Number, e.Place)
			return in.endFile(ctx, file, e, yield)
		default:
			more = yield(Record{JSON: line.Text, File: file, Offset: offset, Line: line.Number}, nil)
		}
		if !more {
			return false
		}
	}
	return true
}

// endFile tells that a file cannot be read further: the end of everything for a lone file, one failed record among the
// files of a folder. It says whether reading goes on.
func (in *Input) endFile(ctx context.Context, file string, err error, yield func(Record, *Item) bool) bool {
	stop := in.Stop(file, err)
	if len(in.Files) == 1 || ctx.Err() != nil {
		yield(Record{}, stop)
		return false
	}
	e := (*chat.Error)(nil)
	errors.As(stop.Err, &e)
	named := *e
	named.File = ""
	return yield(Record{}, in.Failed(file, -1, named.Error()))
}

// isLines tells JSONL: by a first line that is a whole value with another one behind it, or by the name of a file that
// begins with an object (whose first line may be damaged or very long).
func isLines(name string, head []byte) bool {
	first, rest, found := bytes.Cut(bytes.TrimLeft(head, "\r\n\t "), []byte("\n"))
	rest = bytes.TrimLeft(rest, "\r\n\t ")
	if found && len(first) > 0 && len(rest) > 0 && first[0] == rest[0] && strings.IndexByte("{[", first[0]) >= 0 && isJSON(first) {
		return true
	}
	ext := strings.ToLower(path.Ext(strings.TrimSuffix(name, ".gz")))
	return (ext == ".jsonl" || ext == ".ndjson") && bytes.HasPrefix(first, []byte("{"))
}

// isJSON says whether b is a JSON value, also with characters that will be replaced.
func isJSON(b []byte) bool {
	return jsontext.Value(b).IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
}

// Open opens one file of the input; its bytes count as progress, and reading ends with ctx.
func (in *Input) Open(ctx context.Context, file string) (io.ReadCloser, error) {
	f, err := in.FS.Open(file)
	if err != nil {
		return nil, err
	}
	return &counted{File: f, ctx: ctx, read: in.Read}, nil
}

// counted tells how much of a file was read.
type counted struct {
	fs.File
	ctx  context.Context
	read func(int64)
}

// Read reads, counts, and fails when the work was cancelled.
func (c *counted) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, &chat.Error{Code: chat.CodeCancelled, Reason: "the import was cancelled", Err: err}
	}
	n, err := c.File.Read(b)
	if c.read != nil && n > 0 {
		c.read(int64(n))
	}
	return n, err
}

// Failed makes the Item of a record that could not be read; reading goes on.
func (in *Input) Failed(file string, offset int64, reason string) *Item {
	return &Item{Failed: &chat.Problem{Where: file, Offset: offset, Reason: reason}, Where: file, Offset: offset}
}

// Skipped makes the Item of a record that is understood and left out.
func (in *Input) Skipped(file string, offset int64, id, title, reason string) *Item {
	return &Item{Skipped: &chat.Problem{Where: file, Offset: offset, ID: id, Title: title, Reason: reason}, Where: file, Offset: offset}
}

// Stop makes the Item of an error that ends the reading: a *chat.Error that names the file.
func (in *Input) Stop(file string, err error) *Item {
	e := (*chat.Error)(nil)
	if !errors.As(err, &e) {
		e = &chat.Error{Code: chat.CodeCorrupt, Reason: "it cannot be read: " + err.Error(), Advice: "check the file, or export it again", Err: err}
	}
	named := *e
	if named.File == "" && named.Code != chat.CodeCancelled {
		named.File = file
	}
	return &Item{Err: &named, Where: file, Offset: -1}
}

// NoneKept makes an Item that ends the reading of a file tell that nothing of the file was kept, as of one in which what
// makes a conversation stands apart, so that none of them is surely whole before the end was read.
func NoneKept(stop *Item) *Item {
	e := (*chat.Error)(nil)
	if !errors.As(stop.Err, &e) || e.Code != chat.CodeCorrupt {
		return stop
	}
	told := *e
	told.Advice = "export again and import the new file; nothing of this one is kept, because none of its conversations is surely whole"
	item := *stop
	item.Err = &told
	return &item
}

// peeker shows the beginning of a stream without losing it.
type peeker struct {
	r    io.Reader
	peek []byte
}

// peekBytes is how much of a file tells whether it is JSONL.
const peekBytes = 1 << 20

func newPeeker(r io.Reader) *peeker { return &peeker{r: r} }

// head reads ahead and returns what it saw; an error will show again when reading.
func (p *peeker) head() []byte {
	var err error
	if p.peek, err = io.ReadAll(io.LimitReader(p.r, peekBytes)); err != nil {
		p.r = failing{err}
	}
	return p.peek
}

// Read gives what was seen, then the rest.
func (p *peeker) Read(b []byte) (int, error) {
	if len(p.peek) > 0 {
		n := copy(b, p.peek)
		p.peek = p.peek[n:]
		return n, nil
	}
	return p.r.Read(b)
}

// failing is a stream that ended with an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
