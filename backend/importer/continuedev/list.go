package continuedev

import (
	"path"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// listName is the file beside the sessions that lists them: [{sessionId, title, dateCreated, workspaceDirectory}], the
// date as text in milliseconds.
const listName = "sessions.json"

// began knows when the sessions of a folder began. It holds the list of one folder at a time.
type began struct {
	in     *source.Input
	folder string
	times  map[string]chat.Time // by id of the session; nil when no list was read yet
}

// at is when the session of that file began; unknown when no list says so. A list that is damaged tells what it can.
func (b *began) at(file, id string) chat.Time {
	if folder := path.Dir(file); b.times == nil || folder != b.folder {
		b.folder, b.times = folder, map[string]chat.Time{}
		b.read()
	}
	return b.times[id]
}

func (b *began) read() {
	f, err := b.in.FS.Open(path.Join(b.folder, listName))
	if err != nil {
		return
	}
	defer f.Close()
	text, _ := source.UTF8(f)
	p := source.NewPull()
	for e, err := range source.Elements(text) {
		if err != nil || e.Damage != "" {
			continue
		}
		var id string
		var at chat.Time
		err = p.Parse(e.JSON, func() {
			id, at = "", chat.Time{}
			p.Object(func(name string) {
				switch name {
				case "sessionId":
					id = p.Text()
				case "dateCreated":
					at = p.Time()
				}
			})
		})
		if err == nil && id != "" {
			b.times[id] = at
		}
	}
}
