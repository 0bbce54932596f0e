package lobechat

import (
	"cmp"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// readCall reads a call: {id, identifier, apiName, arguments}, or {name, arguments} of the oldest version. The name is
// that of the function; which plugin it belongs to stays in the record.
func readCall(p *source.Pull) (call chat.ToolCall) {
	p.Object(func(name string) {
		switch name {
		case "id":
			call.ID = p.Text()
		case "apiName", "name":
			call.Name = p.Name()
		case "arguments":
			call.Arguments = p.Arguments()
		}
	})
	return call
}

// readFailure reads an error: {type, message, body}.
func readFailure(p *source.Pull) string {
	if p.Kind() != '{' {
		return p.Text()
	}
	kind, message := "", ""
	p.Object(func(name string) {
		switch name {
		case "type":
			kind = p.Text()
		case "message":
			message = p.Text()
		}
	})
	if kind == message {
		return kind
	}
	return source.Join(": ", kind, message)
}

func readLink(p *source.Pull) (l source.Link) {
	p.Object(func(name string) {
		switch name {
		case "title":
			l.Title = p.Text()
		case "url":
			l.URL = p.Text()
		}
	})
	return l
}

// readFile reads what is said of a file. Its bytes are in the storage of the program, unless its address holds them.
func readFile(p *source.Pull) chat.Attachment {
	var name, address, media, text string
	size := int64(0)
	p.Object(func(field string) {
		switch field {
		case "name", "alt":
			name = p.Text()
		case "url":
			address = p.Text()
		case "fileType":
			media = p.Text()
		case "content":
			text = p.Text()
		case "size":
			if n := p.Count(); n != nil {
				size = *n
			}
		}
	})
	a, inline := source.DataURI(address)
	if !inline {
		a = turns.Missing(cmp.Or(name, address, "file"))
		a.MIME, a.Size = cmp.Or(media, a.MIME), size
	}
	a.Name, a.Text = cmp.Or(name, a.Name), text
	return a
}
