package dataset

import (
	"context"
	"errors"
	"io"

	"loquat/backend/importer/source"
	"loquat/backend/importer/source/spool"
)

// spooled gives a copy of a file that can be read at any place, which Parquet needs.
func spooled(ctx context.Context, in *source.Input, file string) (f *spool.File, size int64, err error) {
	from, err := in.Open(ctx, file)
	if err != nil {
		return nil, 0, err
	}
	defer from.Close()
	if f, err = spool.Create("loquat-*.parquet"); err != nil {
		return nil, 0, err
	}
	if size, err = io.Copy(f, from); err != nil {
		return nil, 0, errors.Join(spool.Full(err), f.Close())
	}
	return f, size, nil
}
