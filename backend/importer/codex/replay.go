package codex

import (
	"strconv"
	"strings"

	"loquat/backend/chat"
)

// replay is the beginning of a fork or of a sub-agent's run that says once more what was said in the session before it:
// behind its own record of the session comes that of the other one, and then its lines with new times (FORMATS.md §4,
// quirk 6). Only the ids of turns keep the time at which a turn was made: the first one that is not older than the
// session is its own.
type replay struct {
	from   int  // place of the first message that is said again
	begun  bool // the record of another session was seen
	closed bool // the session's own turns have begun
}

// repeated notes that the record of another session comes behind that of this one.
func (s *session) repeated() {
	if !s.replay.begun {
		s.replay = replay{begun: true, from: len(s.c.Messages)}
	}
}

// turn looks whether the session's own turns begin. What was said again before costs no tokens, cannot be taken back,
// and is hidden in the run of a sub-agent, which shows its own only; in a fork it is the beginning.
func (s *session) turn(id string) {
	if !s.replay.begun || s.replay.closed || !s.own(id) {
		return
	}
	s.replay.closed = true
	s.thought.end(s)
	s.copies.reset()
	s.tools.waiting = nil
	s.turns = nil
	s.used = map[string]tokens{}
	if s.meta.parent == "" {
		return
	}
	s.spoken = false
	for i := s.replay.from; i < len(s.c.Messages); i++ {
		s.c.Messages[i].Hidden = true
	}
}

// own says whether a turn was made when the session was there already.
func (s *session) own(turn string) bool {
	at, ok := madeAt(turn)
	if !ok {
		return false
	}
	began, ok := madeAt(s.meta.id)
	if !ok {
		began = s.began
	}
	return began.Valid && at.MS >= began.MS
}

// madeAt is when an id was made, which UUIDs of version 7 begin with.
func madeAt(id string) (chat.Time, bool) {
	digits := strings.ReplaceAll(id, "-", "")
	if len(digits) != 32 || digits[12] != '7' {
		return chat.Time{}, false
	}
	ms, err := strconv.ParseInt(digits[:12], 16, 64)
	return chat.AtMS(ms), err == nil
}
