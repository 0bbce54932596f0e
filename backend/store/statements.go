package store

import (
	"context"
	"database/sql"
)

// statements are what a Writer runs for every conversation or message, prepared once.
type statements struct {
	find, asked, said, behind, nameOf      *sql.Stmt
	insert, update, setRawHash             *sql.Stmt
	setParent, adopt, parentOf, findByName *sql.Stmt
	round, toolSet, findToolSet            *sql.Stmt
	message, attachment, raw, file         *sql.Stmt
	oldAttachment, unindexed               *sql.Stmt
	clearMessages, clearRounds             *sql.Stmt
	keep, keepFile, addTags                *sql.Stmt

	all []*sql.Stmt
}

func prepareStatements(ctx context.Context, db *sql.Conn) (*statements, error) {
	p := &statements{}
	for _, one := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&p.find, `SELECT id, status, user_title, user_leaf, tags, removed_tags, updated_at, updated_guessed, parent_id, content_hash, raw_hash,
			source_title, leaf, updated_import, parent_external_id, parent_call_id FROM conversations WHERE source = ? AND external_id = ?`},
		{&p.asked, `SELECT coalesce(content, '') FROM messages WHERE id BETWEEN ? AND ? AND role = 'user' ORDER BY id LIMIT 1`},
		{&p.said, `SELECT message_id, role, coalesce(content, '') FROM messages WHERE id BETWEEN ? AND ? ORDER BY id`},
		{&p.behind, `SELECT id FROM conversations WHERE source = ?1 AND external_id >= ?2 || '#' AND external_id < ?2 || '$'
			AND CAST(substr(external_id, length(?2) + 2) AS INTEGER) >= ?3 ORDER BY id`},
		{&p.nameOf, `SELECT external_id FROM conversations WHERE id = ?`},
		{&p.insert, `INSERT INTO conversations (source, external_id, title, search_key, source_title, type, status, status_before, tags, removed_tags,
			created_at, created_guessed, updated_at, updated_guessed, model, leaf, thread_rounds, thread_messages, excerpt, parent_external_id,
			parent_call_id, content_hash, raw_hash, created_import, updated_import)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&p.update, `UPDATE conversations SET title = ?, search_key = ?, source_title = ?, type = ?, tags = ?, created_at = ?, created_guessed = ?,
			updated_at = ?, updated_guessed = ?, model = ?, leaf = ?, user_leaf = ?, thread_rounds = ?, thread_messages = ?, excerpt = ?,
			parent_external_id = ?, parent_call_id = ?, content_hash = ?, raw_hash = ?, updated_import = ? WHERE id = ?`},
		{&p.setRawHash, `UPDATE conversations SET raw_hash = ? WHERE id = ?`},
		{&p.findByName, `SELECT id FROM conversations WHERE source = ? AND external_id = ?`},
		{&p.parentOf, `SELECT parent_id FROM conversations WHERE id = ?`},
		{&p.setParent, `UPDATE conversations SET parent_id = ? WHERE id = ?`},
		{&p.adopt, `SELECT id FROM conversations WHERE source = ? AND parent_external_id = ? AND parent_external_id <> '' AND parent_id IS NULL`},
		{&p.round, `INSERT INTO rounds (id, number, agent_name, model, prompt_tokens, completion_tokens, tool_set) VALUES (?, ?, ?, ?, ?, ?, ?)`},
		{&p.toolSet, `INSERT OR IGNORE INTO tool_sets (hash, tools) VALUES (?, ?)`},
		{&p.findToolSet, `SELECT id FROM tool_sets WHERE hash = ?`},
		{&p.message, `INSERT INTO messages (id, message_id, parent, round, role, created_at, created_guessed, rating, hidden, is_error, model, channel,
			name, tool_call_id, tool_calls, reasoning, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&p.attachment, `INSERT INTO attachments (message, place, name, mime, size, hash, text) VALUES (?, ?, ?, ?, ?, ?, ?)`},
		{&p.oldAttachment, `SELECT a.mime, a.size, a.hash FROM messages m JOIN attachments a ON a.message = m.id
			WHERE m.id BETWEEN ? AND ? AND m.message_id = ? AND a.name = ? AND a.hash IS NOT NULL ORDER BY a.place`},
		{&p.unindexed, `INSERT OR REPLACE INTO unindexed (conversation_id, batch) VALUES (?, ?)`},
		{&p.raw, `INSERT OR REPLACE INTO raw_records (conversation_id, record) VALUES (?, ?)`},
		{&p.file, `INSERT OR IGNORE INTO files (hash, mime, size) VALUES (?, ?, ?)`},
		{&p.clearMessages, `DELETE FROM messages WHERE id BETWEEN ? AND ?`},
		{&p.clearRounds, `DELETE FROM rounds WHERE id BETWEEN ? AND ?`},
		{&p.keep, `INSERT INTO replaced (import_id, conversation_id, added_tags, state, record)
			VALUES (?1, ?2, ?3, ?4, (SELECT record FROM raw_records WHERE conversation_id = ?2))`},
		{&p.keepFile, `INSERT OR IGNORE INTO replaced_files (replaced, hash) VALUES (?, ?)`},
		{&p.addTags, `UPDATE replaced SET added_tags = ltrim(added_tags || char(10) || ?, char(10)) WHERE import_id = ? AND conversation_id = ?`},
	} {
		var err error
		if *one.to, err = db.PrepareContext(ctx, one.sql); err != nil {
			p.close()
			return nil, err
		}
		p.all = append(p.all, *one.to)
	}
	return p, nil
}

func (p *statements) close() {
	for _, s := range p.all {
		s.Close()
	}
}
