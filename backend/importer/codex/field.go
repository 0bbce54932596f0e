package codex

import "loquat/backend/importer/source"

// call reads what calls and their results have.
func (i *item) call(p *source.Pull, name string) bool {
	switch name {
	case "call_id":
		i.callID = p.Text()
	case "name", "tool":
		i.name = p.Name()
	case "arguments", "input", "action", "changes":
		i.arguments = p.Arguments()
	case "invocation": // of an MCP tool
		p.Object(func(name string) { i.call(p, name) })
	case "command":
		text, _ := source.Clean(string(p.Raw()))
		i.lines = text
	case "output", "result", "tools", "aggregated_output":
		i.output, i.hasOutput = readOutput(p), true
	case "stdout", "stderr":
		if text := p.Text(); !i.hasOutput {
			i.output.text = source.Join("\n", i.output.text, text)
		}
	case "exit_code":
		code, ok := p.Number()
		i.failed = ok && code != 0
	case "success":
		i.failed = p.Kind() == 'f'
		p.Skip()
	default:
		return false
	}
	return true
}

// about reads what is known of a session or a turn.
func (i *item) about(p *source.Pull, name string) {
	switch name {
	case "model":
		i.model = p.Name()
	case "cwd":
		i.cwd = p.Text()
	case "turn_id":
		i.turn = p.Text()
	case "forked_from_id":
		i.forkedFrom = p.Text()
	case "instructions", "base_instructions":
		i.instructions = readInstructions(p)
	case "source", "subagent", "thread_spawn":
		p.Object(func(name string) { i.about(p, name) })
	case "parent_thread_id":
		i.parent = p.Text()
	case "agent_nickname", "new_agent_nickname":
		i.nickname = p.Text()
	case "agent_role", "new_agent_role":
		i.agentRole = p.Text()
	case "thread_name":
		i.threadName = p.Text()
	case "new_thread_id", "agent_thread_id":
		i.started = p.Text()
	case "num_turns":
		if n := p.Count(); n != nil {
			i.back = *n
		}
	case "info":
		p.Object(func(name string) {
			if name == "total_token_usage" {
				i.total = readTokens(p)
			}
		})
	}
}

// readInstructions reads what the model was told: a text, or an object with it.
func readInstructions(p *source.Pull) (text string) {
	if p.Kind() != '{' {
		return p.Text()
	}
	p.Object(func(name string) {
		if name == "text" {
			text = p.Text()
		}
	})
	return text
}

func readTokens(p *source.Pull) *tokens {
	t := &tokens{}
	p.Object(func(name string) {
		n := p.Count()
		switch {
		case n == nil:
		case name == "input_tokens":
			t.prompt = *n
		case name == "output_tokens":
			t.completion = *n
		}
	})
	return t
}

// readParts reads a content: a text, or a list of texts and parts.
func readParts(p *source.Pull) (parts []part) {
	if p.Kind() == '"' {
		return []part{{kind: "text", text: p.Text()}}
	}
	p.Array(func() {
		if p.Kind() == '"' {
			parts = append(parts, part{kind: "text", text: p.Text()})
			return
		}
		var one part
		if p.Object(func(name string) {
			switch name {
			case "type":
				one.kind = p.Name()
			case "text", "refusal":
				one.text = p.Text()
			case "image_url", "path":
				one.image = p.Text()
			}
		}) {
			parts = append(parts, one)
		}
	})
	return parts
}
