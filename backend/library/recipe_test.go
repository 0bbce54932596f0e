package library

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"loquat/backend/chat"
)

// TestRecipeMakesTheSameFileAgain holds that a dataset keeps every choice it was made with: read from the library, its recipe
// is the request, and gives the same bytes once more. A choice that got lost would show in another file, much later.
func TestRecipeMakesTheSameFileAgain(t *testing.T) {
	l := openWith(t, 12)
	options := chat.ExportOptions{
		Dataset: "tea", FileName: "cups", FileFormat: chat.Parquet, DataFormat: "sharegpt", AsRecorded: true, Reasoning: "inline", Spoken: "inline",
		ParallelCalls: "keep", Branches: "all", Per: "answer", System: "replace", SystemText: "Be brief.", MaxTokens: 100, Tokenizer: "cl100k_base", Over: "cut",
		Duplicates: "leave_out", Compression: "zstd", MistralIDs: true, AttachmentText: true,
	}
	for i, v := 0, reflect.ValueOf(options); i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("this test leaves %s as usual", v.Type().Field(i).Name)
		}
	}
	filter := chat.Filter{Search: "Tea"}
	_, err := l.Export(t.Context(), chat.ExportRequest{Selection: chat.Selection{Filter: &filter}, Options: options}, nil)
	try(t, err)
	d, dir, err := l.dataset(t.Context(), "tea")
	try(t, err)
	if !reflect.DeepEqual(d.Options, options) || d.Selection.Filter == nil || d.Selection.Filter.Search != "Tea" {
		t.Errorf("the recipe is %+v, %+v", d.Options, d.Selection)
	}
	d.Options.Dataset = "again"
	_, err = l.Export(t.Context(), chat.ExportRequest{Selection: d.Selection, Options: d.Options}, nil)
	try(t, err)
	_, again, err := l.dataset(t.Context(), "again")
	try(t, err)
	first, err := os.ReadFile(filepath.Join(dir, d.FileName))
	try(t, err)
	second, err := os.ReadFile(filepath.Join(again, d.FileName))
	try(t, err)
	if string(first) != string(second) {
		t.Errorf("%d bytes became %d others", len(first), len(second))
	}
}
