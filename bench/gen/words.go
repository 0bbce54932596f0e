package gen

import (
	"math/rand/v2"
	"strings"
)

// vocabularySize is how many words the generated English has; their use follows a Zipf-like law, as in real text.
const vocabularySize = 30_000

// syllables make words that look like words, without being anyone's text.
var syllables = strings.Fields("ba con der el fi gra hem in jo ker lam mor ne op pra qui ros sta tem ul ver wi xen yo zan ac ble cor dis en for gen her im kin le mi nor per re sen tra un val")

// common are the words people really search for; they stand at the frequent end.
var common = strings.Fields("the of and to a in is that for it as with you this be on are or your can if by from not we have but when which then using code data file value time example need function list string return set type first more into make number model user system where how result there way want work test order process change through while under point before input output good between server response information possible simple large specific small part option level request update current access service problem write local important page table query long structure index feature message find default read allow memory library variable field keep given single group path link point open close explain solution")

// random draws the numbers of one stream. Its source, PCG, gives the same numbers on every machine and Go version.
type random struct{ src *rand.PCG }

// below returns a number from 0 to n-1.
func (r random) below(n int) int { return int((r.src.Uint64() >> 33) % uint64(n)) }

// chance is true permille times in a thousand.
func (r random) chance(permille int) bool { return r.below(1000) < permille }

// skewed returns a length around median with a long tail, by integer arithmetic only: most are near it, a few are
// twenty times as long.
func (r random) skewed(median int) int {
	n := median * (r.below(900) + 200) / 1000
	for r.chance(300) && n < median*20 {
		n = n * (r.below(1500) + 1200) / 1000
	}
	return max(n, 1)
}

// words is the vocabulary of one run.
type words struct {
	latin []string
	cjk   []string
}

func newWords() words {
	r := random{rand.NewPCG(0xC0FFEE, 1)}
	w := words{latin: append([]string(nil), common...)}
	for len(w.latin) < vocabularySize {
		var b strings.Builder
		for range 2 + r.below(2) {
			b.WriteString(syllables[r.below(len(syllables))])
		}
		w.latin = append(w.latin, b.String())
	}
	for range 12_000 {
		w.cjk = append(w.cjk, string([]rune{rune(0x4e00 + r.skewed(700)%5000), rune(0x4e00 + r.skewed(900)%5000)}))
	}
	return w
}

// pick draws from list so that the entry at place i comes up about 1/(i+1) as often as the first.
func pick(r random, list []string) string {
	span := len(list)
	for span > 1 && r.chance(720) {
		span = span * (300 + r.below(300)) / 1000
	}
	return list[r.below(max(span, 1))]
}
