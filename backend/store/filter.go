package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"loquat/backend/chat"
)

// where is the condition of a query with its arguments.
type where struct {
	clauses []string
	args    []any
}

func (w *where) add(clause string, args ...any) {
	w.clauses = append(w.clauses, clause)
	w.args = append(w.args, args...)
}

// anyOf adds "column IN (…)" unless values is empty.
func anyOf[T ~string](w *where, column string, values []T) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = string(v)
	}
	w.add(column+" IN (?"+strings.Repeat(", ?", len(values)-1)+")", args...)
}

func (w *where) String() string {
	if len(w.clauses) == 0 {
		return "1"
	}
	return strings.Join(w.clauses, " AND ")
}

// conversationsFor names the table with the index that a filter's conditions are answered from. SQLite would choose one
// that reads every row of the table, because it knows nothing of how many rows match.
func conversationsFor(f chat.Filter) string {
	switch {
	case f.Parent != 0 || f.Import != 0 || len(f.Tags) > 0 || strings.TrimSpace(f.Text) != "":
		return "conversations c"
	case f.Search != "":
		return "conversations c INDEXED BY conversations_title"
	}
	return "conversations c INDEXED BY conversations_facets"
}

// filterWhere turns a filter into a condition over conversations c; its full-text search is left to the caller.
func filterWhere(f chat.Filter) (*where, error) {
	w := &where{}
	from, before, err := f.Bounds(time.Local)
	if err != nil {
		return nil, err
	}
	switch {
	case f.Parent != 0:
		w.add("c.parent_id = ?", f.Parent)
	case !f.SubAgents:
		w.add("c.parent_id IS NULL")
	}
	statuses := f.Statuses
	if len(statuses) == 0 {
		statuses = []chat.Status{chat.StatusActive, chat.StatusFavorite}
	}
	anyOf(w, "c.status", statuses)
	anyOf(w, "c.type", f.Types)
	anyOf(w, "c.source", f.Sources)
	anyOf(w, "c.model", f.Models)
	if from != nil {
		w.add("c.created_at >= ?", *from)
	}
	if before != nil {
		w.add("c.created_at < ?", *before)
	}
	if len(f.Tags) > 0 {
		tags := &where{}
		anyOf(tags, "tag", f.Tags)
		w.add("c.id IN (SELECT conversation_id FROM conversation_tags WHERE "+tags.String()+")", tags.args...)
	}
	if f.Import != 0 {
		w.add("c.id IN ("+touchedBy+")", f.Import, f.Import)
	}
	if key := fold(oneLine(f.Search, titleLimit)); key != "" {
		w.add("instr(c.search_key, ?) > 0", key)
	}
	return w, nil
}

// touchedBy selects what an import added or updated, and the conversations above the runs among them.
const touchedBy = `WITH RECURSIVE touched (id) AS (SELECT id FROM conversations WHERE created_import = ? UNION SELECT conversation_id FROM replaced WHERE import_id = ?),
	above (id) AS (SELECT parent_id FROM conversations INDEXED BY conversations_parent WHERE parent_id IS NOT NULL AND id IN touched
		UNION SELECT k.parent_id FROM above JOIN conversations k ON k.id = above.id WHERE k.parent_id IS NOT NULL)
	SELECT id FROM touched UNION SELECT id FROM above`

// selectionWhere turns a selection into a condition over conversations c. CodeEmpty when nothing is selected,
// CodeBadRequest when both ids and a filter are given.
func selectionWhere(sel chat.Selection) (*where, error) {
	if len(sel.IDs) > 0 && sel.Filter != nil {
		return nil, badRequest("a selection has both ids and a filter", "give one of them")
	}
	if sel.Filter == nil {
		if len(sel.IDs) == 0 {
			return nil, &chat.Error{Code: chat.CodeEmpty, Reason: "nothing is selected", Advice: "select at least one conversation"}
		}
		w := &where{}
		w.add("c.id IN (SELECT value FROM json_each(?))", jsonIDs(sel.IDs))
		return w, nil
	}
	w, err := filterWhere(*sel.Filter)
	if err != nil {
		return nil, err
	}
	if match := matchQuery(sel.Filter.Text); match != "" {
		w.add("c.id IN (SELECT rowid >> 24 FROM search WHERE search MATCH ?)", match)
	} else if strings.TrimSpace(sel.Filter.Text) != "" {
		w.add("0") // nothing that could be a word: nothing is found
	}
	if len(sel.Except) > 0 {
		w.add("c.id NOT IN (SELECT value FROM json_each(?))", jsonIDs(sel.Except))
	}
	return w, nil
}

// jsonIDs is one argument however many ids there are.
func jsonIDs(ids []int64) string {
	text, err := json.Marshal(ids)
	if err != nil {
		panic(err) // numbers always have a form in JSON
	}
	return string(text)
}

// conversationsIn is conversationsFor of a selection.
func conversationsIn(sel chat.Selection) string {
	if sel.Filter == nil {
		return "conversations c"
	}
	return conversationsFor(*sel.Filter)
}

// selectedIDs returns the ids of a selection in order.
func selectedIDs(ctx context.Context, db querier, sel chat.Selection) ([]int64, error) {
	w, err := selectionWhere(sel)
	if err != nil {
		return nil, err
	}
	return ids(db.QueryContext(ctx, "SELECT c.id FROM "+conversationsIn(sel)+" WHERE "+w.String()+" ORDER BY c.id", w.args...))
}

// Count returns how many conversations are selected.
func (s *Store) Count(ctx context.Context, sel chat.Selection) (int, error) {
	w, err := selectionWhere(sel)
	if err != nil {
		return 0, err
	}
	var n int
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM "+conversationsIn(sel)+" WHERE "+w.String(), w.args...).Scan(&n)
	return n, s.explain(err)
}
