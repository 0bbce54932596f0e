package exporter

import (
	"hash/maphash"
	"strconv"
	"strings"

	"loquat/backend/chat"
)

// preparer makes clean drafts of conversations. Each worker has its own.
type preparer struct {
	format  Format
	choices choices
	tools   map[chat.Tool]*tool
}

// newPreparer makes a preparer for one worker.
func newPreparer(f Format, c choices) *preparer {
	return &preparer{format: f, choices: c, tools: map[chat.Tool]*tool{}}
}

// prepare makes the drafts of c, cleaned and checked; a draft with left set gives no record.
func (p *preparer) prepare(c *chat.Conversation) []*draft {
	examples := (*preparer).branches
	if p.format.examples != nil {
		examples = p.format.examples
	}
	drafts := examples(p, c)
	for _, d := range drafts {
		p.complete(d)
	}
	return drafts
}

// branches makes a clean draft of each branch to be exported, or of each answer in it.
func (p *preparer) branches(c *chat.Conversation) []*draft {
	var all []*draft
	for _, thread := range p.threads(c) {
		for _, d := range p.drafts(c, thread) {
			p.clean(d)
			if p.choices.perAnswer {
				all = append(all, d.perAnswer()...)
			} else {
				all = append(all, d)
			}
		}
	}
	return all
}

// clean makes the repairs of EXPORT.md §5 to d.
func (p *preparer) clean(d *draft) {
	if d.left != nil {
		return
	}
	if d.mend(); d.left != nil {
		return
	}
	d.setSystem(p.choices)
	if !p.choices.asRecorded {
		d.makeReady(p.choices.split)
	}
	for i := range d.turns {
		if t := &d.turns[i]; t.role == roleFunctionCall {
			t.content = callContent(t.calls)
		}
	}
	if p.choices.gather && !p.choices.asRecorded {
		d.gatherResults()
	}
}

// complete fits d to the data format and looks for what remains to be warned of.
func (p *preparer) complete(d *draft) {
	if p.format.rules.pages {
		return
	}
	if d.left == nil && p.format.rules.noTools && d.callsTools() {
		d.leave("NO_TOOLS", nil, p.format.Key)
	}
	if d.left != nil {
		return
	}
	d.placeReasoning(p.choices, p.format)
	d.fit(p.choices.limit, !p.format.rules.lastOnly)
	if p.choices.asRecorded {
		d.checkRecorded()
	}
	if d.left != nil {
		return
	}
	if p.choices.mistralIDs {
		d.shortenIDs()
	}
	if p.format.check != nil {
		p.format.check(d)
	}
	if d.left == nil {
		d.finish(p.format.rules.parallel)
	}
}

// setSystem drops or replaces the system prompt when a person wants that.
func (d *draft) setSystem(c choices) {
	if c.system != "drop" && c.system != "replace" {
		return
	}
	if len(d.turns) > 0 && d.turns[0].role == roleSystem {
		d.turns = d.turns[1:]
	}
	if c.system == "replace" {
		d.turns = append([]turn{{role: roleSystem, content: strings.ToValidUTF8(c.systemText, "\uFFFD")}}, d.turns...)
	}
}

// makeReady trims d so that trainers take it, or leaves it out.
func (d *draft) makeReady(split bool) {
	hadUser := d.has(roleUser)
	d.trim(split)
	switch {
	case !hadUser || len(d.turns) > 0 && !d.has(roleUser) && d.learnable():
		d.leave("NO_USER", nil)
	case !d.learnable():
		d.leave("NOTHING_TO_LEARN", nil)
	}
}

// has says whether some turn has that role and something to read.
func (d *draft) has(role string) bool {
	for i := range d.turns {
		if d.turns[i].role == role && !blank(d.turns[i].content) {
			return true
		}
	}
	return false
}

// learnable says whether there is an answer or a call.
func (d *draft) learnable() bool {
	for i := range d.turns {
		if t := &d.turns[i]; t.role == roleFunctionCall || t.role == roleAssistant && !blank(t.content) {
			return true
		}
	}
	return false
}

// finish looks for what remains to be warned of; parallel says that readers expect several calls in one turn.
func (d *draft) finish(parallel bool) {
	size := 0
	for t := range d.all() {
		size += len(t.content)
		if t.role != roleFunctionCall {
			d.warnTokens(t)
		} else if len(t.calls) > 1 && !parallel {
			d.warn("PARALLEL_CALLS", t, t.place(), strconv.Itoa(len(t.calls)))
		}
	}
	d.warnUndeclared()
	for _, t := range d.tools {
		size += len(t.bare)
	}
	if tokens := size / bytesPerToken; tokens > defaultCutoff {
		d.warn("LONG", nil, strconv.Itoa((tokens+50)/100*100))
	}
}

// bytesPerToken is the usual rule of thumb; it also holds for Chinese, whose characters are three bytes and about 0.75
// tokens. defaultCutoff is LLaMA-Factory's cutoff_len (data_args.py).
const (
	bytesPerToken = 4
	defaultCutoff = 2048
)

// warnUndeclared warns of calls whose tool is not declared, once for each tool.
func (d *draft) warnUndeclared() {
	known := map[string]bool{}
	for _, t := range d.tools {
		known[t.name] = true
	}
	for t := range d.all() {
		for _, c := range t.calls {
			if c.name != "" && !known[c.name] {
				known[c.name] = true
				d.warn("TOOLS_MISSING", t, c.name)
			}
		}
	}
}

// mediaTags are texts that LLaMA-Factory counts as attachments; controlTokens are texts that tokenizers take for their own.
var (
	mediaTags     = []string{"<image>", "<video>", "<audio>"}
	controlTokens = []string{
		"<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|begin_of_text|>", "<|end_of_text|>",
		"<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>", "<|user|>", "<|assistant|>", "<|system|>",
		"<|observation|>", "<|end|>", "<start_of_turn>", "<end_of_turn>", "<s>", "</s>", "<bos>", "<eos>",
		callBegins, callEnds, thoughtBegins, thoughtEnds, "<｜User｜>", "<｜Assistant｜>", "<｜end▁of▁sentence｜>",
	}
)

// warnTokens warns of texts in t that a trainer would take for something else, one of each kind. A thought that a text begins
// with is what it looks like.
func (d *draft) warnTokens(t *turn) {
	media, control := false, false
	for s := withoutThought(t.content); ; {
		i := strings.IndexByte(s, '<')
		if i < 0 || media && control {
			return
		}
		s = s[i:]
		if tag := prefixOf(s, mediaTags); tag != "" && !media {
			media = true
			d.warn("MEDIA_TAG", t, t.place(), tag)
		}
		if token := prefixOf(s, controlTokens); token != "" && !control {
			control = true
			d.warn("SPECIAL_TOKEN", t, t.place(), token)
		}
		s = s[1:]
	}
}

// prefixOf returns the first of words that s begins with.
func prefixOf(s string, words []string) string {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return w
		}
	}
	return ""
}

var hashSeed = maphash.MakeSeed()

// hash is the same for drafts with the same messages in this run of the program.
func (d *draft) hash() uint64 {
	var h maphash.Hash
	h.SetSeed(hashSeed)
	for t := range d.all() {
		for _, s := range []string{t.role, t.content, t.text, t.reasoning} {
			_, _ = h.WriteString(s)
			_ = h.WriteByte(0)
		}
	}
	return h.Sum64()
}
