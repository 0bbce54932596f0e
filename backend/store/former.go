package store

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/gob"
	"fmt"

	"loquat/backend/chat"
)

// former is the version of a conversation that an import has replaced, its raw record left out. It is kept as gob, which
// goes by the names of fields: one of package chat that gets another name is lost from every version kept before.
type former struct {
	Conversation chat.Conversation // as its reader made it, without tags
	UserLeaf     string            // the branch that the user had chosen; empty when none
	ContentHash  []byte
	RawHash      []byte
	Import       int64 // the import that brought it
}

// keepFormer keeps the version that is about to be replaced, and which tags the import adds, unless the import brought
// that version itself: then there is nothing to come back to.
func (w *Writer) keepFormer(ctx context.Context, old *stored, added []string) error {
	if old.updatedImport == w.importID {
		if len(added) == 0 {
			return nil
		}
		_, err := w.stmts.addTags.ExecContext(ctx, joinLines(added), w.importID, old.id)
		return err
	}
	c, err := w.read(ctx, old.id)
	if err != nil {
		return err
	}
	f := former{Conversation: *c, UserLeaf: old.userLeaf.String, ContentHash: old.hash, RawHash: old.rawHash, Import: old.updatedImport}
	f.Conversation.Title, f.Conversation.Leaf, f.Conversation.Tags = old.sourceTitle, old.leaf, nil
	state, err := packFormer(&f)
	if err != nil {
		return err
	}
	result, err := w.stmts.keep.ExecContext(ctx, w.importID, old.id, joinLines(added), state)
	if err != nil {
		return err
	}
	kept, err := result.LastInsertId()
	if err != nil {
		return err
	}
	return w.keepFiles(ctx, kept, c)
}

// keepFiles notes the files of a former version, so that no sweep takes them.
func (w *Writer) keepFiles(ctx context.Context, kept int64, c *chat.Conversation) error {
	for i := range c.Messages {
		for _, a := range c.Messages[i].Attachments {
			if a.Hash == "" {
				continue
			}
			if _, err := w.stmts.keepFile.ExecContext(ctx, kept, a.Hash); err != nil {
				return err
			}
		}
	}
	return nil
}

// read reads a conversation as the open batch has it, its raw record left out.
func (w *Writer) read(ctx context.Context, id int64) (c *chat.Conversation, err error) {
	err = w.s.write.Raw(func(conn any) error {
		if w.reader == nil {
			if w.reader, err = newReader(ctx, conn.(driver.ConnPrepareContext)); err != nil {
				return err
			}
		}
		return w.reader.each(ctx, []int64{id}, func(found *chat.Conversation) error {
			c = found
			return nil
		})
	})
	if err == nil && c == nil {
		err = noConversation(id)
	}
	return c, err
}

func packFormer(f *former) ([]byte, error) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(f); err != nil {
		return nil, fmt.Errorf("keep a former version: %w", err)
	}
	return rawEncoder.EncodeAll(b.Bytes(), nil), nil
}

func unpackFormer(packed []byte) (*former, error) {
	state, err := rawDecoder.DecodeAll(packed, nil)
	if err != nil {
		return nil, err
	}
	f := &former{}
	return f, gob.NewDecoder(bytes.NewReader(state)).Decode(f)
}
