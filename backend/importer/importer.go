// Package importer reads the conversations of many sources. It opens what a person named (a file, a folder, a ZIP),
// tells by content which source it is, and reads it one conversation at a time.
package importer

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"loquat/backend/chat"
	"loquat/backend/importer/aider"
	"loquat/backend/importer/aistudio"
	"loquat/backend/importer/alpaca"
	"loquat/backend/importer/anythingllm"
	"loquat/backend/importer/chatbotui"
	"loquat/backend/importer/chatgpt"
	"loquat/backend/importer/cherrystudio"
	"loquat/backend/importer/claudeai"
	"loquat/backend/importer/claudecode"
	"loquat/backend/importer/cline"
	"loquat/backend/importer/codex"
	"loquat/backend/importer/continuedev"
	"loquat/backend/importer/cursor"
	"loquat/backend/importer/dataset"
	"loquat/backend/importer/deepseek"
	"loquat/backend/importer/geminicli"
	"loquat/backend/importer/geminitakeout"
	"loquat/backend/importer/grok"
	"loquat/backend/importer/jan"
	"loquat/backend/importer/langfuse"
	"loquat/backend/importer/langsmith"
	"loquat/backend/importer/lechat"
	"loquat/backend/importer/librechat"
	"loquat/backend/importer/llm"
	"loquat/backend/importer/lmstudio"
	"loquat/backend/importer/lobechat"
	"loquat/backend/importer/mag"
	"loquat/backend/importer/openai"
	"loquat/backend/importer/opencode"
	"loquat/backend/importer/openwebui"
	"loquat/backend/importer/otelgenai"
	"loquat/backend/importer/perplexity"
	"loquat/backend/importer/sharegpt"
	"loquat/backend/importer/sillytavern"
	"loquat/backend/importer/source"
	"loquat/backend/importer/zed"
)

// Sources is every source that Loquat reads, in the order they are asked.
var Sources = []source.Source{
	aider.Source,
	aistudio.Source,
	alpaca.Source,
	anythingllm.Source,
	chatbotui.Source,
	chatgpt.Source,
	cherrystudio.Source,
	claudeai.Source,
	claudecode.Source,
	cline.Source,
	codex.Source,
	continuedev.Source,
	cursor.Source,
	dataset.Source,
	deepseek.Source,
	geminicli.Source,
	geminicli.Web,
	geminitakeout.Source,
	grok.Source,
	jan.Source,
	langfuse.Source,
	langsmith.Source,
	lechat.Source,
	librechat.Source,
	llm.Source,
	lmstudio.Source,
	lobechat.Source,
	mag.Source,
	openai.Source,
	opencode.Source,
	openwebui.Source,
	otelgenai.Source,
	perplexity.Source,
	sharegpt.Source,
	sillytavern.Source,
	zed.Source,
}

// Opened is what a person named, opened and told apart.
type Opened struct {
	Matches []Match        // what can be read
	Unknown []chat.Problem // files nothing recognises; for a lone file or a ZIP of one kind they are an error instead
	Failed  []chat.Problem // files that cannot be read though conversations may be in them: damaged, encrypted, closed to us
	Bytes   int64          // of everything that will be read, uncompressed, for progress; 0 when unknown
	close   func() error
}

// Match is one source with the files of it.
type Match struct {
	Source source.Source
	Input  source.Input
}

// Open opens a path: a file, a folder (searched to its depths), or a ZIP (and ZIPs in it, one level). Its error is a
// *chat.Error: CodeNotFound, CodeUnknownFormat, CodeCorrupt, CodeUnsafe, CodeEmpty, CodeCancelled.
func Open(ctx context.Context, path string) (*Opened, error) {
	return Known{Path: path}.Open(ctx, nil)
}

// Open opens what has changed in a place, nil for all of it, and reads nothing there that is not the tool's. Otherwise it is
// as Open.
func (k Known) Open(ctx context.Context, change *Change) (*Opened, error) {
	path := k.Path
	info, err := os.Stat(path)
	if err != nil {
		return nil, notFound(path, err)
	}
	o := &opening{ctx: ctx, label: path, mtime: info.ModTime(), known: k, change: change}
	switch {
	case info.IsDir():
		root, err := os.OpenRoot(path)
		if err != nil {
			return nil, notFound(path, err)
		}
		o.onClose(root.Close)
		return o.finish(o.folder(root.FS()))
	case !info.Mode().IsRegular():
		return nil, &chat.Error{Code: chat.CodeBadRequest, File: path, Reason: "it is neither a file nor a folder", Advice: "name a file, a folder or a ZIP"}
	}
	return o.finish(o.lone(fileEntry(path, info), logOf(path)))
}

// OpenFS does the same for a file system that is already open, such as the sample conversations in the program.
func OpenFS(ctx context.Context, fsys fs.FS, label string) (*Opened, error) {
	o := &opening{ctx: ctx, label: label}
	return o.finish(o.folder(fsys))
}

// Close gives back what Open took.
func (o *Opened) Close() error {
	if o.close == nil {
		return nil
	}
	return o.close()
}

func notFound(path string, err error) error {
	e := &chat.Error{Code: chat.CodeNotFound, File: path, Reason: "there is no such file or folder", Advice: "check the path", Err: err}
	if !errors.Is(err, fs.ErrNotExist) {
		e.Reason, e.Advice = "it cannot be opened: "+cause(err), "check its permissions"
	}
	return e
}

// cause is what the system said, without the path, which stands elsewhere in the error.
func cause(err error) string {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return e.Err.Error()
	}
	return err.Error()
}
