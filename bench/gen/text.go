package gen

import "fmt"

// text appends about n characters of prose, in Chinese characters when cjk is set. An answer has Markdown in it.
func (g *generator) text(n int, cjk, answer bool) string {
	g.buf = g.buf[:0]
	goal := n
	if cjk {
		goal = n * 3 / 2 // half the characters, three bytes each
	}
	for len(g.buf) < goal {
		if cjk {
			for range 6 + g.r.below(14) {
				g.buf = append(g.buf, pick(g.r, g.words.cjk)...)
			}
			g.buf = append(g.buf, "。"...)
		} else {
			g.sentence()
		}
		if answer {
			g.markdown(n)
		}
	}
	return string(g.buf)
}

func (g *generator) sentence() {
	start := len(g.buf)
	for i := range 5 + g.r.below(17) {
		if i > 0 {
			g.buf = append(g.buf, ' ')
		}
		g.buf = append(g.buf, pick(g.r, g.words.latin)...)
	}
	g.buf[start] -= 'a' - 'A'
	g.buf = append(g.buf, ". "...)
	if g.r.chance(25) {
		g.buf = append(g.buf, "🚀 "...)
	}
}

func (g *generator) markdown(n int) {
	switch g.r.below(14) {
	case 0:
		g.buf = append(g.buf, "\n\n"...)
	case 1:
		g.buf = fmt.Appendf(g.buf, "\n\n- **%s**: ", pick(g.r, g.words.latin))
	case 2:
		if n > 300 {
			g.buf = append(g.buf, "\n\n```python\n"...)
			g.code(3 + g.r.below(20))
			g.buf = append(g.buf, "```\n\n"...)
		}
	}
}

// code appends lines that look like a program's.
func (g *generator) code(lines int) {
	for range lines {
		a, b, c := pick(g.r, g.words.latin), pick(g.r, g.words.latin), pick(g.r, g.words.latin)
		switch g.r.below(4) {
		case 0:
			g.buf = fmt.Appendf(g.buf, "for %s in range(len(%s_%s)):\n", a, b, c)
		case 1:
			g.buf = fmt.Appendf(g.buf, "    if %s.%s == \"%s\" and <%s>:\n", a, b, c, a)
		default:
			g.buf = fmt.Appendf(g.buf, "    %s = %s.%s(%d)\n", a, b, c, g.r.below(1000))
		}
	}
}
