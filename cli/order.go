package cli

import (
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// line is a command line in the order that the parser reads.
type line struct {
	args []string
	// lists are the values of flags and arguments that take any number of texts. The parser gets only the first of each,
	// because its time grows with the square of their number: 20,000 ids took a quarter of a minute.
	lists map[*kong.Value][]string
}

// ordered puts args in the order that the parser reads: the command, its flags, then everything else. A person may mix
// flags and arguments in any way; after "--" nothing is a flag. Without a command it changes nothing.
func ordered(root *kong.Node, args []string) line {
	node := root
	l := line{lists: map[*kong.Value][]string{}}
	var words, flags, rest []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			rest = append(rest, args[i+1:]...)
			i = len(args)
		case strings.HasPrefix(arg, "-") && len(arg) > 1:
			flag := flagOf(node, arg)
			if takesNext(flag, arg) && i+1 < len(args) && !strings.HasPrefix(args[i+1], "-") {
				i++
				arg += "=" + args[i]
			}
			if l.isFirst(flag, arg) {
				flags = append(flags, arg)
			}
		case len(rest) == 0 && childOf(node, arg) != nil:
			node = childOf(node, arg)
			words = append(words, arg)
		default:
			rest = append(rest, arg)
		}
	}
	if node == root || len(node.Children) > 0 {
		return line{args: args}
	}
	l.args = slices.Concat(words, flags)
	if len(rest) > 0 {
		if len(node.Positional) == 1 && isList(node.Positional[0]) {
			l.lists[node.Positional[0]], rest = rest, rest[:1]
		}
		l.args = append(append(l.args, "--"), rest...)
	}
	return l
}

// isFirst keeps the value of a flag that takes many, and says whether the parser is to see this one.
func (l *line) isFirst(flag *kong.Flag, arg string) bool {
	_, value, given := strings.Cut(arg, "=")
	if flag == nil || !given || !isList(flag.Value) {
		return true
	}
	l.lists[flag.Value] = append(l.lists[flag.Value], value)
	return len(l.lists[flag.Value]) == 1
}

// complete gives the parsed flags and arguments the rest of their values.
func (l *line) complete() {
	for value, all := range l.lists {
		value.Target.Set(reflect.ValueOf(all))
	}
}

// isList says whether a flag or argument takes any number of texts, whatever they are.
func isList(v *kong.Value) bool { return v.Target.Type() == reflect.TypeFor[[]string]() }

// childOf is the command of that name below node.
func childOf(node *kong.Node, name string) *kong.Node {
	for _, c := range node.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// flagOf is the flag that "--from" or "--from=…" names in the command read so far, or nil.
func flagOf(node *kong.Node, arg string) *kong.Flag {
	name, _, _ := strings.Cut(arg, "=")
	for _, group := range node.AllFlags(false) {
		for _, flag := range group {
			if "--"+flag.Name == name {
				return flag
			}
		}
	}
	return nil
}

// takesNext says whether a flag wants the next argument as its value.
func takesNext(flag *kong.Flag, arg string) bool {
	return flag != nil && !flag.IsBool() && !strings.Contains(arg, "=")
}
