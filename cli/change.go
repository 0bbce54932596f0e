package cli

import (
	"loquat/backend/chat"
	"loquat/backend/library"
)

// tagCommand is "loquat tag".
type tagCommand struct {
	IDs    []string `arg:"" name:"id" help:"Conversations, by the library's id or the source's."`
	Add    []string `sep:"none" placeholder:"T" help:"Add this tag; repeatable."`
	Remove []string `sep:"none" placeholder:"T" help:"Remove this tag; repeatable."`
}

// Run adds and removes tags.
func (cmd tagCommand) Run(c *call) error {
	if len(cmd.Add)+len(cmd.Remove) == 0 {
		return usage("no tag was named", "add one with --add T, or remove one with --remove T")
	}
	return c.changeAll(cmd.IDs, func(l *library.Library, s chat.Selection) (chat.Change, error) {
		return l.SetTags(c.ctx, s, cmd.Add, cmd.Remove)
	})
}

// statusCommand is "loquat status".
type statusCommand struct {
	Words []string `arg:"" name:"id... active|favorite|deleted" help:"Conversations, then the status. \"restored\" brings a deleted one back to what it was."`
}

// Run sets the status.
func (cmd statusCommand) Run(c *call) error {
	last := len(cmd.Words) - 1
	to := chat.Status(cmd.Words[last])
	switch to {
	case chat.StatusActive, chat.StatusFavorite, chat.StatusDeleted, chat.StatusRestored:
	default:
		return usage("\""+string(to)+"\" is not a status", "end with active, favorite or deleted")
	}
	if last == 0 {
		return usage("no conversation was named", "write their ids before the status")
	}
	return c.changeAll(cmd.Words[:last], func(l *library.Library, s chat.Selection) (chat.Change, error) {
		return l.SetStatus(c.ctx, s, to)
	})
}

// changeAll changes the conversations with those ids and prints how many are different now.
func (c *call) changeAll(typed []string, do func(*library.Library, chat.Selection) (chat.Change, error)) error {
	return c.change(func(l *library.Library) error {
		ids, err := findAll(c, l, typed)
		if err != nil {
			return err
		}
		change, err := do(l, chat.Selection{IDs: ids})
		if err != nil {
			return err
		}
		return c.said(map[string]int{"changed": change.Count}, func(p *page) { p.line("%s changed", count(change.Count, "conversation")) })
	})
}
