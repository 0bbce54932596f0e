package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"unicode"

	_ "github.com/mattn/go-sqlite3" // the database, read beside the library

	"loquat/backend/chat"
	"loquat/backend/library"
)

// pairsAsked is how many pairs of Chinese, Japanese or Korean characters are looked for.
const pairsAsked = 100

// recall counts the conversations that the text search finds for pairs of characters taken from the messages, beside those
// that LIKE finds by reading every message.
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
	equal, searched, liked := 0, 0, 0
	for _, pair := range asked {
		page, err := l.List(context.Background(), chat.ListRequest{Limit: 1, Filter: chat.Filter{Text: pair}})
		if err != nil {
			return err
		}
		var found int
		if err := db.QueryRow("SELECT count(DISTINCT id >> 24) FROM messages WHERE hidden IS NULL AND content LIKE ?", "%"+pair+"%").Scan(&found); err != nil {
			return err
		}
		if searched, liked = searched+page.Total, liked+found; page.Total == found {
			equal++
		}
	}
	fmt.Printf("\nText search for %d pairs of CJK characters finds %d conversations, LIKE %d; as many for %d of the pairs.\n", len(asked), searched, liked, equal)
	return nil
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
