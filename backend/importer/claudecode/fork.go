package claudecode

import (
	"context"
	"slices"

	"loquat/backend/importer/source"
)

// findForks finds the sessions of which another file repeats everything: resuming or forking a session copies what came
// before into a new file (FORMATS.md §3, quirk 7). Only files that begin with the same message are read for that.
func (r *reader) findForks(ctx context.Context, files []string) {
	r.within, r.alike = map[string]string{}, map[string]string{}
	families := map[string][]string{} // uuid of the first message to files
	for _, file := range files {
		if rank(file) > 0 || len(files) == 1 {
			continue
		}
		if first := r.uuids(ctx, file, 1); len(first) > 0 {
			families[first[0]] = append(families[first[0]], file)
		}
	}
	for _, family := range families {
		if len(family) > 1 {
			r.compare(ctx, family)
		}
	}
}

// compare notes which files of a family end inside another one, and which of the others begin alike.
func (r *reader) compare(ctx context.Context, family []string) {
	lists := make([][]string, len(family))
	for i, file := range family {
		lists[i] = r.uuids(ctx, file, -1)
	}
	for i, file := range family {
		for k, other := range family {
			longer := len(lists[k]) > len(lists[i]) || len(lists[k]) == len(lists[i]) && k > i
			if longer && holds(lists[k], lists[i]) {
				r.within[file] = other
			}
		}
		if r.within[file] == "" && i > 0 {
			r.alike[file] = family[0]
		}
	}
}

// holds says whether all of inner is in outer.
func holds(outer, inner []string) bool {
	in := make(map[string]bool, len(outer))
	for _, id := range outer {
		in[id] = true
	}
	return !slices.ContainsFunc(inner, func(id string) bool { return !in[id] })
}

// uuids lists the ids of the messages of a file, all of them when most is negative. What cannot be read is for the
// reader to tell.
func (r *reader) uuids(ctx context.Context, file string, most int) (ids []string) {
	s := source.Session{File: file, Glance: true}
	var kind, id string
	var side bool
	_ = s.Lines(ctx, r.in, r.pull, func() {
		kind, id, side = "", "", false
		r.pull.Object(func(name string) {
			switch name {
			case "type":
				kind = r.pull.Name()
			case "uuid":
				id = r.pull.Text()
			case "isSidechain":
				side = r.pull.Bool()
			}
		})
	}, func(source.Line) bool {
		if id != "" && !side && (kind == "user" || kind == "assistant") {
			ids = append(ids, id)
		}
		return len(ids) != most
	})
	return ids
}
