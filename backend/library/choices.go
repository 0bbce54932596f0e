package library

import (
	"loquat/backend/chat"
	"loquat/backend/exporter"
)

// Formats lists the data formats, in the order in which they are offered.
func Formats() []chat.DataFormat { return exporter.DataFormats() }

// Targets lists the trainers and readers that a dataset can be checked for, in the order in which they are offered.
func Targets() []chat.Target { return exporter.Targets() }

// Tokenizers lists the names of the tokenizers that measure records, the one used unless another is named first.
func Tokenizers() []string { return exporter.Tokenizers }
