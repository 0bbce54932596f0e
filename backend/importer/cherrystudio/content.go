package cherrystudio

import "loquat/backend/importer/source"

// readContent reads a text, or the result of a tool: {content: [{type, text}], isError}, of which the texts are taken, or
// anything else, which stays as it is.
func readContent(p *source.Pull, failedBefore bool) (text string, failed bool) {
	if p.Kind() != '{' && p.Kind() != '[' {
		return p.Text(), failedBefore
	}
	written, _ := source.Clean(string(p.Raw()))
	inner := source.NewPull()
	var texts []string
	known := false
	read := func() {
		inner.Object(func(name string) {
			switch name {
			case "text":
				texts = append(texts, inner.Text())
			case "type":
				known = known || inner.Name() == "text"
			}
		})
	}
	err := inner.Parse([]byte(written), func() {
		texts, known, failed = nil, false, failedBefore
		if inner.Kind() == '[' {
			inner.Array(read)
			return
		}
		inner.Object(func(name string) {
			switch name {
			case "content":
				inner.Array(read)
			case "isError":
				failed = inner.Bool() || failed
			}
		})
	})
	if joined := source.Join("\n\n", texts...); err == nil && known && joined != "" {
		return joined, failed
	}
	return written, failed || failedBefore
}

// readError reads an error: {name, message}.
func readError(p *source.Pull) string {
	if p.Kind() != '{' {
		return p.Text()
	}
	kind, message := "", ""
	p.Object(func(name string) {
		switch name {
		case "name":
			kind = p.Text()
		case "message":
			message = p.Text()
		}
	})
	return source.Join(": ", kind, message)
}

func readFile(p *source.Pull) (f file) {
	p.Object(func(name string) {
		switch name {
		case "id":
			f.id = p.Text()
		case "name":
			f.stored = p.Text()
		case "origin_name":
			f.name = p.Text()
		case "ext":
			f.ext = p.Text()
		case "size":
			if n := p.Count(); n != nil {
				f.size = *n
			}
		}
	})
	return f
}
