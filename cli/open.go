package cli

import (
	"path/filepath"

	"loquat/backend/library"
)

// locate makes Library the folder of the library, absolute.
func (c *call) locate() (err error) {
	if c.Library == "" {
		c.Library, err = library.DefaultDir()
	}
	if err == nil {
		c.Library, err = filepath.Abs(c.Library)
	}
	return err
}

// look runs do with the library for looking only: beside an open window as well.
func (c *call) look(do func(l *library.Library) error) error {
	if err := c.locate(); err != nil {
		return err
	}
	l, err := library.OpenReader(c.ctx, c.Library)
	if err != nil {
		return err
	}
	defer l.Close() // nothing was written that could be lost
	return do(l)
}

// change runs do with a library that is there already.
func (c *call) change(do func(l *library.Library) error) error {
	if err := c.locate(); err != nil {
		return err
	}
	if err := library.Exists(c.Library); err != nil {
		return err
	}
	return c.create(do)
}

// create runs do with the library, making it when it is not there.
func (c *call) create(do func(l *library.Library) error) error {
	if err := c.locate(); err != nil {
		return err
	}
	l, err := library.Open(c.ctx, c.Library)
	if err != nil {
		return err
	}
	for _, problem := range l.Problems {
		c.warn("%s", problem)
	}
	err = do(l)
	if left := l.Close(); left != nil { // what was done is kept all the same: it was committed
		c.warn("the library could not be closed in order: %v", left)
	}
	return err
}
