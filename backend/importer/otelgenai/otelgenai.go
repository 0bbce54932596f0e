// Package otelgenai reads spans of OpenTelemetry that record calls of models by the conventions for generative AI
// (FORMATS.md §20): OTLP as JSON, with its log records, and the spans that SDKs print. Read are the conventions of all
// versions, also as Jaeger, Tempo and Logfire export spans: messages in attributes, an attribute for each member of a message, and messages as events. Read too are the
// words that OpenInference and the AI SDK have for the same.
package otelgenai

import (
	"bytes"
	"context"
	"iter"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/traces"
)

// key is stored with every conversation.
const key = "otel_genai"

// Source reads GenAI spans of OpenTelemetry.
var Source = source.Source{Key: key, Name: "OpenTelemetry GenAI", Detect: Detect, Read: Read,
	Give: "a JSON or JSONL file of spans"}

// Detect says whether the file holds spans with attributes of the conventions.
func Detect(p *source.Probe) bool {
	for _, word := range words {
		if bytes.Contains(p.Head, []byte(`"`+word)) {
			return p.Sample().MostIn(lists, isSpan)
		}
	}
	return false
}

// words begin the names of attributes that tell a call of a model: of the conventions, of OpenInference, which may be
// nested, and of the AI SDK.
var words = []string{"gen_ai.", "openinference", "llm.", "ai.operationId", "ai.prompt"}

// lists are the members under which an API sends spans.
var lists = []string{"data"}

func isSpan(f source.Fields) bool {
	if spans := f.Objects("spans"); len(spans) > 0 && spans[0].Has("traceID", "spanID", "tags") {
		return true
	}
	return f.Has("resourceSpans") || f.Has("resourceLogs") || f.Has("batches") || f.Has("traceId", "spanId", "attributes") ||
		f.Has("trace_id", "span_id", "attributes") || f.Has("context", "attributes") && f.Object("context").Has("trace_id", "span_id")
}

// Read yields one conversation for each trace, or for the traces of one conversation where they name it.
func Read(ctx context.Context, in *source.Input) iter.Seq[source.Item] {
	return traces.Gather(ctx, in, key, func(p *source.Pull) (found []traces.Found) {
		raw := bytes.Clone(p.Raw())
		find(raw, readSpan, &found)
		return found
	}, lists...)
}

// find reads a span or a log record, or those in what exporters wrap them in.
func find(raw []byte, read func(raw []byte) traces.Found, found *[]traces.Found) {
	p, wrapped := source.NewPull(), false
	// The bytes were a value of a record just now, so they are JSON.
	_ = p.Parse(raw, func() {
		p.Object(func(name string) {
			switch name {
			case "resourceLogs":
				read = readLog
				fallthrough
			case "resourceSpans", "batches", "scopeSpans", "instrumentationLibrarySpans", "spans", "scopeLogs", "logRecords":
				wrapped = true
				p.Array(func() { find(bytes.Clone(p.Raw()), read, found) })
			}
		})
	})
	if !wrapped {
		f := read(raw)
		f.Raw = raw
		*found = append(*found, f)
	}
}
