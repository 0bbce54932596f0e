package exporter

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"loquat/backend/chat"
)

var markdownFormat = Format{
	Key: "markdown", Name: "Markdown",
	Sentence: "One readable file for each conversation, for keeping and for note-taking apps; nothing is cleaned up or left out.",
	poor:     map[chat.FileFormat]string{chat.JSONL: "The download holds one .md file for each conversation."},
	refused: map[chat.FileFormat]string{
		chat.CSV:     "choose JSONL: the download then holds one .md file for each conversation",
		chat.Parquet: "choose JSONL: the download then holds one .md file for each conversation",
	},
	records: []any{pageRecord{}},
	make:    makePage, info: pageInfo, examples: (*preparer).pages,
	rules: rules{pages: true},
}

// pageRecord is a page of the data format "markdown": the name of its file and what stands in it.
type pageRecord struct {
	File *string `json:"file" parquet:"file,optional"`
	Text *string `json:"text" parquet:"text,optional"`
}

// pages makes a draft of each branch of c that is to be kept: its one turn is the page.
func (p *preparer) pages(c *chat.Conversation) []*draft {
	var all []*draft
	for i, thread := range p.threads(c) {
		page := newPage(c, p.choices)
		page.head(thread)
		for _, m := range thread {
			page.message(m)
		}
		t := turn{name: pageName(c, i), content: strings.ToValidUTF8(page.String(), "\uFFFD")}
		all = append(all, &draft{source: c, title: c.DisplayTitle(), turns: []turn{t}})
	}
	return all
}

// makePage makes the record of d.
func makePage(d *draft, _ layout) any {
	if len(d.turns) == 0 {
		return &pageRecord{new(string), new(string)}
	}
	return &pageRecord{&d.turns[0].name, &d.turns[0].content}
}

// pageInfo is the entry of dataset_info.json: the pages are texts.
func pageInfo(layout) info { return info{Columns: pairs{{"prompt", "text"}}} }

// maxPageTitle is how many characters of a title stand in a file's name: 4 bytes each stay far below any file system's
// limit.
const maxPageTitle = 50

// pageName is the name of the file of a conversation: its day and title, and letters that make it another one's of the
// same title, the same in every export. branch numbers the branches from 0.
func pageName(c *chat.Conversation, branch int) string {
	title := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`/\:*?"<>|#^[]`, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(c.DisplayTitle(), ""))
	title = strings.Trim(chat.FirstLine(title, maxPageTitle), ". ")
	var parts []string
	if c.CreatedAt.Valid {
		parts = append(parts, c.CreatedAt.UTC().Format("2006-01-02"))
	}
	sum := sha256.Sum256([]byte(c.Source + "\x00" + c.ExternalID + strings.Repeat("\x00", branch)))
	parts = append(parts, title, "("+hex.EncodeToString(sum[:4])+").md")
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}
