package exporter

import (
	"bytes"
	"errors"
	"io/fs"
	pathpkg "path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"loquat/backend/chat"
)

// described is a data file and what dataset_info.json says of it.
type described struct {
	file, dataset string
	info          bool // there is an entry
	formatting    string
	ranking       bool
	records       *int // num_samples
	columns, tags map[string]string
	findings      []wholeFinding
	unread        *wholeFinding // why no file of it is read; nil when one is
}

// wholeFinding is something found about a file as a whole.
type wholeFinding struct {
	code   string
	values []string
}

// entry is one of dataset_info.json as others write it.
type entry struct {
	FileName   string            `json:"file_name"`
	Formatting string            `json:"formatting"`
	Ranking    bool              `json:"ranking"`
	NumSamples *int              `json:"num_samples"`
	Columns    map[string]string `json:"columns"`
	Tags       map[string]string `json:"tags"`
}

// maxInfo is the largest dataset_info.json read; LLaMA-Factory's own has 30 kB.
const maxInfo = 16 << 20

// readDescribed lists the data files to judge: name, or with no name those of dataset_info.json, or the only one there.
func readDescribed(fsys fs.FS, name string) ([]described, error) {
	entries, findings, err := readInfo(fsys)
	if err != nil && name == "" {
		return nil, err
	}
	var all []described
	for dataset, e := range entries {
		file := pathpkg.Clean(e.FileName)
		if name != "" && file != name {
			continue
		}
		d := described{file: file, dataset: dataset, info: true, formatting: e.Formatting, ranking: e.Ranking, records: e.NumSamples,
			columns: e.Columns, tags: e.Tags, findings: slices.Clone(findings)}
		switch {
		case e.FileName == "":
			d.file, d.unread = "", &wholeFinding{"INFO_NO_FILE", []string{dataset}}
		case !fs.ValidPath(file):
			d.unread = &wholeFinding{"FILE_OUTSIDE", []string{e.FileName}}
		}
		if strings.Contains(dataset, ",") {
			d.findings = append(d.findings, wholeFinding{"NAME_COMMA", []string{dataset}})
		}
		if e.Formatting == "openai" && e.Columns["tools"] != "" {
			d.findings = append(d.findings, wholeFinding{"INFO_OPENAI", nil})
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b described) int { return strings.Compare(a.dataset, b.dataset) })
	if len(all) == 0 && name != "" {
		all = append(all, described{file: name})
	}
	if len(all) == 0 {
		return nil, &chat.Error{Code: chat.CodeNotFound, File: infoName, Reason: "it names no data file", Advice: "name the data file itself"}
	}
	for i := range all {
		if ext := pathpkg.Ext(all[i].file); ext != strings.ToLower(ext) {
			all[i].findings = append(all[i].findings, wholeFinding{"EXT_CASE", []string{all[i].file}})
		}
	}
	return all, nil
}

// readInfo reads dataset_info.json of fsys and what is wrong with its bytes.
func readInfo(fsys fs.FS) (entries map[string]entry, findings []wholeFinding, err error) {
	about, err := fs.Stat(fsys, infoName)
	switch {
	case err != nil:
	case noFile(about) != "":
		err = errors.New(noFile(about))
	case about.Size() > maxInfo:
		err = errors.New("it is too large")
	}
	var text []byte
	if err == nil {
		text, err = fs.ReadFile(fsys, infoName)
	}
	if err != nil {
		return nil, nil, &chat.Error{Code: chat.CodeNotFound, File: infoName, Reason: "it cannot be read: " + err.Error(),
			Advice: "name a folder or ZIP that holds it, or the data file itself", Err: err}
	}
	if rest, marked := bytes.CutPrefix(text, []byte(byteOrderMark)); marked {
		findings, text = append(findings, wholeFinding{"INFO_BOM", nil}), rest
	}
	if bytes.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		findings = append(findings, wholeFinding{"INFO_NOT_ASCII", nil})
	}
	if err := json.Unmarshal(text, &entries, lenient); err != nil {
		return nil, nil, &chat.Error{Code: chat.CodeCorrupt, File: infoName, Reason: "it is not what LLaMA-Factory expects: " + err.Error(),
			Advice: "repair it, or name the data file itself", Err: err}
	}
	return entries, findings, nil
}

// columnNames are the columns that dataset_info.json can name (LLaMA-Factory, data/parser.py).
var columnNames = []string{"prompt", "query", "response", "history", "messages", "system", "tools", "images", "videos", "audios", "chosen", "rejected", "kto_tag"}

// named lists the columns that dataset_info.json names, each once.
func (d described) named() []string {
	var named []string
	for _, name := range columnNames {
		if column := d.columns[name]; column != "" && !slices.Contains(named, column) {
			named = append(named, column)
		}
	}
	return named
}

// flat says whether LLaMA-Factory takes records for texts, each a column.
func (d described) flat() bool { return d.info && (d.formatting == "" || d.formatting == "alpaca") }

// format is the data format that dataset_info.json tells t to read; empty when the records have to tell.
func (d described) format(t *target) string {
	flat := t.alternates && d.flat()
	switch {
	case d.ranking:
		return dpoFormat.Key
	case d.columns["kto_tag"] != "":
		return ktoFormat.Key
	case flat && d.columns["prompt"] != "" && d.columns["response"] == "":
		return chatmlFormat.Key
	case flat && d.columns["response"] != "completion": // which is our own "trl_prompt"
		return alpacaFormat.Key
	}
	return ""
}
