package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"loquat/backend/chat"
)

// AddDataset adds a dataset's row; CodeNameTaken (with Suggest) when the name is taken, in any case: "Tea" and "tea" are
// one name. ready runs inside the transaction just before the commit, to rename the dataset's folder into place: its
// error rolls back.
func (s *Store) AddDataset(ctx context.Context, d chat.Dataset, report chat.ExportReport, ready func() error) error {
	return s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		free, err := freeName(ctx, tx, d.Name)
		if err != nil {
			return err
		}
		if free != d.Name {
			return &chat.Error{Code: chat.CodeNameTaken, Reason: fmt.Sprintf("there is a dataset named %q already", d.Name),
				Advice: fmt.Sprintf("choose another name, such as %q", free), Suggest: free}
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO datasets (name, name_key, data_format, file_format, file_name, records, bytes, created_at, dir,
			options, selection, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.Name, nameKey(d.Name), d.DataFormat, d.FileFormat, d.FileName,
			d.Records, d.Bytes, d.CreatedAt.MS, d.Dir, marshal(d.Options), marshal(d.Selection), marshal(report)); err != nil {
			return err
		}
		return ready()
	})
}

const datasetColumns = "SELECT name, data_format, file_format, file_name, records, bytes, created_at, dir, options, selection FROM datasets "

// Datasets lists the datasets, newest first.
func (s *Store) Datasets(ctx context.Context) ([]chat.Dataset, error) {
	rows, err := s.read.QueryContext(ctx, datasetColumns+"ORDER BY created_at DESC, id DESC")
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	all := []chat.Dataset{}
	for rows.Next() {
		d, err := scanDataset(rows)
		if err != nil {
			return nil, s.explain(err)
		}
		all = append(all, d)
	}
	return all, s.explain(rows.Err())
}

// Dataset returns one dataset by name, in any case. CodeNotFound when there is none.
func (s *Store) Dataset(ctx context.Context, name string) (chat.Dataset, error) {
	d, err := scanDataset(s.read.QueryRowContext(ctx, datasetColumns+"WHERE name_key = ?", nameKey(name)))
	return d, s.datasetError(name, err)
}

// DatasetReport returns the report of the export that made a dataset. CodeNotFound when there is no such dataset.
func (s *Store) DatasetReport(ctx context.Context, name string) (report chat.ExportReport, err error) {
	var text string
	err = s.read.QueryRowContext(ctx, "SELECT report FROM datasets WHERE name_key = ?", nameKey(name)).Scan(&text)
	if err == nil {
		err = json.Unmarshal([]byte(text), &report)
	}
	return report, s.datasetError(name, err)
}

// DeleteDataset removes a dataset's row and returns what it was.
func (s *Store) DeleteDataset(ctx context.Context, name string) (d chat.Dataset, err error) {
	err = s.change(ctx, func(ctx context.Context, tx *sql.Conn) error {
		if d, err = scanDataset(tx.QueryRowContext(ctx, datasetColumns+"WHERE name_key = ?", nameKey(name))); err != nil {
			return s.datasetError(name, err)
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM datasets WHERE name_key = ?", nameKey(name))
		return err
	})
	return d, err
}

func (s *Store) datasetError(name string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &chat.Error{Code: chat.CodeNotFound, Reason: fmt.Sprintf("there is no dataset named %q", name), Advice: "look it up among the datasets"}
	}
	return s.explain(err)
}

func scanDataset(row interface{ Scan(...any) error }) (d chat.Dataset, err error) {
	var options, selection string
	err = row.Scan(&d.Name, &d.DataFormat, &d.FileFormat, &d.FileName, &d.Records, &d.Bytes, timeScan{&d.CreatedAt}, &d.Dir, &options, &selection)
	if err == nil {
		err = errors.Join(json.Unmarshal([]byte(options), &d.Options), json.Unmarshal([]byte(selection), &d.Selection))
	}
	return d, err
}

// SuggestName returns name, or the next free one: "tea", "tea-2", "tea-3" …
func (s *Store) SuggestName(ctx context.Context, name string) (string, error) {
	free, err := freeName(ctx, s.read, name)
	return free, s.explain(err)
}

// nameLimit is how many characters a dataset's name may have (SPEC §2).
const nameLimit = 64

// nameKey is the same for names that differ in case only.
func nameKey(name string) string { return norm.NFC.String(cases.Fold().String(norm.NFC.String(name))) }

func freeName(ctx context.Context, db querier, name string) (string, error) {
	for n := 1; ; n++ {
		try := name
		if n > 1 {
			number := fmt.Sprintf("-%d", n)
			stem := []rune(name)
			try = strings.TrimSpace(string(stem[:min(len(stem), nameLimit-len(number))])) + number
		}
		var taken int
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM datasets WHERE name_key = ?", nameKey(try)).Scan(&taken); err != nil || taken == 0 {
			return try, err
		}
	}
}
