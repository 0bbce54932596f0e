package importer

import (
	"context"
	"errors"
	"io"
	"syscall"

	"loquat/backend/chat"
	"loquat/backend/importer/source/spool"
)

// randomAccess opens a file to read anywhere in it, as the list at the end of a ZIP needs. What is packed itself is
// unpacked to a temporary file that only this program sees.
func (o *opening) randomAccess(e entry) (io.ReaderAt, int64, error) {
	r, err := e.open()
	if err != nil {
		return nil, 0, err
	}
	if at, ok := r.(io.ReaderAt); ok && e.size >= 0 {
		o.onClose(r.Close)
		return at, e.size, nil
	}
	defer r.Close()
	tmp, err := spool.Create("loquat-*.zip")
	if err != nil {
		return nil, 0, notUnpacked(err)
	}
	o.onClose(tmp.Close)
	size, err := io.Copy(tmp, &cancellable{r: r, ctx: o.ctx})
	if err != nil {
		return nil, 0, notUnpacked(err)
	}
	return tmp, size, nil
}

// notUnpacked is the error when an archive in an archive could not be unpacked to a temporary file.
func notUnpacked(err error) error {
	e := (*chat.Error)(nil)
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return &chat.Error{Code: chat.CodeDiskFull, Reason: "there is no space left for unpacking the archive in it", Advice: "free some space, or unpack it yourself and import the folder", Err: err}
	case errors.As(err, &e):
		return e
	}
	return &chat.Error{Code: chat.CodeCorrupt, Reason: "the archive in it cannot be unpacked: " + cause(err), Advice: "unpack it yourself and import the folder", Err: err}
}

// cancellable ends with the work.
type cancellable struct {
	ctx context.Context
	r   io.Reader
}

// Read reads while the work goes on.
func (c *cancellable) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, cancelled(err)
	}
	return c.r.Read(b)
}
