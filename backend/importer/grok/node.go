package grok

import (
	"cmp"
	"slices"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// node makes the node of a response; asked is the model that the message of the user before it was sent to.
func (r *response) node(c *chat.Conversation, files *assets, asked string) tree.Node {
	role, known := turns.Role(r.sender)
	n := tree.Node{Message: chat.Message{ID: r.id, Parent: r.parent, Role: role, CreatedAt: r.created}}
	if !known {
		source.CountUnknown(c, "sender "+r.sender)
		n.Hidden, n.Name = true, r.sender
	}
	if role == chat.RoleAssistant {
		n.Model = cmp.Or(r.model, r.asked, asked)
		r.work(&n)
		n.Say(plain(r.text, r.cards))
	} else {
		n.Say(r.text)
	}
	for _, f := range r.files {
		n.Attach(files.attachment(f))
	}
	for _, at := range r.made() {
		n.Attach(turns.Missing(at))
	}
	if r.failure != "" && n.Blank() { // nothing came but an error: it was no answer
		n.Say(r.failure)
		n.Hidden = true
	}
	for _, kind := range r.unknown {
		source.CountUnknown(c, kind)
	}
	return n
}

// work adds what was done before the answer. The thoughts, the steps and the pages found may each be told twice: for
// themselves, and in the others.
func (r *response) work(n *tree.Node) {
	told := source.Join("\n\n", slices.Compact(r.thoughts)...)
	n.Think(told)
	searched := false
	for i := range r.steps {
		searched = r.steps[i].write(n, told) || searched
	}
	if len(r.found) > 0 && !searched {
		search(n, "", "", r.query, unique(r.found))
	}
}

// unique leaves out what stands in a list already: what was cited was found too.
func unique(found []page) (out []page) {
	seen := map[string]bool{}
	for _, at := range found {
		if key := cmp.Or(at.url, at.title+at.text); !seen[key] {
			seen[key] = true
			out = append(out, at)
		}
	}
	return out
}

// made are the addresses of the pictures that were made, which cards may name again.
func (r *response) made() []string {
	made := r.pictures
	for _, c := range r.cards {
		if c.picture != "" && !slices.Contains(made, c.picture) {
			made = append(made, c.picture)
		}
	}
	return made
}
