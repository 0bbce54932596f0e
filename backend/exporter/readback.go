package exporter

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/parquet-go/parquet-go"

	"loquat/backend/chat"
)

// ReadBack reads the first limit records of the dataset d, stored in the folder dir, as JSON text: the same for every file
// format. CodeNotFound when there is no file, CodeCorrupt when it is not what an export wrote.
func ReadBack(ctx context.Context, dir string, d chat.Dataset, limit int) ([]string, error) {
	format, err := findFormat(d.DataFormat)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(dir, d.FileName))
	if err != nil {
		return nil, &chat.Error{Code: chat.CodeNotFound, File: d.FileName, Reason: "the data file is not there", Err: err,
			Advice: "export again under another name"}
	}
	defer f.Close()
	read := map[chat.FileFormat]func(context.Context, *os.File, Format, int) ([]string, error){
		chat.JSONL: readJSONL, chat.CSV: readCSV, chat.Parquet: readParquet,
	}[d.FileFormat]
	if read == nil {
		return nil, &chat.Error{Code: chat.CodeBadRequest, Reason: fmt.Sprintf("there is no file format %q", d.FileFormat),
			Advice: "choose one of: jsonl, csv, parquet"}
	}
	records, err := read(ctx, f, format, limit)
	if err != nil && ctx.Err() == nil {
		return records, &chat.Error{Code: chat.CodeCorrupt, File: d.FileName, Place: fmt.Sprintf("record %d", len(records)+1),
			Reason: "the data file is damaged: " + err.Error(), Advice: "export again under another name", Err: err}
	}
	return records, err
}

var errUnknownColumns = errors.New("its columns are not those of its data format")

// reread reads a record and writes it as ReadBack shows it.
func reread(line []byte, record any) (string, error) {
	if err := json.Unmarshal(line, record, lenient); err != nil {
		return "", err
	}
	var b bytes.Buffer
	err := appendRecord(&b, record)
	return b.String(), err
}

// readJSONL reads lines.
func readJSONL(ctx context.Context, f *os.File, format Format, limit int) ([]string, error) {
	records := []string{}
	in := bufio.NewReaderSize(f, 1<<20)
	for len(records) < limit && ctx.Err() == nil {
		line, err := in.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			break
		}
		if err != nil {
			return records, err
		}
		names, err := memberNames(line)
		if err != nil {
			return records, err
		}
		t, ok := format.recordType(names)
		if !ok {
			return records, errUnknownColumns
		}
		text, err := reread(line, reflect.New(t).Interface())
		if err != nil {
			return records, err
		}
		records = append(records, text)
	}
	return records, ctx.Err()
}

// memberNames lists the names of a JSON object.
func memberNames(line []byte) ([]string, error) {
	d := jsontext.NewDecoder(bytes.NewReader(line), lenient)
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return nil, errors.Join(errNotObject, err)
	}
	var names []string
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		names = append(names, name.String())
		if err := d.SkipValue(); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return names, err
}

// readCSV reads rows: texts with the formula guard taken off, everything else from JSON text.
func readCSV(ctx context.Context, f *os.File, format Format, limit int) ([]string, error) {
	records := []string{}
	in := bufio.NewReaderSize(f, 1<<20)
	if mark, _ := in.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = in.Discard(len(byteOrderMark))
	}
	header, err := readRow(in)
	if err != nil {
		return records, err
	}
	t, ok := format.recordType(header)
	if !ok {
		return records, errUnknownColumns
	}
	for len(records) < limit && ctx.Err() == nil {
		row, err := readRow(in)
		if err == io.EOF {
			break
		}
		if err == nil && len(row) != len(header) {
			err = errCells
		}
		if err != nil {
			return records, err
		}
		text, err := rowText(t, row)
		if err != nil {
			return records, err
		}
		records = append(records, text)
	}
	return records, ctx.Err()
}

// rowText makes the JSON text of a row.
func rowText(t reflect.Type, row []string) (string, error) {
	record := reflect.New(t)
	for i, c := range columnsOf(record.Interface()) {
		field := record.Elem().FieldByIndex(c.field)
		if c.plain {
			text := row[i]
			if c.guarded {
				text = unguarded(text)
			}
			field.Set(reflect.ValueOf(&text))
			continue
		}
		if row[i] == "" || c.absent && row[i] == noArray {
			continue
		}
		if err := json.UnmarshalRead(strings.NewReader(row[i]), field.Addr().Interface(), lenient); err != nil {
			return "", err
		}
	}
	var b bytes.Buffer
	err := appendRecord(&b, record.Interface())
	return b.String(), err
}

// readParquet reads the first rows.
func readParquet(ctx context.Context, f *os.File, format Format, limit int) (records []string, err error) {
	defer rescueParquet(&err)
	records = []string{}
	file, err := openTable(f)
	if err != nil {
		return records, err
	}
	var names []string
	for _, field := range file.Schema().Fields() {
		names = append(names, field.Name())
	}
	t, ok := format.recordType(names)
	if !ok {
		return records, errUnknownColumns
	}
	schema := parquet.SchemaOf(reflect.New(t).Interface())
	for _, g := range file.RowGroups() {
		texts, err := groupTexts(ctx, g, schema, t, limit-len(records))
		if records = append(records, texts...); err != nil || len(records) >= limit {
			return records, err
		}
	}
	return records, ctx.Err()
}

// groupTexts makes the JSON text of the first rows of a row group.
func groupTexts(ctx context.Context, g parquet.RowGroup, schema *parquet.Schema, t reflect.Type, limit int) ([]string, error) {
	rows := g.Rows()
	defer rows.Close()
	var texts []string
	buffer := make([]parquet.Row, 1)
	for len(texts) < limit && ctx.Err() == nil {
		n, err := rows.ReadRows(buffer)
		if n == 0 {
			if err == io.EOF {
				err = nil
			}
			return texts, err
		}
		record := reflect.New(t)
		if err := schema.Reconstruct(record.Interface(), buffer[0]); err != nil {
			return texts, err
		}
		var b bytes.Buffer
		if err := appendRecord(&b, record.Interface()); err != nil {
			return texts, err
		}
		texts = append(texts, b.String())
	}
	return texts, ctx.Err()
}
