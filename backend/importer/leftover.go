package importer

import (
	"path"
	"regexp"
	"strings"

	"loquat/backend/chat"
)

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
