// Package cli is the command line: the same library as the window's, from a shell, without a display.
//
// With --json every command prints one JSON document on stdout and nothing else there; an error is the document
// {"error":{"code","message"}}, with the sentence on stderr as well. The codes are those of package chat, and "usage".
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"loquat/backend/chat"
)

// The exit codes.
const (
	exitDone      = 0   // done
	exitFailed    = 1   // failed, nothing changed
	exitUsage     = 2   // wrong usage
	exitPartly    = 3   // done, but some conversations failed or were left out; the report says which
	exitCancelled = 130 // cancelled
)

// Streams are where a command writes.
type Streams struct {
	Out, Err io.Writer
	// Terminal says that Err is a terminal Width columns wide, so that a progress bar makes sense.
	Terminal bool
	Width    int
}

// Main runs one command for this process, ends it on Ctrl-C, and returns the exit code.
func Main(args []string, version string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	s := Streams{Out: os.Stdout, Err: os.Stderr}
	if width, _, err := term.GetSize(int(os.Stderr.Fd())); err == nil {
		s.Terminal, s.Width = true, width
	}
	return Run(ctx, args, version, s)
}

// Run runs one command and returns the exit code.
func Run(ctx context.Context, args []string, version string, s Streams) int {
	c := &call{ctx: ctx, Streams: s, version: version}
	err := c.parseAndRun(args)
	c.json = c.json || slices.Contains(args, "--json") // also when the flags could not be read
	if err == nil {
		return c.code
	}
	return c.fail(err)
}

// call is one run of a command.
type call struct {
	Streams
	globals
	ctx     context.Context
	version string
	code    int // the exit code when there is no error
}

// globals are the flags that every command has.
type globals struct {
	Library string
	json    bool
	quiet   bool
}

// parseAndRun reads the flags and runs the command they name. Asked for help, it prints that instead.
func (c *call) parseAndRun(args []string) error {
	var commands commands
	helped := false
	parser, err := kong.New(&commands, kong.Name("loquat"), kong.Description(about), kong.Writers(c.Out, c.Err),
		kong.Exit(func(int) { helped = true }), kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: false}))
	if err != nil {
		return err
	}
	line := ordered(parser.Model.Node, helpAsFlag(args))
	parsed, err := parser.Parse(line.args)
	if helped {
		return nil
	}
	if err != nil {
		return usage(err.Error(), "see 'loquat help"+commandOf(err)+"'")
	}
	line.complete()
	c.globals = globals{Library: commands.Library, json: commands.JSON, quiet: commands.Quiet}
	return parsed.Run(c)
}

// helpAsFlag turns "help", "help list" and no arguments into what the parser knows.
func helpAsFlag(args []string) []string {
	if len(args) == 0 {
		return []string{"--help"}
	}
	if args[0] == "help" {
		return append(slices.Clone(args[1:]), "--help")
	}
	return args
}

// commandOf returns the words of the command in which reading the flags failed, for a hint.
func commandOf(err error) string {
	var failed *kong.ParseError
	if !errors.As(err, &failed) || failed.Context == nil {
		return ""
	}
	var words strings.Builder
	for _, p := range failed.Context.Path {
		if p.Command != nil {
			words.WriteString(" " + p.Command.Name)
		}
	}
	return words.String()
}

// codeUsage is the code of an error in how a command was called.
const codeUsage chat.Code = "usage"

// usage is the error of a command that was called wrongly.
func usage(reason, advice string) error {
	return &chat.Error{Code: codeUsage, Reason: reason, Advice: advice}
}

// fail tells an error and returns its exit code.
func (c *call) fail(err error) int {
	told := &chat.Error{Code: chat.CodeInternal, Reason: err.Error()}
	switch {
	case errors.As(err, &told):
	case errors.Is(err, context.Canceled):
		told = &chat.Error{Code: chat.CodeCancelled, Reason: "cancelled", Advice: "nothing was changed"}
	}
	c.tell("loquat: %s", told.Error())
	if c.json {
		type document struct {
			Code    chat.Code `json:"code"`
			Message string    `json:"message"`
		}
		c.document(map[string]document{"error": {told.Code, told.Error()}})
	}
	switch told.Code {
	case chat.CodeCancelled:
		return exitCancelled
	case codeUsage, chat.CodeBadName, chat.CodeBadDate, chat.CodeBadRequest:
		return exitUsage
	}
	return exitFailed
}
