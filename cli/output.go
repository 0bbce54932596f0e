package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode"

	"loquat/backend/chat"
)

// result prints what a command found or did: the JSON document, or for a person what human writes.
func (c *call) result(document any, human func(p *page)) error {
	if c.json {
		return c.document(document)
	}
	return c.print(human)
}

// print prints what human writes.
func (c *call) print(human func(p *page)) error {
	p := &page{}
	human(p)
	_, err := fmt.Fprint(c.Out, p.String())
	return err
}

// said prints what a command did; --quiet leaves it out.
func (c *call) said(document any, human func(p *page)) error {
	if c.quiet && !c.json {
		return nil
	}
	return c.result(document, human)
}

// document prints one JSON document.
func (c *call) document(document any) error {
	out := json.NewEncoder(c.Out)
	out.SetEscapeHTML(false)
	return out.Encode(document)
}

// tell writes one line to stderr.
func (c *call) tell(format string, values ...any) {
	fmt.Fprintln(c.Err, plain(strings.ReplaceAll(fmt.Sprintf(format, values...), "\n", "; ")))
}

// warn writes one line to stderr unless --quiet.
func (c *call) warn(format string, values ...any) {
	if !c.quiet {
		c.tell(format, values...)
	}
}

// page is text for a person.
type page struct{ strings.Builder }

// line adds a line.
func (p *page) line(format string, values ...any) {
	p.WriteString(plain(fmt.Sprintf(format, values...)))
	p.WriteByte('\n')
}

// table adds lines of columns.
func (p *page) table(rows [][]string) {
	w := tabwriter.NewWriter(&p.Builder, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = chat.FirstLine(plain(cell), 80)
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	}
	w.Flush()
}

// plain takes the power out of text that others wrote: control characters, which a terminal obeys, become U+FFFD, and
// so do the marks that turn the direction of writing.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\r' {
			return -1
		}
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// day writes the day of a time in the user's time zone; an unknown one is a dash.
func day(t chat.Time) string { return local(t, "2006-01-02") }

// minute writes a time to the minute in the user's time zone; an unknown one is a dash.
func minute(t chat.Time) string { return local(t, "2006-01-02 15:04") }

// local writes a time in the user's time zone.
func local(t chat.Time, layout string) string {
	if !t.Valid {
		return "-"
	}
	return t.UTC().Local().Format(layout)
}

// size writes a number of bytes for a person.
func size(bytes int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	n, unit := float64(bytes), 0
	for ; n >= 1000 && unit < len(units)-1; unit++ {
		n /= 1000
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", bytes)
	}
	return fmt.Sprintf("%.1f %s", n, units[unit])
}

// count writes a number of things: "1 record", "2 records".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
