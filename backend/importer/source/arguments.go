package source

// Arguments returns the arguments of a tool call that come next, as JSON text: an object as it is written, a text or
// any other value wrapped as {"input": …} unless the text is an object itself.
func (p *Pull) Arguments() string {
	switch p.Kind() {
	case '"':
		return Arguments(p.Text())
	case '{':
		text, _ := Clean(string(p.Raw()))
		return text
	case 'n', 0:
		p.Skip()
		return "{}"
	}
	text, _ := Clean(string(p.Raw()))
	return `{"input": ` + text + `}`
}
