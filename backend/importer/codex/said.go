package codex

import (
	"slices"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/turns"
)

// item adds an item of the model's history.
func (s *session) item(i *item) {
	switch i.kind {
	case "message", "":
		s.message(i)
	case "reasoning":
		thoughts := i.thoughts
		for _, one := range i.parts {
			thoughts = append(thoughts, one.text)
		}
		s.think(layerItem, i.id, thoughts)
	case "ghost_snapshot", "compaction", "compaction_summary", "context_compaction", "world_state":
	default:
		if !s.tool(i) {
			source.CountUnknown(&s.c, "item "+i.kind)
		}
	}
}

// message adds a message of the model's history.
func (s *session) message(i *item) {
	texts, images := i.texts()
	switch i.role {
	case "user":
		s.user(layerItem, i.id, texts, images)
	case "assistant":
		s.assistant(layerItem, i, strings.Join(texts, "\n\n"))
	case "developer", "system":
		s.hidden(chat.RoleSystem, strings.Join(texts, "\n\n"), "")
	default:
		source.CountUnknown(&s.c, "role "+i.role)
		s.hidden(chat.RoleSystem, strings.Join(texts, "\n\n"), "")
	}
}

// texts are the texts and the pictures of a content.
func (i *item) texts() (texts, images []string) {
	if i.text != "" {
		texts = append(texts, i.text)
	}
	for _, one := range i.parts {
		if one.text != "" {
			texts = append(texts, one.text)
		}
		if one.image != "" {
			images = append(images, one.image)
		}
	}
	return texts, append(images, i.images...)
}

// user adds what stands as the user's: parts that the program wrote are hidden, the others are what the person said.
func (s *session) user(layer int, id string, texts, images []string) {
	var words, wrote []string
	for _, text := range texts {
		if isSynthetic(text) {
			wrote = append(wrote, text)
		} else if text = said(text); text != "" {
			words = append(words, text)
		}
	}
	text := strings.Join(words, "\n\n")
	if text == "" && len(images) == 0 {
		s.thought.end(s)
		s.hidden(chat.RoleUser, strings.Join(wrote, "\n\n"), "")
		return
	}
	if at := s.copies.find(layer, id, "user", text); at >= 0 {
		s.again(at, layer, text, images)
		return
	}
	s.thought.end(s)
	s.copies.reset()
	s.hidden(chat.RoleUser, strings.Join(wrote, "\n\n"), "")
	s.copies.find(layer, "", "user", text)
	before := s.last
	m := s.append(chat.Message{Role: chat.RoleUser, Content: text}, id)
	m.Attachments = attachments(images)
	s.turns = append(s.turns, before)
	s.copies.put(len(s.c.Messages)-1, id, "user", text)
}

// again looks at a copy of what the person said: the event has the text as it was typed, either may have the pictures,
// and one of them only where they were.
func (s *session) again(at, layer int, text string, images []string) {
	m := &s.c.Messages[at]
	if layer != layerItem {
		m.Content = text
	}
	missing := func(a chat.Attachment) bool { return a.Open == nil }
	if more := attachments(images); len(more) >= len(m.Attachments) && !slices.ContainsFunc(more, missing) || len(m.Attachments) == 0 {
		m.Attachments = more
	}
}

// assistant adds what the model said.
func (s *session) assistant(layer int, i *item, text string) {
	if text == "" {
		return
	}
	at := s.copies.find(layer, i.id, "assistant", text)
	if at >= 0 {
		if m := &s.c.Messages[at]; m.Channel == "" {
			m.Channel = i.phase
		}
		return
	}
	s.thought.into(s, chat.Message{Role: chat.RoleAssistant, Content: text, Channel: i.phase}, i.id)
	s.copies.put(len(s.c.Messages)-1, i.id, "assistant", text)
}

// think adds what the model thought; usually only a secret form of it is in the file (FORMATS.md §4, quirk 5).
func (s *session) think(layer int, id string, thoughts []string) {
	for _, text := range thoughts {
		if text == "" || s.copies.find(layer, "", "thought", text) >= 0 {
			continue
		}
		s.thought.add(s, text, id)
		s.copies.put(0, "", "thought", text)
	}
}

// attachments are the pictures of a message: their bytes stand in the line, or they are named.
func attachments(images []string) (list []chat.Attachment) {
	for _, image := range images {
		if image == "" {
			continue
		}
		a, inline := source.Inline("image", image)
		if !inline {
			a = turns.Missing(image)
		}
		list = append(list, a)
	}
	return list
}
