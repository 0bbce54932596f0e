package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"loquat/backend/chat"
)

// keepAttachments keeps the bytes of every attachment of c and fills in its hash, size and media type. Bytes that cannot
// be read make the attachment missing, with a note; only an error of the library itself ends the import. One that comes
// without bytes keeps those that the library has from before.
func (w *Writer) keepAttachments(ctx context.Context, c *chat.Conversation, old *stored) (kept chat.Kept, notes []string, err error) {
	for i := range c.Messages {
		m := &c.Messages[i]
		for k := range m.Attachments {
			a := &m.Attachments[k]
			note, err := w.keepAttachment(ctx, a)
			if err != nil {
				return kept, notes, err
			}
			if note != "" {
				notes = append(notes, note)
			}
			if a.Hash == "" && old != nil {
				if err := w.recallAttachment(ctx, old.id, m.ID, a); err != nil {
					return kept, notes, err
				}
			}
			if a.Missing = a.Hash == ""; a.Missing {
				kept.Missing++
			} else {
				kept.Kept++
			}
		}
	}
	return kept, notes, nil
}

// keepAttachment keeps the bytes of one attachment, when it has some.
func (w *Writer) keepAttachment(ctx context.Context, a *chat.Attachment) (note string, err error) {
	a.Hash = ""
	if a.Open == nil {
		return "", nil
	}
	unread := func(err error) string {
		return fmt.Sprintf("the attachment %q could not be read: %v", a.Name, err)
	}
	r, err := a.Open()
	if err != nil {
		return unread(err), nil
	}
	defer r.Close()
	file, err := w.s.keepFile(r)
	if source := (*unreadable)(nil); errors.As(err, &source) {
		return unread(source.error), nil
	} else if err != nil {
		return "", err
	}
	a.Hash, a.Size, a.MIME = file.hash, file.size, mediaType(file.mime, a.MIME)
	_, err = w.stmts.file.ExecContext(ctx, a.Hash, a.MIME, a.Size)
	return "", err
}

// recallAttachment gives an attachment without bytes those that the same message had before under the same name.
func (w *Writer) recallAttachment(ctx context.Context, conversation int64, message string, a *chat.Attachment) error {
	err := w.stmts.oldAttachment.QueryRowContext(ctx, firstID(conversation), lastID(conversation), message, a.Name).Scan(&a.MIME, &a.Size, &a.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}
