// Package samples holds the sample conversations that are part of the program, written for it: as files in the formats
// of their sources, so that the real importer reads them.
package samples

import "embed"

// FS holds an unpacked ChatGPT export, pairs of metadata and data files of MAG, and training data in JSONL.
//
//go:embed chatgpt mag training
var FS embed.FS
