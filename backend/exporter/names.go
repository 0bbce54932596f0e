package exporter

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"loquat/backend/chat"
)

// The longest names, in characters; SPEC.md §2. maxNameBytes is what file systems take, extension included.
const (
	maxDatasetName = 64
	maxFileName    = 128
	maxNameBytes   = 255
)

// defaultFileName is the file name when a person gives none.
const defaultFileName = "conversations"

// CheckNames says whether opt's dataset name and file name keep the rules of SPEC §2; the error is a *chat.Error with
// CodeBadName.
func CheckNames(opt chat.ExportOptions) error {
	if reason := datasetFault(opt.Dataset); reason != "" {
		return badName("dataset name", opt.Dataset, reason)
	}
	if opt.FileName == "" {
		return nil
	}
	if reason := fileFault(opt.FileName); reason != "" {
		return badName("file name", opt.FileName, reason)
	}
	return nil
}

// badName makes the error about a name.
func badName(what, name, reason string) error {
	return &chat.Error{Code: chat.CodeBadName, Reason: fmt.Sprintf("the %s %q %s", what, name, reason),
		Advice: "choose another " + what}
}

// datasetFault returns what is wrong with a dataset name, or nothing.
func datasetFault(name string) string {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "is empty"
	case n > maxDatasetName:
		return fmt.Sprintf("has %d characters, and %d are allowed", n, maxDatasetName)
	case !utf8.ValidString(name):
		return "is no valid text"
	case strings.TrimSpace(name) != name:
		return "begins or ends with a blank"
	case strings.Contains(name, ","):
		return "has a comma, at which LLaMA-Factory would split it"
	case strings.ContainsAny(name, `/\`):
		return "has a path separator"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "has a control character"
	}
	return ""
}

// fileFault returns why a file of that name, less its extension, could not be kept on Windows, macOS and Linux alike.
func fileFault(name string) string {
	n := utf8.RuneCountInString(name)
	switch {
	case n > maxFileName:
		return fmt.Sprintf("has %d characters, and %d are allowed", n, maxFileName)
	case len(name)+len(".parquet") > maxNameBytes:
		return "is too long for a file system in this script"
	case !utf8.ValidString(name):
		return "is no valid text"
	case strings.ContainsAny(name, `/\`):
		return "has a path separator"
	case strings.ContainsAny(name, `<>:"|?*`):
		return `has one of < > : " | ? *, which Windows does not allow`
	case strings.ContainsFunc(name, unicode.IsControl):
		return "has a control character"
	case strings.HasPrefix(name, "."):
		return "begins with a dot, which hides the file"
	case strings.TrimSpace(name) != name:
		return "begins or ends with a blank"
	case strings.HasSuffix(name, "."):
		return "ends with a dot"
	case reserved(name):
		return "is the name of a device on Windows"
	}
	for _, f := range []chat.FileFormat{chat.JSONL, chat.CSV, chat.Parquet} {
		if strings.HasSuffix(strings.ToLower(name), "."+string(f)) {
			return "has an extension, which is added by itself"
		}
	}
	return ""
}

// devices are the names Windows keeps for itself, with any extension; the numbered ones also with ¹ ² ³.
var devices = []string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}

// reserved says whether Windows would take name for a device.
func reserved(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	base = strings.TrimRight(base, " ")
	if slices.Contains(devices, base) {
		return true
	}
	for _, port := range []string{"COM", "LPT"} {
		number, ok := strings.CutPrefix(base, port)
		if ok && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789¹²³", number) {
			return true
		}
	}
	return false
}

// fileName is the name of the data file, with its extension in lower case: LLaMA-Factory refuses ".JSONL".
func fileName(opt chat.ExportOptions) string {
	name := opt.FileName
	if name == "" {
		name = defaultFileName
	}
	return name + "." + string(opt.FileFormat)
}

// splits are words in a file name that the datasets library takes for a split (datasets/data_files.py).
var splits = []string{"train", "training", "test", "testing", "eval", "evaluation", "validation", "valid", "val", "dev"}

// splitWord returns the part of a file name that names a split, or nothing.
func splitWord(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		if slices.Contains(splits, w) {
			return w
		}
	}
	return ""
}
