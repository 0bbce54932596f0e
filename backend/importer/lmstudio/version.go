package lmstudio

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
	"loquat/backend/importer/source/tree"
	"loquat/backend/importer/source/turns"
)

// version is one version of a message: what a person wrote, or the steps of a model.
type version struct {
	role, model string
	parts       []part
	steps       []step
}

// step is one step of a model.
type step struct {
	kind, style, model string
	callID             string // of a status
	failed             bool   // the status is that the call failed
	prompt, predicted  *int64
	parts              []part
}

// part is a piece of a content.
type part struct {
	kind, text, name, arguments string
	callID, requestID           string
	structural                  bool // a sign of the template, and no word
	failed                      bool
	file                        chat.Attachment
}

// read fills v; it is false when what comes next is no version.
func (v *version) read(p *source.Pull) bool {
	return p.Object(func(name string) {
		switch name {
		case "role":
			v.role = p.Name()
		case "content":
			p.Array(func() { v.parts = append(v.parts, readPart(p)) })
		case "senderInfo":
			p.Object(func(name string) {
				if name == "senderName" {
					v.model = p.Name()
				}
			})
		case "steps":
			p.Array(func() { v.steps = append(v.steps, readStep(p)) })
		}
	})
}

func readStep(p *source.Pull) (s step) {
	p.Object(func(name string) {
		switch name {
		case "type":
			s.kind = p.Name()
		case "style":
			p.Object(func(name string) {
				if name == "type" {
					s.style = p.Name()
				}
			})
		case "content":
			p.Array(func() { s.parts = append(s.parts, readPart(p)) })
		case "genInfo":
			p.Object(func(name string) { s.generated(p, name) })
		case "callId":
			s.callID = p.Text()
		case "statusState":
			p.Object(func(name string) {
				if name == "status" {
					p.Object(func(name string) { s.status(p, name) })
				}
			})
		}
	})
	return s
}

// status reads how a call ended.
func (s *step) status(p *source.Pull, name string) {
	if name == "type" {
		kind := p.Name()
		s.failed = kind == "toolCallFailed" || kind == "toolCallDenied"
	}
}

// generated reads what is recorded of how a step was made.
func (s *step) generated(p *source.Pull, name string) {
	switch name {
	case "indexedModelIdentifier":
		s.model = p.Name()
	case "stats":
		p.Object(func(name string) {
			switch name {
			case "promptTokensCount":
				s.prompt = p.Count()
			case "predictedTokensCount":
				s.predicted = p.Count()
			}
		})
	}
}

func readPart(p *source.Pull) (t part) {
	size := int64(0)
	identifier, name := "", ""
	p.Object(func(field string) {
		switch field {
		case "type":
			t.kind = p.Name()
		case "text":
			t.text = p.Text()
		case "content":
			t.text = resultText(p)
		case "isStructural":
			t.structural = p.Bool()
		case "name":
			name = p.Name()
		case "parameters":
			t.arguments = p.Arguments()
		case "callId":
			t.callID = p.Text()
		case "toolCallRequestId":
			t.requestID = p.Text()
		case "fileIdentifier":
			identifier = p.Text()
		case "sizeBytes":
			if n := p.Count(); n != nil {
				size = *n
			}
		}
	})
	t.name = name
	t.file = turns.Missing(cmp.Or(name, identifier))
	t.file.Size = size
	return t
}

// resultText reads the result of a tool: a text that is JSON of blocks, of which the texts are taken, or any other text.
func resultText(p *source.Pull) string {
	written := p.Text()
	if !strings.HasPrefix(strings.TrimSpace(written), "[") {
		return written
	}
	var texts []string
	inner := source.NewPull()
	err := inner.Parse([]byte(written), func() {
		texts = nil
		inner.Array(func() {
			inner.Object(func(name string) {
				if name == "text" {
					texts = append(texts, inner.Text())
				}
			})
		})
	})
	if text := source.Join("\n\n", texts...); err == nil && text != "" {
		return text
	}
	return written
}

// write adds the version to its node.
func (v *version) write(c *chat.Conversation, n *tree.Node) {
	role, known := turns.Role(v.role)
	n.Role = role
	if !known {
		source.CountUnknown(c, "role "+v.role)
		n.Hidden, n.Name = true, v.role
	}
	if role == chat.RoleAssistant {
		n.Model = v.model
	}
	calls := map[string]part{}
	for i := range v.steps {
		if s := &v.steps[i]; s.failed {
			calls[s.callID] = part{failed: true} // its status comes behind its result
		}
	}
	for i := range v.parts {
		v.parts[i].write(c, n, false, calls)
	}
	for i := range v.steps {
		s := &v.steps[i]
		switch s.kind {
		case "contentBlock":
			n.Model = cmp.Or(n.Model, s.model)
			n.PromptTokens, n.CompletionTokens = tree.Sum(n.PromptTokens, s.prompt), tree.Sum(n.CompletionTokens, s.predicted)
			for k := range s.parts {
				s.parts[k].write(c, n, s.style == "thinking", calls)
			}
		case "toolStatus", "debugInfoBlock": // how the program went on; nothing was said
		default:
			source.CountUnknown(c, "step "+s.kind)
		}
	}
}

// write adds a part to its node. calls are the calls so far, by the number that results name.
func (t *part) write(c *chat.Conversation, n *tree.Node, thinking bool, calls map[string]part) {
	switch {
	case t.structural:
	case t.kind == "text" && thinking:
		n.Think(t.text)
	case t.kind == "text":
		n.Say(t.text)
	case t.kind == "file":
		n.Attach(t.file)
	case t.kind == "toolCallRequest":
		call := *t
		call.failed = calls[t.callID].failed
		call.requestID = n.Call(chat.ToolCall{ID: t.requestID, Name: t.name, Arguments: t.arguments})
		calls[t.callID] = call
	case t.kind == "toolCallResult":
		call := calls[t.callID]
		n.Result(cmp.Or(call.requestID, t.requestID), call.name, t.text, call.failed)
	default:
		source.CountUnknown(c, "part "+t.kind)
	}
}
