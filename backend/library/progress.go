package library

import (
	"sync"
	"time"

	"loquat/backend/chat"
)

// progressEvery is how often a job tells how far it is: at most 20 times a second.
const progressEvery = 50 * time.Millisecond

// meter counts what a job has done and tells it now and then. Its methods may be called from several goroutines.
type meter struct {
	mu    sync.Mutex
	tell  func(chat.Progress) // may be nil
	now   chat.Progress
	began time.Time
	told  time.Time
}

// newMeter starts a meter for a job of that kind.
func newMeter(job, label string, tell func(chat.Progress)) *meter {
	return &meter{tell: tell, began: time.Now(), now: chat.Progress{Job: job, Label: label, LeftMS: -1}}
}

// change changes the numbers and tells them when it is time.
func (m *meter) change(with func(p *chat.Progress)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	with(&m.now)
	if at := time.Now(); at.Sub(m.told) >= progressEvery {
		m.told = at
		m.send(at)
	}
}

// read counts n bytes of the input.
func (m *meter) read(n int64) { m.change(func(p *chat.Progress) { p.BytesDone += n }) }

// one counts one conversation.
func (m *meter) one() { m.change(func(p *chat.Progress) { p.Conversations++ }) }

// upTo sets how many conversations are done.
func (m *meter) upTo(done int) { m.change(func(p *chat.Progress) { p.Conversations = done }) }

// done tells the last numbers, whatever the time.
func (m *meter) done() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.Done = true
	m.send(time.Now())
}

// send completes the numbers and hands them on.
func (m *meter) send(at time.Time) {
	if m.tell == nil {
		return
	}
	p := m.now
	elapsed := at.Sub(m.began)
	p.ElapsedMS = elapsed.Milliseconds()
	if elapsed > 0 {
		p.PerSecond = float64(p.Conversations) / elapsed.Seconds()
	}
	p.LeftMS = left(p)
	m.tell(p)
}

// left estimates the milliseconds that are left, by bytes when they are known, else by conversations; -1 when it is too
// early to say.
func left(p chat.Progress) int64 {
	done, total := float64(p.BytesDone), float64(p.BytesTotal)
	if total <= 0 {
		done, total = float64(p.Conversations), float64(p.Total)
	}
	switch {
	case p.Done:
		return 0
	case total <= 0 || done <= 0 || p.ElapsedMS < 500:
		return -1
	case done >= total:
		return 0
	}
	return int64(float64(p.ElapsedMS) * (total - done) / done)
}
