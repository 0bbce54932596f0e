package importer

import (
	"bytes"
	"io"
	"net/http"
	"strings"
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
