package main

import (
	"context"

	"loquat/backend/chat"
)

// job is the one thing that the window has running: an import, a reading of watched places, an undo, a check, an export or a
// download.
type job struct {
	cancel context.CancelFunc
	ended  chan struct{}
}

// run runs a job: CancelJob ends it, its progress goes to the window, and the window closes only after it.
func (a *App) run(do func(ctx context.Context, progress func(chat.Progress)) error) error {
	ctx, cancel := context.WithCancel(a.ctx)
	defer cancel()
	j := &job{cancel: cancel, ended: make(chan struct{})}
	if !a.begin(j) {
		return &chat.Error{Code: chat.CodeBusy, Reason: "another import or export is running", Advice: "wait until it is done, or cancel it"}
	}
	defer a.end(j)
	return do(ctx, func(p chat.Progress) { a.emit(eventProgress, p) })
}

// begin makes j the running job unless there is one, or the window is closing.
func (a *App) begin(j *job) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.job != nil || a.closing {
		return false
	}
	a.job = j
	return true
}

// end says that j has ended.
func (a *App) end(j *job) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.job = nil
	close(j.ended)
}

// CancelJob ends the running job, if there is one.
func (a *App) CancelJob() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.job != nil {
		a.job.cancel()
	}
}
