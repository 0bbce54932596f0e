package turns

import (
	"mime"
	"path"
	"strings"

	"loquat/backend/chat"
)

// Missing is the attachment of a file that a record names and does not hold; its type is guessed from its name.
func Missing(at string) chat.Attachment {
	name := path.Base(strings.ReplaceAll(at, `\`, "/"))
	return chat.Attachment{Name: name, MIME: mime.TypeByExtension(strings.ToLower(path.Ext(name))), Missing: true}
}
