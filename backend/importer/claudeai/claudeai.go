// Package claudeai reads the official data export of Claude.ai (FORMATS.md §2): a conversations.json, a ZIP or a folder
// with it, and single conversations in the shape of the web interface. Accounts and memories are private and not read.
package claudeai

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// Key is the source key stored with every conversation.
const Key = "claude_ai"

// Source is Claude.ai in the table of sources.
var Source = source.Source{Key: Key, Name: "Claude", Detect: detect, Belongs: belongs, Read: read,
	Give: "the ZIP of the export, or its conversations.json"}

// listKeys are the names under which other programs wrap the array of conversations.
var listKeys = []string{"conversations", "items", "data"}

// detect looks for the messages of a conversation, or for projects, which stand in a file of their own.
func detect(p *source.Probe) bool {
	s := p.Sample()
	return s.MostIn(listKeys, isConversation) || s.Most(isProject)
}

func isConversation(f source.Fields) bool {
	if !f.Has("chat_messages") || f.Has("mapping") || f.Has("create_time") {
		return false
	}
	messages := f.Objects("chat_messages")
	return f.Has("uuid") || len(messages) > 0 && messages[0].Has("sender")
}

func isProject(f source.Fields) bool {
	return f.Has("uuid", "name") && !f.Has("chat_messages") && (f.Has("docs") || f.Has("prompt_template") || f.Has("is_starter_project"))
}

// The files beside the conversations that are no conversations (FORMATS.md §2).
const (
	usersFile    = "users.json"
	memoriesFile = "memories.json"
	designFolder = "design_chats"
)

// belongs recognises them by their names.
func belongs(name string) bool {
	return name == usersFile || name == memoriesFile || strings.HasPrefix(name, designFolder+"/")
}

// read yields the conversations of all files. Projects come first, because conversations name them.
func read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return func(yield func(source.Item) bool) {
		r := &reader{in: in, pull: source.NewPull(), projects: map[string]string{}}
		part := *in
		part.Files = slices.Clone(in.Files)
		slices.SortStableFunc(part.Files, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
		for record, item := range source.Records(ctx, &part, listKeys...) {
			if item == nil {
				item = r.item(record)
			}
			if !yield(*item) || item.Err != nil {
				return
			}
		}
		for _, item := range r.notices() {
			if !yield(*item) {
				return
			}
		}
	}
}

// rank puts files with projects before the others.
func rank(file string) int {
	if strings.Contains(file, "projects") {
		return 0
	}
	return 1
}

// reader holds what is used again from conversation to conversation.
type reader struct {
	in       *source.Input
	pull     *source.Pull
	record   record
	projects map[string]string // uuid to name
}

// item reads one record.
func (r *reader) item(rec source.Record) *source.Item {
	err := r.pull.Parse(rec.JSON, func() { r.record.read(r.pull) })
	in := &r.record
	switch {
	case err != nil:
		item := r.in.Failed(rec.File, rec.Offset, "the JSON is damaged: "+err.Error())
		item.Failed.ID, item.Failed.Title = in.id, in.title
		return item
	case !in.isObject:
		return r.in.Failed(rec.File, rec.Offset, "it is not a conversation")
	case in.isProject:
		r.projects[in.id] = in.title
		return r.in.Skipped(rec.File, rec.Offset, in.id, in.title,
			"it is a project: its conversations carry its name, its instructions and documents are not conversations")
	}
	c := r.conversation(rec)
	if !said(c.Messages) {
		return r.in.Skipped(rec.File, rec.Offset, in.id, c.Title, "it is empty: the export holds no messages of it")
	}
	return &source.Item{Conversation: c, Where: rec.File, Offset: rec.Offset}
}

// said says whether a message says anything. Most conversations of an export may be empty shells (FORMATS.md §2, quirk 3).
func said(messages []chat.Message) bool {
	return slices.ContainsFunc(messages, func(m chat.Message) bool {
		return m.Content != "" || m.Reasoning != "" || len(m.ToolCalls)+len(m.Attachments) > 0
	})
}

// notices tell of what stands beside the conversations and is not read.
func (r *reader) notices() (items []*source.Item) {
	var dirs []string
	for _, file := range r.in.Files {
		dirs = append(dirs, path.Dir(file))
	}
	slices.Sort(dirs)
	names := source.Names(r.in.FS)
	for _, dir := range slices.Compact(dirs) {
		if where := path.Join(dir, memoriesFile); slices.Contains(names, where) && holds(r.in, where) {
			items = append(items, r.in.Skipped(where, -1, "", "", "what Claude remembers of you is private and is not read"))
		}
		designs := 0
		for _, name := range names {
			if strings.HasPrefix(name, path.Join(dir, designFolder)+"/") {
				designs++
			}
		}
		if designs > 0 {
			items = append(items, r.in.Skipped(path.Join(dir, designFolder), -1, "", "", fmt.Sprintf("conversations of Claude Design are not read yet (files: %d)", designs)))
		}
	}
	return items
}

// holds says whether a file has more in it than an empty list.
func holds(in *source.Input, name string) bool {
	f, err := in.FS.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head, _ := io.ReadAll(io.LimitReader(f, 16))
	return len(strings.TrimSpace(string(head))) > len("[]")
}
