package exporter

import "loquat/backend/chat"

var swiftFormat = Format{
	Key: "swift", Name: "ms-swift",
	Sentence: "For ms-swift: each call is a message of its own, also when several were made at once.",
	poor:     map[chat.FileFormat]string{chat.CSV: llamaFactoryCSV},
	records:  []any{swiftRecord{}, swiftToolRecord{}},
	make:     makeSwift, info: swiftInfo,
	rules: rules{parallel: true, spoken: true},
}

// swiftRecord is a record of the data format "swift" in a dataset without tools.
type swiftRecord struct {
	Messages []*plainMessage `json:"messages" parquet:"messages,list,optional" parquet-element:",optional"`
}

// swiftToolRecord is a record of a dataset in which some record has tools, "[]" for none: ms-swift takes an empty text for the
// text of a tool, and stops at it (dataset/preprocessor/core.py, template/base.py).
type swiftToolRecord struct {
	swiftRecord
	Tools *string `json:"tools" parquet:"tools,optional,dict"`
}

// plainMessage is a message with nothing but role and content.
type plainMessage struct {
	Role    *string `json:"role" parquet:"role,optional,dict"`
	Content *string `json:"content" parquet:"content,optional"`
}

// The roles of ms-swift that differ (agent_template/base.py).
const (
	swiftCall   = "tool_call"
	swiftResult = "tool_response"
)

// makeSwift makes the record of d.
func makeSwift(d *draft, l layout) any {
	var r swiftRecord
	for i := range d.turns {
		r.Messages = append(r.Messages, swiftMessages(&d.turns[i])...)
	}
	if !l.tools {
		return &r
	}
	tools := d.toolsArray()
	return &swiftToolRecord{r, &tools}
}

// swiftMessages makes the messages of a turn: one for each call, after what was said beside them, to which ms-swift joins
// them (template/base.py).
func swiftMessages(t *turn) []*plainMessage {
	role := t.role
	switch t.role {
	case roleTool:
		role = swiftResult
	case roleFunctionCall:
		role = swiftCall
		var calls []*plainMessage
		if said := t.thought + t.text; said != "" {
			speaker := roleAssistant
			calls = append(calls, &plainMessage{Role: &speaker, Content: &said})
		}
		for i := range t.calls {
			content := callContent(t.calls[i : i+1])
			calls = append(calls, &plainMessage{Role: &role, Content: &content})
		}
		return calls
	}
	return []*plainMessage{{Role: &role, Content: &t.content}}
}

// swiftInfo is the entry of dataset_info.json, with the role names of ms-swift, which itself needs none.
func swiftInfo(l layout) info {
	tags := append(pairs{}, messageTags...)
	for i := range tags {
		switch tags[i].name {
		case "function_tag":
			tags[i].value = swiftCall
		case "observation_tag":
			tags[i].value = swiftResult
		}
	}
	return info{Formatting: "sharegpt", Columns: pairs{{"messages", "messages"}}, Tags: tags}.withTools(l, "tools")
}
