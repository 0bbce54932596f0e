package cherrystudio

import (
	"cmp"
	"path"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// attachment finds the file beside the data, by the names it may have there.
func (f *file) attachment(find func(at string) chat.Attachment) chat.Attachment {
	a := turns.Missing(cmp.Or(f.name, f.stored, f.id+f.ext))
	for _, name := range []string{f.stored, f.id + f.ext, f.id} {
		if base := path.Base(strings.ReplaceAll(name, `\`, "/")); name != "" && a.Missing {
			if found := find("Data/Files/" + base); !found.Missing {
				a.Open, a.Missing, a.Size = found.Open, false, found.Size
				a.MIME = cmp.Or(a.MIME, found.MIME)
			}
		}
	}
	a.Size = cmp.Or(a.Size, f.size)
	return a
}

// picture is a picture at an address, or of the bytes that stand there.
func picture(at string) chat.Attachment {
	if a, inline := source.DataURI(at); inline {
		return a
	}
	if !strings.Contains(at, ":") && len(at) > 64 { // base64 without a word of what it is
		if a, ok := source.DataURI("data:image/png;base64," + at); ok && !a.Missing {
			return a
		}
	}
	return turns.Missing(at)
}

// write adds a block to the node of its message.
func (b *block) write(c *chat.Conversation, n *tree.Node, find func(at string) chat.Attachment) {
	switch b.kind {
	case "main_text":
		thought, text := "", b.text
		if n.Role == chat.RoleAssistant {
			thought, text = turns.SplitThink(b.text)
		}
		n.Think(thought)
		n.Say(text)
	case "thinking":
		n.Think(b.text)
	case "code":
		n.Say(source.Fenced(b.language, b.text))
	case "tool":
		b.tool(n)
	case "file":
		a := b.file.attachment(find)
		a.MIME = cmp.Or(a.MIME, b.media)
		n.Attach(a)
	case "image", "video":
		b.picture(n, find)
	case "citation", "translation", "error", "compact", "unknown": // the last stands in place of one that is awaited
	default:
		source.CountUnknown(c, "block "+b.kind)
		n.Say(b.text)
	}
}

// writeAll adds the blocks of a message to its node. used are the ids of the calls before it: some versions name the tool,
// and not the call. find gives the attachment of a file that is named from the top of the backup.
func writeAll(c *chat.Conversation, n *tree.Node, blocks []block, used map[string]bool, find func(at string) chat.Attachment) {
	var links []source.Link
	for i := range blocks {
		b := &blocks[i]
		if b.kind == "tool" {
			if used[b.call.ID] {
				b.call.ID = ""
			}
			used[b.call.ID] = true
		}
		links = append(links, b.links...)
		b.write(c, n, find)
	}
	n.Say(source.Links(links))
	for i := range blocks {
		blocks[i].beside(n)
	}
}

// tool adds a call and, when there is one, its result.
func (b *block) tool(n *tree.Node) {
	id := n.Call(b.call)
	output := cmp.Or(b.text, b.output)
	failed := b.failed || b.status == "error"
	switch {
	case output != "" || b.answered:
		n.Result(id, b.call.Name, output, failed)
	case failed:
		n.Result(id, b.call.Name, cmp.Or(b.failure, "error"), true)
	}
}

func (b *block) picture(n *tree.Node, find func(at string) chat.Attachment) {
	if b.file != (file{}) {
		n.Attach(b.file.attachment(find))
	} else if b.address != "" {
		n.Attach(picture(b.address))
	}
	for _, at := range b.pictures {
		n.Attach(picture(at))
	}
}

// beside adds what is kept of a message and was not said in it. It comes behind all other blocks.
func (b *block) beside(n *tree.Node) {
	switch b.kind {
	case "translation":
		n.Aside("translation", b.text)
	case "compact":
		n.Aside("summary", b.text)
	case "error":
		n.Aside("error", b.failure)
	}
}
