package cli

import (
	"fmt"
	"strings"
	"time"

	"loquat/backend/chat"
)

// progress returns what draws a progress bar on a terminal, and what takes it away; without a terminal, or with
// --quiet, both do nothing.
func (c *call) progress() (draw func(chat.Progress), clear func()) {
	if !c.Terminal || c.quiet {
		return nil, func() {}
	}
	draw = func(p chat.Progress) {
		fmt.Fprint(c.Err, "\r\x1b[K"+chat.FirstLine(plain(bar(p)), max(c.Width-1, 20)))
	}
	return draw, func() { fmt.Fprint(c.Err, "\r\x1b[K") }
}

// bar writes how far a job is: a bar when the whole is known, counts, speed and the time left.
func bar(p chat.Progress) string {
	var parts []string
	done, total := float64(p.BytesDone), float64(p.BytesTotal)
	if total <= 0 {
		done, total = float64(p.Conversations), float64(p.Total)
	}
	if total > 0 {
		const cells = 24
		share := min(done/total, 1)
		full := int(share * cells)
		parts = append(parts, fmt.Sprintf("[%s%s] %3d%%", strings.Repeat("#", full), strings.Repeat(".", cells-full), int(share*100)))
	}
	if p.Conversations > 0 {
		parts = append(parts, fmt.Sprintf("%s, %.0f/s", count(p.Conversations, "conversation"), p.PerSecond))
	}
	if p.BytesDone > 0 {
		parts = append(parts, size(p.BytesDone))
	}
	if p.LeftMS > 0 {
		parts = append(parts, (time.Duration(p.LeftMS)*time.Millisecond).Round(time.Second).String()+" left")
	}
	return strings.Join(append(parts, p.Label), "  ")
}
