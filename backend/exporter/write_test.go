package exporter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"loquat/backend/chat"
)

// many makes n small chats; every tenth has tags, so that some stand first.
func many(n int) []*chat.Conversation {
	all := make([]*chat.Conversation, n)
	for i := range all {
		c := &chat.Conversation{ID: int64(i + 1), ExternalID: fmt.Sprint("c", i), Type: chat.TypeChat, Messages: []chat.Message{
			{ID: "1", Round: 1, Role: chat.RoleUser, Content: fmt.Sprint("question ", i)},
			{ID: "2", Parent: "1", Round: 1, Role: chat.RoleAssistant, Content: fmt.Sprint("answer ", i)},
		}}
		if i%10 == 9 {
			c.Tags = []string{"t"}
		}
		all[i] = c
	}
	return all
}

// TestInfo holds dataset_info.json to EXPORT.md §4.2: ASCII only (LLaMA-Factory opens it with the system's encoding),
// the number of records, and the column of tools only when the file has it.
func TestInfo(t *testing.T) {
	dir := t.TempDir()
	opt := chat.ExportOptions{Dataset: "茶 👋", FileName: "会話", FileFormat: chat.JSONL}
	if _, err := Write(context.Background(), dir, 2, conversations(many(2)), opt, nil); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "dataset_info.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "\u8336 \ud83d\udc4b": {
    "file_name": "\u4f1a\u8a71.jsonl",
    "formatting": "sharegpt",
    "num_samples": 2,
    "columns": {
      "messages": "messages"
    },
    "tags": {
      "role_tag": "role",
      "content_tag": "content",
      "user_tag": "user",
      "assistant_tag": "assistant",
      "function_tag": "function_call",
      "observation_tag": "tool",
      "system_tag": "system"
    }
  }
}
`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
	var back map[string]any
	if err := json.Unmarshal(got, &back); err != nil || back["茶 👋"] == nil {
		t.Errorf("%v %v", back, err)
	}
}

// TestOnlyTwoPrivateFiles holds that an export leaves the data file and dataset_info.json, readable by their owner only.
func TestOnlyTwoPrivateFiles(t *testing.T) {
	for _, format := range fileFormats {
		dir := t.TempDir()
		if _, err := Write(context.Background(), dir, 30, conversations(many(30)), chat.ExportOptions{Dataset: "d", FileFormat: format}, nil); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 2 {
			t.Errorf("%s: %v %v", format, entries, err)
		}
		for _, e := range entries {
			if about, err := e.Info(); err != nil || about.Mode().Perm() != 0o600 {
				t.Errorf("%s: %s has the mode %v, %v", format, e.Name(), about.Mode(), err)
			}
		}
	}
}

// TestCancelLeavesNothing cancels at several points of an export.
func TestCancelLeavesNothing(t *testing.T) {
	for _, format := range fileFormats {
		for _, at := range []int{0, 1, 500, 2999} {
			ctx, cancel := context.WithCancel(context.Background())
			dir := t.TempDir()
			seen := 0
			all := func() iter.Seq2[*chat.Conversation, error] {
				return func(yield func(*chat.Conversation, error) bool) {
					for _, c := range many(3000) {
						if seen == at {
							cancel()
						}
						if seen++; !yield(c, nil) {
							return
						}
					}
				}
			}
			_, err := Write(ctx, dir, 3000, all, chat.ExportOptions{Dataset: "d", FileFormat: format}, nil)
			cancel()
			var known *chat.Error
			if !errors.As(err, &known) || known.Code != chat.CodeCancelled || !errors.Is(err, context.Canceled) {
				t.Errorf("%s at %d: %v", format, at, err)
			}
			empty(t, dir)
		}
	}
}

// TestReadingFails holds that an error of the store ends the export, is passed on, and leaves nothing.
func TestReadingFails(t *testing.T) {
	broken := errors.New("the disk is on fire")
	all := func() iter.Seq2[*chat.Conversation, error] {
		return func(yield func(*chat.Conversation, error) bool) {
			for _, c := range many(1000) {
				if !yield(c, nil) {
					return
				}
			}
			yield(nil, broken)
		}
	}
	for _, format := range fileFormats {
		dir := t.TempDir()
		_, err := Write(context.Background(), dir, 1000, all, chat.ExportOptions{Dataset: "d", FileFormat: format}, nil)
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", format, err)
		}
		empty(t, dir)
	}
}

// TestDiskFull holds that a full disk, or a used-up quota, has its own code and advice.
func TestDiskFull(t *testing.T) {
	for _, number := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT} {
		err := asError(context.Background(), fmt.Errorf("writing: %w", &fs.PathError{Op: "write", Path: "/x/tea.jsonl.part", Err: number}))
		var known *chat.Error
		if !errors.As(err, &known) || known.Code != chat.CodeDiskFull || known.File != "tea.jsonl.part" || !errors.Is(err, number) {
			t.Errorf("%v", err)
		}
	}
}

// TestBadRequests holds that what cannot be exported is an error before anything is read or written.
func TestBadRequests(t *testing.T) {
	for _, c := range []struct {
		opt  chat.ExportOptions
		code chat.Code
	}{
		{chat.ExportOptions{Dataset: "d", FileFormat: "xlsx"}, chat.CodeBadRequest},
		{chat.ExportOptions{Dataset: "d", FileFormat: chat.CSV, DataFormat: "poem"}, chat.CodeBadRequest},
		{chat.ExportOptions{Dataset: "a,b", FileFormat: chat.CSV}, chat.CodeBadName},
	} {
		dir := t.TempDir()
		all := func() iter.Seq2[*chat.Conversation, error] { t.Error("conversations were read"); return nil }
		_, err := Write(context.Background(), dir, 1, all, c.opt, nil)
		var known *chat.Error
		if !errors.As(err, &known) || known.Code != c.code {
			t.Errorf("%+v: %v", c.opt, err)
		}
		empty(t, dir)
	}
	_, err := Check(context.Background(), 0, conversations(nil), chat.ExportOptions{Dataset: "d", FileFormat: chat.CSV}, 3, nil)
	var known *chat.Error
	if !errors.As(err, &known) || known.Code != chat.CodeEmpty {
		t.Errorf("nothing selected: %v", err)
	}
}

// TestReportIsCut holds that lists end at chat.MaxFindings while the counts go on.
func TestReportIsCut(t *testing.T) {
	all := many(chat.MaxFindings + 5)
	for _, c := range all {
		c.Messages[0].Content = "see <image>"
	}
	r, err := Check(context.Background(), len(all), conversations(all), chat.ExportOptions{Dataset: "d", FileFormat: chat.JSONL}, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Report; !got.Truncated || len(got.Warnings) != chat.MaxFindings || got.CodeCounts["MEDIA_TAG"] != len(all) {
		t.Errorf("truncated %v, %d listed, %d counted", got.Truncated, len(got.Warnings), got.CodeCounts["MEDIA_TAG"])
	}
	if len(r.Records) != 2 {
		t.Errorf("%d records shown", len(r.Records))
	}
}

// TestProgress holds that progress grows to the number of conversations, also when the export starts again because the
// last conversation is the first with tools.
func TestProgress(t *testing.T) {
	all := many(1000)
	all[999].Rounds = []chat.Round{{Number: 1, Tools: []chat.Tool{{Name: "f"}}}}
	last := 0
	_, err := Check(context.Background(), len(all), conversations(all), chat.ExportOptions{Dataset: "d", FileFormat: chat.JSONL}, 0, func(done int) {
		if done <= last {
			t.Errorf("%d after %d", done, last)
		}
		last = done
	})
	if err != nil || last != len(all) {
		t.Errorf("%d of %d, %v", last, len(all), err)
	}
}

// TestFileNameOfASplit holds that a file name which the datasets library takes for a split is said.
func TestFileNameOfASplit(t *testing.T) {
	r, err := Check(context.Background(), 1, conversations(many(1)), chat.ExportOptions{Dataset: "d", FileName: "my_test", FileFormat: chat.JSONL}, 0, nil)
	if err != nil || len(r.Report.Warnings) != 1 || r.Report.Warnings[0].Code != "FILE_SPLIT_NAME" || !strings.Contains(r.Report.Warnings[0].Message, "`test`") {
		t.Errorf("%v %v", r.Report.Warnings, err)
	}
}

// TestPolarsSeesTooFew holds that more records with something new than Polars looks at are said.
func TestPolarsSeesTooFew(t *testing.T) {
	all := many(maxFirstRows + 1)
	for i, c := range all {
		c.Rounds = []chat.Round{{Number: 1, Tools: []chat.Tool{{Name: "f", Parameters: fmt.Sprintf(`{"type":"object","properties":{"p%d":{"type":"string"}}}`, i)}}}}
	}
	r, err := Check(context.Background(), len(all), conversations(all), chat.ExportOptions{Dataset: "d", FileFormat: chat.JSONL}, 0, nil)
	if last := r.Report.Warnings[len(r.Report.Warnings)-1]; err != nil || last.Code != "FILE_FIRST_100" || last.Values[0] != "101" {
		t.Errorf("%+v %v", last, err)
	}
}

// TestFirstRecordsAreTooMany holds that records which must stand first, and do not fit where readers look, are said; and
// that a record longer than LLaMA-Factory's default window is.
func TestFirstRecordsAreTooMany(t *testing.T) {
	all := many(12)
	for i, c := range all {
		c.Messages[0].Content = strings.Repeat("a", 1<<20)
		c.Rounds = []chat.Round{{Number: 1, Tools: []chat.Tool{{Name: "f", Parameters: fmt.Sprintf(`{"type":"object","properties":{"p%d":{"type":"string"}}}`, i)}}}}
	}
	r, err := Check(context.Background(), len(all), conversations(all), chat.ExportOptions{Dataset: "d", FileFormat: chat.JSONL}, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Report.CodeCounts; got["FILE_FIRST_10MIB"] != 1 || got["LONG"] != len(all) {
		t.Errorf("%v", got)
	}
	last := r.Report.Warnings[len(r.Report.Warnings)-1]
	if last.Code != "FILE_FIRST_10MIB" || last.Values[0] != "13" || last.ConversationID != "" {
		t.Errorf("%+v", last)
	}
}
