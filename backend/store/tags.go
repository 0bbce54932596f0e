package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tagLimit is how many characters a tag may have.
const tagLimit = 64

// cleanTag makes one line of a tag without blanks around it.
func cleanTag(tag string) string {
	tag = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(tag, "\uFFFD"))
	return strings.TrimSpace(tag)
}

// sourceTags makes tags of a source keep our rules: one that is too long is cut, an empty or second one goes.
func sourceTags(tags []string) []string {
	var kept []string
	for _, t := range tags {
		if t = cleanTag(oneLine(t, tagLimit)); t != "" && !slices.Contains(kept, t) {
			kept = append(kept, t)
		}
	}
	return kept
}

// userTags checks tags that a person typed. CodeBadRequest when one is empty or too long.
func userTags(tags []string) ([]string, error) {
	var kept []string
	for _, t := range tags {
		clean := cleanTag(t)
		if clean == "" || utf8.RuneCountInString(clean) > tagLimit {
			return nil, badRequest(fmt.Sprintf("%q is not a tag", t), fmt.Sprintf("write 1 to %d characters", tagLimit))
		}
		if !slices.Contains(kept, clean) {
			kept = append(kept, clean)
		}
	}
	return kept, nil
}

// joinLines and splitLines keep a list of tags in one column; a tag has no line break.
func joinLines(tags []string) string { return strings.Join(tags, "\n") }

func splitLines(text string) []string {
	if text == "" {
		return []string{}
	}
	return strings.Split(text, "\n")
}

// without returns tags less those in gone.
func without(tags, gone []string) []string {
	kept := make([]string, 0, len(tags))
	for _, t := range tags {
		if !slices.Contains(gone, t) {
			kept = append(kept, t)
		}
	}
	return kept
}

// union returns tags with those of more that it lacks.
func union(tags, more []string) []string {
	all := slices.Clone(tags)
	for _, t := range more {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

// execer runs a prepared statement's worth of SQL; a connection in a transaction does.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// indexTags brings conversation_tags from the tags before to the tags after.
func indexTags(ctx context.Context, db execer, id int64, before, after []string) error {
	for _, t := range without(before, after) {
		if _, err := db.ExecContext(ctx, "DELETE FROM conversation_tags WHERE tag = ? AND conversation_id = ?", t, id); err != nil {
			return err
		}
	}
	for _, t := range without(after, before) {
		if _, err := db.ExecContext(ctx, "INSERT OR IGNORE INTO conversation_tags (tag, conversation_id) VALUES (?, ?)", t, id); err != nil {
			return err
		}
	}
	return nil
}
