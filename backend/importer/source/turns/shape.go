package turns

import (
	"path"

	"github.com/go-json-experiment/json/jsontext"

	"loquat/backend/importer/source"
)

// Shape is what a record looks like to a Detect.
type Shape struct {
	source.Fields               // of the record
	Message       source.Fields // of its first message; nil when it has none
	List          string        // the member that holds the messages; "" when the record is itself a message, or has none
	Role          string        // of the first message, as it is written
}

// Lists are the members under which a file that is one object may hold its records.
var Lists = []string{"data", "items", "rows", "examples"}

// Shapes describes the first records of a file.
func Shapes(p *source.Probe) (shapes []Shape) {
	objects := p.Sample().Objects
	if len(objects) == 1 {
		for _, list := range Lists {
			if inside := objects[0].Objects(list); len(inside) > 0 {
				objects = inside
				break
			}
		}
	}
	for _, fields := range objects {
		shapes = append(shapes, shape(fields))
	}
	return shapes
}

func shape(fields source.Fields) Shape {
	s := Shape{Fields: fields}
	for _, list := range []string{"messages", "conversations", "conversation", "items", "prompt", "chosen"} {
		if s.Message = firstMessage(fields, list); s.Message != nil {
			s.List = list
			break
		}
	}
	if s.Message == nil && fields.Has("role") {
		s.Message = fields
	}
	if s.Role = s.Message.Text("role"); s.Role == "" {
		s.Role = s.Message.Text("from")
	}
	return s
}

// firstMessage returns the first object of a list, which may be JSON text, or the object itself.
func firstMessage(fields source.Fields, list string) source.Fields {
	if text := fields.Text(list); len(text) > 1 && text[0] == '[' {
		fields = source.Fields{list: jsontext.Value(text)}
	}
	if objects := fields.Objects(list); len(objects) > 0 {
		return objects[0]
	}
	return fields.Object(list)
}

// Spoken says whether the first message has a known role and something said: content or calls.
func (s *Shape) Spoken() bool {
	_, known := Role(s.Role)
	for _, name := range []string{"content", "value", "text", "markdown", "tool_calls", "function_call"} {
		if s.Message.Has(name) {
			return known
		}
	}
	return false
}

// Dataset says whether the record is one of a dataset that Loquat or the reference platform exported.
func (s *Shape) Dataset() bool { return s.Has("messages", "data_source", "ability") }

// IsDatasetInfo tells the file that describes datasets to LLaMA-Factory: it stands beside the data and holds none.
func IsDatasetInfo(name string) bool { return path.Base(name) == "dataset_info.json" }
