package otelgenai

import (
	"bytes"
	"strconv"
	"strings"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
)

// nested are the names under which Phoenix keeps attributes of OpenInference as objects: {"llm": {"model_name": …}}.
var nested = map[string]bool{"llm": true, "openinference": true, "input": true, "output": true, "tool": true, "agent": true, "tool_call": true}

// maxNesting is how deep such objects go: llm, input_messages, a number, message, tool_calls, a number, tool_call, function.
const maxNesting = 12

// flatten gives the members of an object, and of the objects of a list, names of their own: llm.input_messages.0.message.
func (a attributes) flatten(p *source.Pull, name string, depth int) {
	kind := p.Kind()
	if kind != '{' && kind != '[' || depth == maxNesting {
		a[name] = p.AnyText()
		return
	}
	if kind == '{' {
		p.Object(func(member string) { a.flatten(p, name+"."+member, depth+1) })
		return
	}
	raw := bytes.Clone(p.Raw())
	if !bytes.HasPrefix(bytes.TrimLeft(raw[1:], " \t\r\n"), []byte("{")) {
		a[name], _ = source.Clean(string(raw))
		return
	}
	inner, n := source.NewPull(), 0
	_ = inner.Parse(raw, func() { // it was read from JSON just now
		inner.Array(func() {
			a.flatten(inner, name+"."+strconv.Itoa(n), depth+1)
			n++
		})
	})
}

// inference are the attributes of OpenInference that others have another name for.
// (https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md)
var inference = map[string]string{"llm.model_name": "gen_ai.request.model", "llm.token_count.prompt": "gen_ai.usage.input_tokens",
	"llm.token_count.completion": "gen_ai.usage.output_tokens", "agent.name": "gen_ai.agent.name", "tool.name": "gen_ai.tool.name",
	"tool_call.id": "gen_ai.tool.call.id"}

// sdk are those of the AI SDK.
// (https://ai-sdk.dev/docs/ai-sdk-core/telemetry)
var sdk = map[string]string{"ai.model.id": "gen_ai.request.model", "ai.usage.promptTokens": "gen_ai.usage.input_tokens",
	"ai.usage.inputTokens": "gen_ai.usage.input_tokens", "ai.usage.completionTokens": "gen_ai.usage.output_tokens",
	"ai.usage.outputTokens": "gen_ai.usage.output_tokens", "ai.prompt.messages": "gen_ai.prompt", "ai.toolCall.name": "gen_ai.tool.name",
	"ai.toolCall.id": "gen_ai.tool.call.id"}

// translate says in the words of the conventions what OpenInference and the AI SDK say in theirs. The AI SDK has a span
// around each call of a model, which says the same once more.
func (a attributes) translate() {
	a.rename(inference)
	operation, _, _ := strings.Cut(a["operation.name"], " ")
	if name := a["ai.operationId"]; name != "" {
		operation = name
	}
	switch {
	case operation == "ai.toolCall":
		a["gen_ai.operation.name"] = "execute_tool"
		a.rename(sdk)
	case strings.HasPrefix(operation, "ai.") && (strings.HasSuffix(operation, ".doGenerate") || strings.HasSuffix(operation, ".doStream")):
		a.rename(sdk)
	}
}

func (a attributes) rename(names map[string]string) {
	for from, to := range names {
		if a[to] == "" && a[from] != "" {
			a[to] = a[from]
		}
	}
}

// sayOtherwise reads what was said in the words of OpenInference and of the AI SDK, where the conventions say nothing.
func (f *span) sayOtherwise(a attributes) {
	for _, side := range []struct {
		said               *traces.Said
		prefix, role, text string
	}{{&f.Input, "llm.input_messages", "user", a["input.value"]}, {&f.Output, "llm.output_messages", "assistant", a["output.value"]}} {
		if len(side.said.Turns) > 0 {
			continue
		}
		for _, m := range a.numbered(side.prefix) {
			m.inferred().addMessage(side.said, side.role)
		}
		if len(side.said.Turns) == 0 && side.text != "" && a["openinference.span.kind"] == "LLM" {
			add(side.said, side.text, side.role)
		}
	}
	answer := attributes{"content": a["ai.response.text"], "reasoning_content": a["ai.response.reasoning"], "tool_calls": a["ai.response.toolCalls"]}
	if answer["content"] == "" {
		answer["content"] = a["ai.response.object"]
	}
	if answer["content"]+answer["reasoning_content"]+answer["tool_calls"] != "" && len(f.Output.Turns) == 0 {
		answer.addMessage(&f.Output, "assistant")
	}
}

// inferred is a message of OpenInference with the names that others have.
func (a attributes) inferred() attributes {
	m := attributes{"role": a["message.role"], "content": a["message.content"], "tool_call_id": a["message.tool_call_id"]}
	for i, call := range a.numbered("message.tool_calls") {
		at := "tool_calls." + strconv.Itoa(i) + "."
		m[at+"id"], m[at+"name"], m[at+"arguments"] = call["tool_call.id"], call["tool_call.function.name"], call["tool_call.function.arguments"]
	}
	parts := a.numbered("message.contents")
	if m["content"] != "" || len(parts) == 0 {
		return m
	}
	b := []byte("[")
	for i, part := range parts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendMember(append(b, '{'), "type", part["message_content.type"]), ',')
		if url := part["message_content.image.image.url"]; url != "" {
			b = append(appendMember(b, "uri", url), '}')
		} else {
			b = append(appendMember(b, "text", part["message_content.text"]), '}')
		}
	}
	m["content"] = string(append(b, ']'))
	return m
}

// unquoted is the text that a text of JSON quotes; any other stays.
func unquoted(text string) string {
	if !strings.HasPrefix(text, `"`) {
		return text
	}
	p := source.NewPull()
	plain := text
	if p.Parse([]byte(text), func() { plain = p.Text() }) != nil {
		return text
	}
	return plain
}
