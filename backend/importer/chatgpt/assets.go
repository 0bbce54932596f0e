package chatgpt

import (
	"cmp"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// assetNames is the file of the export that says how attachments were called.
const assetNames = "conversation_asset_file_names.json"

// maxSideFile is how large a side file may be to be read at once, in bytes.
const maxSideFile = 64 << 20

// assets finds the files that pointers name (FORMATS.md §1, quirk 6).
type assets struct {
	in     *source.Input
	byBase []asset           // sorted by base name
	names  []string          // all names, sorted
	called map[string]string // base name in the export to what the person called it, or where it lies
	shelf  map[string]file   // file id to what the person's library says about it
}

type asset struct{ base, name string }

func newAssets(in *source.Input) *assets {
	a := &assets{in: in, names: source.Names(in.FS), called: map[string]string{}, shelf: readShelf(in)}
	for _, name := range a.names {
		a.byBase = append(a.byBase, asset{path.Base(name), name})
	}
	slices.SortStableFunc(a.byBase, func(x, y asset) int { return cmp.Compare(x.base, y.base) })
	for _, value := range sideFilesOf(in, assetNames) {
		p := source.NewPull()
		_ = p.Parse(value, func() { p.Object(func(name string) { a.called[path.Base(name)] = p.Text() }) })
	}
	return a
}

// sideFilesOf reads a side file beside each file with conversations.
func sideFilesOf(in *source.Input, name string) (values [][]byte) {
	seen := map[string]bool{}
	for _, file := range in.Files {
		where := path.Join(path.Dir(file), name)
		if seen[where] {
			continue
		}
		seen[where] = true
		if b, err := readSmall(in.FS, where); err == nil {
			values = append(values, b)
		}
	}
	return values
}

func readSmall(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxSideFile))
}

// has says whether the export holds a file of that name.
func (a *assets) has(name string) bool {
	_, found := slices.BinarySearch(a.names, name)
	return found
}

// attachment makes the attachment for a pointer's target. near is the file with the conversation: of several files the
// one beside it is meant.
func (a *assets) attachment(target, near string, said file) chat.Attachment {
	if inline, ok := source.DataURI(target); ok {
		inline.Name = said.name
		return inline
	}
	ids := assetIDs(target)
	listed := a.listed(ids)
	out := chat.Attachment{Name: said.name, MIME: cmp.Or(said.mime, listed.mime), Size: cmp.Or(said.size, listed.size)}
	name, ok := a.find(ids, near)
	if !ok {
		out.Missing = true
		out.Name = cmp.Or(out.Name, a.calledAs(ids), listed.name, lastID(target))
		return out
	}
	open := func() (io.ReadCloser, error) { return a.in.FS.Open(name) }
	head, size, err := peek(a.in.FS, name)
	if err != nil {
		out.Missing = true
		out.Name = cmp.Or(out.Name, path.Base(name))
		return out
	}
	out.Open, out.MIME = open, source.MediaType(head, out.MIME)
	if size > 0 {
		out.Size = size
	}
	out.Name = withExtension(cmp.Or(out.Name, a.personsName(name), listed.name, path.Base(name)), out.MIME)
	return out
}

// peek returns the first bytes of a file and its size.
func peek(fsys fs.FS, name string) ([]byte, int64, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, 0, err
	}
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	return head[:n], size, nil
}

// assetIDs are the ids in a pointer such as "file-service://file-AbC" or "sediment://file_1#file_2#p_0.jpg".
func assetIDs(target string) []string {
	if _, rest, ok := strings.Cut(target, "://"); ok {
		target = rest
	}
	ids := slices.DeleteFunc(strings.Split(target, "#"), func(id string) bool { return len(id) < 5 || strings.HasPrefix(id, "p_") })
	return ids
}

func lastID(target string) string {
	if ids := assetIDs(target); len(ids) > 0 {
		return path.Base(ids[0])
	}
	return target
}

// find returns the file whose base name is one of the ids, or begins with it, or that the map of names leads to.
func (a *assets) find(ids []string, near string) (string, bool) {
	for _, id := range ids {
		if name, ok := a.byPrefix(path.Base(id), near); ok {
			return name, true
		}
		for _, key := range []string{id, id + ".dat"} {
			if target := a.called[key]; target != "" {
				for _, name := range []string{path.Join(path.Dir(near), target), target} {
					if a.has(name) {
						return name, true
					}
				}
			}
		}
	}
	return "", false
}

// byPrefix finds a base name that is id, or goes on behind it with a sign that cannot be part of an id.
func (a *assets) byPrefix(id, near string) (found string, ok bool) {
	i, _ := slices.BinarySearchFunc(a.byBase, id, func(x asset, id string) int { return cmp.Compare(x.base, id) })
	for ; i < len(a.byBase) && strings.HasPrefix(a.byBase[i].base, id); i++ {
		rest := a.byBase[i].base[len(id):]
		if rest != "" && !strings.ContainsAny(rest[:1], "-._# ") {
			continue
		}
		if !ok || !beside(found, near) && beside(a.byBase[i].name, near) {
			found, ok = a.byBase[i].name, true
		}
	}
	return found, ok
}

// beside says whether name lies in the folder of near, or below it.
func beside(name, near string) bool {
	dir := path.Dir(near)
	return dir == "." || strings.HasPrefix(name, dir+"/")
}

// calledAs is what the person called the first of the ids.
func (a *assets) calledAs(ids []string) string {
	for _, id := range ids {
		for _, key := range []string{id, id + ".dat"} {
			if name := a.called[key]; name != "" {
				return path.Base(name)
			}
		}
	}
	return ""
}

// personsName is what the map of names says a file of the export was called; "" when it says nothing.
func (a *assets) personsName(name string) string {
	if called := a.called[path.Base(name)]; called != "" {
		return path.Base(called)
	}
	return ""
}

// extensions of the media types that pictures and sounds of an export have.
var extensions = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif",
	"audio/wave": ".wav", "audio/mpeg": ".mp3", "video/mp4": ".mp4", "application/pdf": ".pdf"}

// withExtension gives a name without a telling extension the one of its media type.
func withExtension(name, media string) string {
	ext := extensions[media]
	if old := path.Ext(name); ext != "" && (old == "" || old == ".dat") {
		return strings.TrimSuffix(name, old) + ext
	}
	return name
}

// readRatings reads the person's thumbs: conversation id and message id to 1 or -1.
func readRatings(in *source.Input) map[string]int {
	rated := map[string]int{}
	for _, value := range sideFilesOf(in, "message_feedback.json") {
		p := source.NewPull()
		_ = p.Parse(value, func() {
			p.Array(func() {
				var conversation, message, rating string
				p.Object(func(name string) {
					switch name {
					case "conversation_id":
						conversation = p.Text()
					case "id", "message_id":
						message = p.Text()
					case "rating":
						rating = strings.ToLower(p.Text())
					}
				})
				switch {
				case strings.Contains(rating, "up"):
					rated[conversation+" "+message] = 1
				case strings.Contains(rating, "down"):
					rated[conversation+" "+message] = -1
				}
			})
		})
	}
	return rated
}
