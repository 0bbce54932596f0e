package source

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"

	"loquat/backend/chat"
)

// DataURI makes an attachment of bytes that stand in the text itself ("data:image/png;base64,…"). It returns false
// for anything else. The attachment has no name.
func DataURI(uri string) (chat.Attachment, bool) {
	rest, ok := strings.CutPrefix(uri, "data:")
	head, data, found := strings.Cut(rest, ",")
	if !ok || !found {
		return chat.Attachment{}, false
	}
	kind, packed := strings.CutSuffix(head, ";base64")
	kind, _, _ = strings.Cut(kind, ";")
	b, err := []byte(nil), error(nil)
	if packed {
		b, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.Join(strings.Fields(data), ""), "="))
	} else if data, err = url.PathUnescape(data); err == nil {
		b = []byte(data)
	}
	if err != nil {
		return chat.Attachment{MIME: kind, Missing: true}, true
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
	return chat.Attachment{MIME: MediaType(b, kind), Size: int64(len(b)), Open: open}, true
}

// Inline is DataURI with a name of its own, made of its kind and its bytes, so that two pictures are told apart.
func Inline(kind, uri string) (chat.Attachment, bool) {
	a, ok := DataURI(uri)
	if _, data, _ := strings.Cut(uri, ","); ok {
		a.Name = kind + "-" + ContentID(data)[:8]
	}
	return a, ok
}

// MediaType tells the media type from the first bytes of a file; where they do not tell, it is as the source said.
func MediaType(head []byte, said string) string {
	found, _, _ := strings.Cut(http.DetectContentType(head), ";")
	if found == "application/octet-stream" || found == "text/plain" && said != "" {
		return said
	}
	return found
}
