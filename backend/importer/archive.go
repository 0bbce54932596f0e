package importer

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/klauspost/compress/zip"

	"loquat/backend/chat"
)

// Limits of archives, against those made to fill a disk or a memory. Text is packed about 4:1, at most some 30:1.
const (
	maxEntries  = 200_000
	maxInflated = 256 << 30 // bytes of all entries together
	maxRatio    = 200       // inflated bytes for each byte of the archive …
	ratioFrom   = 100 << 20 // … looked at from this many inflated bytes on
)

// archive opens a ZIP and searches it. place is where it stands below the path named, "" when it is that path.
func (o *opening) archive(e entry, place string, depth int) error {
	if depth == maxArchives {
		return &chat.Error{Code: chat.CodeUnknownFormat, Reason: "it is an archive inside an archive inside an archive", Advice: "unpack it and import the folder"}
	}
	file, size, err := o.randomAccess(e)
	if err != nil {
		return err
	}
	z, err := zip.NewReader(file, size)
	if err != nil {
		return &chat.Error{Code: chat.CodeCorrupt, Reason: "the archive is cut off or damaged: " + strings.TrimPrefix(err.Error(), "zip: "),
			Advice: "download it again and import the new file", Err: err}
	}
	if err := guard(z, size); err != nil {
		return err
	}
	entries := o.entries(z, place)
	if isDocument(z) {
		o.media++
		return nil
	}
	return o.search(container{place: place, entries: entries, depth: depth + 1})
}

// guard refuses an archive that tries to escape or to explode.
func guard(z *zip.Reader, size int64) error {
	if len(z.File) > maxEntries {
		return tooMany("")
	}
	var inflated uint64
	for _, f := range z.File {
		inflated += min(f.UncompressedSize64, maxInflated+1)
		if inflated > maxInflated || inflated > ratioFrom && inflated/maxRatio > uint64(size) {
			return exploding()
		}
		if name := slashed(f.Name); escapes(name) {
			return &chat.Error{Code: chat.CodeUnsafe, File: name, Reason: "the archive tries to write outside its folder", Advice: "do not use this archive; export again"}
		}
	}
	return nil
}

func exploding() *chat.Error {
	return &chat.Error{Code: chat.CodeUnsafe, Reason: "the archive would unpack to far more than any export", Advice: "do not use this archive; export again"}
}

func tooMany(file string) *chat.Error {
	return &chat.Error{Code: chat.CodeUnsafe, File: file, Reason: fmt.Sprintf("it holds more than %d files", maxEntries), Advice: "import its parts one after the other"}
}

// slashed is a name in an archive with the slashes of ZIP, which some Windows programs do not write.
func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// escapes says whether a name leads out of the archive: absolute, with a drive, or with "..".
func escapes(name string) bool {
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// isDocument tells the ZIPs that are one document: Office files, EPUB, Java archives.
func isDocument(z *zip.Reader) bool {
	for _, f := range z.File {
		if f.Name == "[Content_Types].xml" || f.Name == "mimetype" || strings.HasPrefix(f.Name, "META-INF/") {
			return true
		}
	}
	return false
}

// entries lists the plain files of an archive; what cannot be read is noted.
func (o *opening) entries(z *zip.Reader, place string) []entry {
	var entries []entry
	seen := map[string]bool{}
	for _, f := range z.File {
		name := path.Clean(slashed(f.Name))
		if f.Mode()&fs.ModeType != 0 || strings.HasSuffix(slashed(f.Name), "/") || noisy(name) || !fs.ValidPath(name) {
			continue
		}
		where := path.Join(place, name)
		switch {
		case seen[name]:
			o.problem(where, &chat.Error{Code: chat.CodeUnknownFormat, File: where, Reason: "the archive holds this name twice; only the first is read"})
		case f.Flags&1 != 0:
			o.lost(where, &chat.Error{Code: chat.CodeCorrupt, File: where, Reason: "it is encrypted", Advice: "unpack the archive with its password and import the folder"})
		default:
			entries = append(entries, entry{name: name, size: int64(f.UncompressedSize64), mtime: f.Modified, open: func() (io.ReadCloser, error) { return inflate(f) }})
		}
		seen[name] = true
	}
	return entries
}

// noisy says whether a file or a folder above it is noise.
func noisy(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if isNoise(part) {
			return true
		}
	}
	return false
}

// inflate opens an entry. The package gives no more bytes than the archive's list says, whatever the entry holds.
func inflate(f *zip.File) (io.ReadCloser, error) {
	r, err := f.Open()
	if err != nil {
		return nil, &chat.Error{Code: chat.CodeCorrupt, Reason: "it cannot be unpacked: " + strings.TrimPrefix(err.Error(), "zip: "), Advice: "download the archive again", Err: err}
	}
	return &entryReader{r}, nil
}

// entryReader reads an entry of an archive.
type entryReader struct{ io.ReadCloser }

// Read reads; its errors are for a person.
func (r *entryReader) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	return n, &chat.Error{Code: chat.CodeCorrupt, Reason: "the archive is damaged in it: " + strings.TrimPrefix(err.Error(), "zip: "),
		Advice: "download the archive again; conversations before this place are kept", Err: err}
}
