package exporter

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
)

// mistralLetters are what an id of Mistral's templates is made of, and mistralLength how many of them.
const (
	mistralLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	mistralLength  = 9
)

// shortenIDs gives every call an id as Mistral's templates want it, the same in every export, and its result that id. An
// id that is one already stays.
func (d *draft) shortenIDs() {
	d.nameCalls()
	n := 0
	for t := range d.all() {
		for j := range t.calls {
			n++
			if id := &t.calls[j].id; !isMistralID(*id) {
				*id = mistralID(d.source.ExternalID + "\x00" + *id + "\x00" + strconv.Itoa(n))
			}
		}
	}
	d.nameCalls()
}

// isMistralID says whether an id is one as Mistral's templates want it.
func isMistralID(id string) bool {
	return len(id) == mistralLength && strings.Trim(id, mistralLetters) == ""
}

// mistralID makes an id of what it stands for.
func mistralID(of string) string {
	sum := sha256.Sum256([]byte(of))
	number := binary.BigEndian.Uint64(sum[:])
	id := make([]byte, mistralLength)
	for i := range id {
		id[i] = mistralLetters[number%uint64(len(mistralLetters))]
		number /= uint64(len(mistralLetters))
	}
	return string(id)
}
