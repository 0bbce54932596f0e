package main

import (
	"context"
	"testing"

	"loquat/backend/chat"
)

// TestJobsTakeTurns: one job at a time, CancelJob reaches the one that runs, and a window that closes begins no other.
func TestJobsTakeTurns(t *testing.T) {
	a := &App{}
	a.CancelJob() // without a job it does nothing
	ctx, cancel := context.WithCancel(t.Context())
	first := &job{cancel: cancel, ended: make(chan struct{})}
	if !a.begin(first) || a.begin(&job{}) {
		t.Fatal("a job does not begin, or two do")
	}
	a.CancelJob()
	if ctx.Err() == nil {
		t.Error("CancelJob does not reach the job")
	}
	a.end(first)
	<-first.ended
	if !a.begin(&job{ended: make(chan struct{})}) {
		t.Error("after a job no other begins")
	}
	closing := &App{closing: true}
	if closing.begin(&job{}) {
		t.Error("a closing window begins a job")
	}
}

// TestPanicsAndErrorsReachTheWindow: a panic in a bound method becomes an error, and an error keeps code, sentence and the
// name it suggests.
func TestPanicsAndErrorsReachTheWindow(t *testing.T) {
	_, err := (&App{}).Facets() // no library: a mistake of ours
	if got := formatError(err).(map[string]string); got["code"] != string(chat.CodeInternal) || got["message"] == "" {
		t.Errorf("a panic reaches the window as %v", got)
	}
	taken := &chat.Error{Code: chat.CodeNameTaken, Reason: "taken", Advice: "choose another", Suggest: "tea-2"}
	if got := formatError(taken).(map[string]string); got["code"] != "name_taken" || got["message"] != "taken; choose another" || got["suggest"] != "tea-2" {
		t.Errorf("a taken name reaches the window as %v", got)
	}
}
