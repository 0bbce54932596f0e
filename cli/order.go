package cli

import (
	"strings"

	"github.com/alecthomas/kong"
)

// ordered puts args in the order that the parser reads: the command, its flags, then everything else. A person may mix
// flags and arguments in any way; after "--" nothing is a flag. Without a command it changes nothing.
func ordered(root *kong.Node, args []string) []string {
	node := root
	var words, flags, rest []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			rest = append(rest, args[i+1:]...)
			i = len(args)
		case strings.HasPrefix(arg, "-") && len(arg) > 1:
			if takesValue(node, arg) && i+1 < len(args) && !strings.HasPrefix(args[i+1], "-") {
				i++
				arg += "=" + args[i]
			}
			flags = append(flags, arg)
		case len(rest) == 0 && childOf(node, arg) != nil:
			node = childOf(node, arg)
			words = append(words, arg)
		default:
			rest = append(rest, arg)
		}
	}
	if node == root || len(node.Children) > 0 {
		return args
	}
	ordered := append(words, flags...)
	if len(rest) > 0 {
		ordered = append(append(ordered, "--"), rest...)
	}
	return ordered
}

// childOf is the command of that name below node.
func childOf(node *kong.Node, name string) *kong.Node {
	for _, c := range node.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// takesValue says whether a flag like "--from" wants a value of its own, in the command read so far.
func takesValue(node *kong.Node, arg string) bool {
	for _, group := range node.AllFlags(false) {
		for _, flag := range group {
			if "--"+flag.Name == arg {
				return !flag.IsBool()
			}
		}
	}
	return false
}
