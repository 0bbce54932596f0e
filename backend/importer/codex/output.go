package codex

import (
	"strings"

	"loquat/backend/importer/source"
)

// readOutput reads the result of a call: a text, a list of parts, JSON text that holds the output and how the command
// ended, or any other value (FORMATS.md §4, quirk 7).
func readOutput(p *source.Pull) (o output) {
	switch p.Kind() {
	case '"':
		return unpacked(p.Text())
	case '[':
		from := p.Mark()
		known := true
		for _, one := range readParts(p) {
			switch {
			case one.image != "":
				o.images = append(o.images, one.image)
			case strings.HasSuffix(one.kind, "text"):
				o.text = source.Join("\n\n", o.text, one.text)
			default:
				known = false
			}
		}
		if !known || o.text == "" && len(o.images) == 0 {
			o.text, _ = source.Clean(string(p.Written(from)))
		}
		return o
	case 'n':
		p.Skip()
		return o
	}
	text, _ := source.Clean(string(p.Raw()))
	return unpacked(text)
}

// unpacked takes the output out of {"output": …, "metadata": {"exit_code": …}} and out of the {"content": …, "success": …}
// of older versions.
func unpacked(text string) (o output) {
	if !strings.HasPrefix(text, "{") {
		return output{text: text}
	}
	p := source.NewPull()
	found := false
	err := p.Parse([]byte(text), func() {
		o, found = output{}, false
		p.Object(func(name string) {
			switch name {
			case "output", "content":
				if p.Kind() == '"' {
					o.text, found = p.Text(), true
				}
			case "success":
				o.failed = p.Kind() == 'f'
				p.Skip()
			case "metadata":
				p.Object(func(name string) {
					if name == "exit_code" {
						code, ok := p.Number()
						o.failed = ok && code != 0
					}
				})
			}
		})
	})
	if err != nil || !found {
		return output{text: text, failed: o.failed && err == nil}
	}
	return o
}
