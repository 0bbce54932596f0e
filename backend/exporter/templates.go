package exporter

import (
	"regexp"
	"strconv"

	"loquat/backend/chat"
)

// need is something in a record for which the chat templates of some models have no word, or at which they stop. Which
// do is what interop/trl_check.py, axolotl_check.py and mistral_check.py show of the real ones.
type need int

const (
	needsCalls need = iota
	needsParallel
	needsIDs
	needsSystem
	needsThoughts
	needKinds
)

// needCodes are the findings about a file whose records have such a need, in the order of the needs.
var needCodes = [needKinds]string{"TEMPLATE_CALLS", "TEMPLATE_PARALLEL", "TEMPLATE_IDS", "TEMPLATE_SYSTEM", "TEMPLATE_THOUGHTS"}

// needs counts records by what they need of a chat template.
type needs [needKinds]int

// count adds what d needs.
func (n *needs) count(d *draft) {
	for i, needed := range d.needs() {
		if needed {
			n[i]++
		}
	}
}

// findings say how many records have each need; there is none for what no record needs.
func (n *needs) findings() []chat.Finding {
	var found []chat.Finding
	for i, records := range n {
		if records > 0 {
			found = append(found, fileFinding(needCodes[i], false, strconv.Itoa(records))...)
		}
	}
	return found
}

// needs says what d needs of a chat template.
func (d *draft) needs() (needed [needKinds]bool) {
	for t := range d.all() {
		needed[needsSystem] = needed[needsSystem] || t.role == roleSystem
		needed[needsThoughts] = needed[needsThoughts] || t.reasoning != ""
		needed[needsCalls] = needed[needsCalls] || len(t.calls) > 0
		needed[needsParallel] = needed[needsParallel] || len(t.calls) > 1
		for _, c := range t.calls {
			needed[needsIDs] = needed[needsIDs] || !isMistralID(c.id)
		}
	}
	return needed
}

// openaiName is what OpenAI takes for the name of a tool.
var openaiName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// warnNames warns of tools whose name OpenAI refuses, once for each.
func (d *draft) warnNames() {
	warned := map[string]bool{}
	refuse := func(t *turn, name string) {
		if !openaiName.MatchString(name) && !warned[name] {
			warned[name] = true
			d.warn("TOOL_NAME", t, name)
		}
	}
	for _, t := range d.tools {
		refuse(nil, t.name)
	}
	for t := range d.all() {
		for _, c := range t.calls {
			refuse(t, c.name)
		}
	}
}
