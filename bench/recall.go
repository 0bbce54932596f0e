package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"unicode"

	_ "github.com/mattn/go-sqlite3" // the database, read beside the library

	"loquat/backend/library"
)

// pairsAsked is how many pairs of Chinese, Japanese or Korean characters are looked for.
const pairsAsked = 100

// recall counts the conversations that the text search finds for pairs of characters taken from the messages, beside those
// that LIKE finds by reading every message; reasoning and tool calls, which the search looks in too, are not in the latter.
func (b *bench) recall(l *library.Library) error {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.library(), "library.db")+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	asked, err := pairs(db)
	if err != nil {
		return err
	}
	searched, liked, missed := 0, 0, 0
	for _, pair := range asked {
		found, err := found(l, pair)
		if err != nil {
			return err
		}
		searched += len(found)
		rows, err := db.Query("SELECT DISTINCT id >> 24 FROM messages WHERE hidden IS NULL AND content LIKE ?", "%"+pair+"%")
		if err != nil {
			return err
		}
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				return err
			}
			if liked++; !found[id] {
				missed++
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	fmt.Printf("\nFor %d pairs of CJK characters LIKE finds %d conversations by their messages; the text search misses %d of them, and finds %d in all.\n",
		len(asked), liked, missed, searched)
	return nil
}

// found lists the conversations that the text search finds.
func found(l *library.Library, words string) (map[int64]bool, error) {
	all := map[int64]bool{}
	request := text(words)
	for {
		page, err := l.List(context.Background(), request)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Conversations {
			all[row.ID] = true
		}
		if request.After = page.Next; request.After == "" {
			return all, nil
		}
	}
}

// pairs takes two characters beside one another from messages that have them, each pair once.
func pairs(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT content FROM messages WHERE hidden IS NULL AND content GLOB '*[一-鿿][一-鿿]*' ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	known := map[string]bool{}
	for len(all) < pairsAsked && rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		if pair := firstPair(text); pair != "" && !known[pair] {
			known[pair] = true
			all = append(all, pair)
		}
	}
	return all, rows.Err()
}

// firstPair returns the first two Han characters beside one another.
func firstPair(text string) string {
	var before rune
	for _, r := range text {
		if unicode.Is(unicode.Han, r) && unicode.Is(unicode.Han, before) {
			return string([]rune{before, r})
		}
		before = r
	}
	return ""
}
