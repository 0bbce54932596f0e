package geminitakeout

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/net/html"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// records yields the entries of one file: JSON objects, or pieces of HTML.
func records(ctx context.Context, in *source.Input) iter.Seq2[source.Record, *source.Item] {
	file := in.Files[0]
	if !isHTML(in.Probe(file, 4<<10).Head) {
		return source.Records(ctx, in)
	}
	return func(yield func(source.Record, *source.Item) bool) {
		f, err := in.Open(ctx, file)
		if err != nil {
			yield(source.Record{}, in.Stop(file, err))
			return
		}
		defer f.Close()
		text, begin := source.UTF8(f)
		c := &cells{z: html.NewTokenizer(text), in: in, file: file, at: begin, yield: yield}
		c.z.SetMaxBuf(source.MaxRecord)
		c.read()
	}
}

// cells cuts a page into its outer cells, one for each entry, without building the page.
type cells struct {
	z     *html.Tokenizer
	in    *source.Input
	file  string
	at    int64 // byte of the file; -1 when bytes of the text are not bytes of the file
	yield func(source.Record, *source.Item) bool

	cell   bytes.Buffer
	start  int64
	depth  int  // of the div elements that are open in the cell; 0 outside of cells
	opened bool // the page has a beginning, and must have an end
	closed bool
}

// read goes through the page.
func (c *cells) read() {
	for {
		kind := c.z.Next()
		raw := c.z.Raw()
		if kind == html.ErrorToken {
			c.end(c.z.Err())
			return
		}
		if c.depth > 0 {
			c.cell.Write(raw)
		}
		size := int64(len(raw))
		if (kind == html.StartTagToken || kind == html.EndTagToken) && !c.tag(kind, raw) {
			return
		}
		if c.at >= 0 {
			c.at += size
		}
	}
}

// tag minds a tag; false when the caller has enough.
func (c *cells) tag(kind html.TokenType, raw []byte) bool {
	written := raw
	name, more := c.z.TagName()
	switch string(name) {
	case "html", "body":
		c.opened = true
		c.closed = kind == html.EndTagToken
	case "div":
		switch {
		case kind == html.EndTagToken && c.depth > 0:
			if c.depth--; c.depth == 0 {
				return c.yield(source.Record{JSON: bytes.TrimSpace(c.cell.Bytes()), File: c.file, Offset: c.start}, nil)
			}
		case kind == html.StartTagToken && c.depth > 0:
			c.depth++
		case kind == html.StartTagToken:
			tag := string(written)
			if more && c.isOuter() {
				c.cell.Reset()
				c.cell.WriteString(tag)
				c.start, c.depth = c.at, 1
			}
		}
	}
	return true
}

// isOuter says whether the div that begins here holds an entry.
func (c *cells) isOuter() bool {
	for {
		name, value, more := c.z.TagAttr()
		if string(name) == "class" {
			return strings.Contains(" "+string(value)+" ", " outer-cell ")
		}
		if !more {
			return false
		}
	}
}

// end tells when the page ends too early.
func (c *cells) end(err error) {
	switch {
	case !errors.Is(err, io.EOF):
		c.yield(source.Record{}, c.in.Stop(c.file, err))
	case c.depth > 0 || c.opened && !c.closed:
		c.yield(source.Record{}, c.in.Stop(c.file, &chat.Error{Code: chat.CodeCorrupt, Place: fmt.Sprintf("byte %d", c.at),
			Reason: "the page is cut off", Advice: "export again and import the new file; what comes before this place is kept"}))
	}
}
