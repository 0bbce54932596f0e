package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"loquat/backend/chat"
)

// checkConversation refuses what a reader must not make.
func checkConversation(c *chat.Conversation) error {
	reason := ""
	switch {
	case c.Source == "" || c.ExternalID == "":
		reason = "a conversation came without a source or an id"
	case len(c.Messages) >= maxMessages || len(c.Rounds) >= maxMessages:
		reason = fmt.Sprintf("conversation %s has more than %d messages", c.ExternalID, maxMessages-1)
	}
	if reason != "" {
		return &chat.Error{Code: chat.CodeBadRequest, Reason: reason, Advice: "tell the makers of Loquat about this file"}
	}
	for i := range c.SubAgents {
		if err := checkConversation(&c.SubAgents[i]); err != nil {
			return err
		}
	}
	return nil
}

// putTree puts a conversation and then the sub-agent runs it holds, each linked to its parent.
func (w *Writer) putTree(ctx context.Context, c *chat.Conversation) (Put, error) {
	all, err := w.putOne(ctx, c)
	if err != nil {
		return all, err
	}
	for i := range c.SubAgents {
		sub := &c.SubAgents[i]
		if sub.ParentExternalID == "" {
			sub.ParentExternalID = c.ExternalID
		}
		one, err := w.putTree(ctx, sub)
		if err != nil {
			return all, err
		}
		all.Notes = append(all.Notes, one.Notes...)
		if one.Outcome == Unchanged {
			continue
		}
		if all.Outcome == Unchanged {
			all.Outcome = Updated
		}
		all.SubAgents += 1 + one.SubAgents
		all.Attachments.Kept += one.Attachments.Kept
		all.Attachments.Missing += one.Attachments.Missing
	}
	return all, nil
}

// stored is what the library has of a conversation that comes again.
type stored struct {
	id            int64
	status        chat.Status
	userTitle     sql.NullString
	userLeaf      sql.NullString
	tags          string
	removedTags   string
	updated       sql.NullInt64
	guessed       bool
	parentID      sql.NullInt64
	hash          []byte
	rawHash       []byte
	sourceTitle   string
	leaf          string
	updatedImport int64 // the import that brought this version
	parent, call  string
}

// find returns what the library has under the conversation's identity, or nil.
func (w *Writer) find(ctx context.Context, c *chat.Conversation) (*stored, error) {
	var o stored
	err := w.stmts.find.QueryRowContext(ctx, c.Source, c.ExternalID).Scan(&o.id, &o.status, &o.userTitle, &o.userLeaf, &o.tags,
		&o.removedTags, &o.updated, &o.guessed, &o.parentID, &o.hash, &o.rawHash, &o.sourceTitle, &o.leaf, &o.updatedImport,
		&o.parent, &o.call)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &o, err
}

// putOne puts one conversation, its sub-agents left out.
func (w *Writer) putOne(ctx context.Context, c *chat.Conversation) (Put, error) {
	old, err := w.same(ctx, c)
	if err != nil {
		return Put{}, err
	}
	kept, notes, err := w.keepAttachments(ctx, c, old)
	if err != nil {
		return Put{}, err
	}
	if old != nil && c.ParentCallID == "" && c.ParentExternalID == old.parent {
		c.ParentCallID = old.call // read without the session that started it, a run does not know its call
	}
	hash := contentHash(c)
	rawHash := sha256.Sum256(c.Raw)
	done := Put{Messages: len(c.Messages), Attachments: kept, Notes: notes}
	switch {
	case old == nil:
		return w.insert(ctx, c, hash, rawHash[:], done)
	case bytes.Equal(old.hash, hash):
		w.saw(old)
		return Put{ID: old.id, Outcome: Unchanged, Notes: notes}, w.refreshRaw(ctx, c, old, rawHash[:])
	}
	if older, err := w.older(ctx, c, old, rawHash[:]); err != nil {
		return Put{}, err
	} else if older {
		w.saw(old)
		notes = append(notes, "an older version was left out: the library has a newer one")
		return Put{ID: old.id, Outcome: Unchanged, Notes: notes}, nil
	}
	return w.update(ctx, c, old, hash, rawHash[:], done)
}

// refreshRaw keeps the newest raw record of a conversation whose content is the same, unless there is none in c.
func (w *Writer) refreshRaw(ctx context.Context, c *chat.Conversation, old *stored, rawHash []byte) error {
	if bytes.Equal(old.rawHash, rawHash) || len(c.Raw) == 0 {
		return nil
	}
	if err := w.putRaw(ctx, old.id, c.Raw); err != nil {
		return err
	}
	_, err := w.stmts.setRawHash.ExecContext(ctx, rawHash, old.id)
	return err
}

func (w *Writer) insert(ctx context.Context, c *chat.Conversation, hash, rawHash []byte, done Put) (Put, error) {
	status, before := c.Status, any(nil)
	switch status {
	case chat.StatusDeleted:
		before = string(chat.StatusActive)
	case chat.StatusFavorite:
	default:
		status = chat.StatusActive
	}
	f := faceOf(c)
	tags := sourceTags(c.Tags)
	result, err := w.stmts.insert.ExecContext(ctx, c.Source, c.ExternalID, f.title, searchKey(f.title, tags), c.Title, typeOf(c), status, before,
		joinLines(tags), timeOrNull(c.CreatedAt), c.CreatedAt.Guessed, timeOrNull(c.UpdatedAt), c.UpdatedAt.Guessed, f.model, c.Leaf,
		f.rounds, f.messages, f.excerpt, c.ParentExternalID, c.ParentCallID, hash, rawHash, w.importID, w.importID)
	if err != nil {
		return done, err
	}
	if done.ID, err = result.LastInsertId(); err != nil {
		return done, err
	}
	done.Outcome = New
	if err := indexTags(ctx, w.s.write, done.ID, nil, tags); err != nil {
		return done, err
	}
	if err := w.putBody(ctx, done.ID, c, false); err != nil {
		return done, err
	}
	return done, w.link(ctx, done.ID, c, sql.NullInt64{})
}

// update keeps the version that is there, for an undo, and puts c in its place.
func (w *Writer) update(ctx context.Context, c *chat.Conversation, old *stored, hash, rawHash []byte, done Put) (Put, error) {
	done.ID, done.Outcome = old.id, Updated
	before := splitLines(old.tags)
	tags := union(before, without(sourceTags(c.Tags), splitLines(old.removedTags)))
	if len(c.Raw) == 0 {
		rawHash = old.rawHash
	}
	if err := w.keepFormer(ctx, old, without(tags, before)); err != nil {
		return done, err
	}
	return done, w.replace(ctx, c, old, version{hash, rawHash, tags, w.importID})
}

// version is what a row holds of a version besides what its reader made of it.
type version struct {
	hash, rawHash []byte
	tags          []string
	importID      int64 // the import that brought it
}

// replace puts c in the place of old. What the user changed stays: the title, and the branch in view while it exists.
func (w *Writer) replace(ctx context.Context, c *chat.Conversation, old *stored, v version) error {
	sourceLeaf := c.Leaf
	if old.userLeaf.Valid {
		if _, found := chat.NewTree(c).Find(old.userLeaf.String); found {
			c.Leaf = old.userLeaf.String
		} else {
			old.userLeaf = sql.NullString{}
		}
	}
	f := faceOf(c)
	title := f.title
	if old.userTitle.Valid {
		title = old.userTitle.String
	}
	if _, err := w.stmts.update.ExecContext(ctx, title, searchKey(title, v.tags), c.Title, typeOf(c), joinLines(v.tags), timeOrNull(c.CreatedAt),
		c.CreatedAt.Guessed, timeOrNull(c.UpdatedAt), c.UpdatedAt.Guessed, f.model, sourceLeaf, old.userLeaf, f.rounds, f.messages, f.excerpt,
		c.ParentExternalID, c.ParentCallID, v.hash, v.rawHash, v.importID, old.id); err != nil {
		return err
	}
	if err := indexTags(ctx, w.s.write, old.id, splitLines(old.tags), v.tags); err != nil {
		return err
	}
	if err := w.clearBody(ctx, old.id); err != nil {
		return err
	}
	if err := w.putBody(ctx, old.id, c, true); err != nil {
		return err
	}
	return w.link(ctx, old.id, c, old.parentID)
}

func typeOf(c *chat.Conversation) chat.Type {
	if c.Type == "" {
		return chat.TypeChat
	}
	return c.Type
}
