package exporter

import (
	"encoding/json"
	"os"
	"testing"
)

// dataFormatsFile holds the data formats for the window's tests, which check that its English says the same.
const dataFormatsFile = "testdata/dataformats.json"

// TestDataFormats holds that dataformats.json is what the exporter says of its data formats.
func TestDataFormats(t *testing.T) {
	b, err := json.MarshalIndent(DataFormats(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	b = append(b, '\n')
	if *update {
		if err := os.WriteFile(dataFormatsFile, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(dataFormatsFile); err != nil || string(kept) != string(b) {
		t.Errorf("%s is not what DataFormats says (%v): run the test with -update", dataFormatsFile, err)
	}
}
