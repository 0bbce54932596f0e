//go:build cgo

package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// Connect is part of driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.dsn) }

// Driver is part of driver.Connector.
func (c connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		if c.attach == "" {
			return nil
		}
		_, err := conn.Exec("ATTACH ? AS full_text", []driver.Value{c.attach})
		return err
	}}
}

// resultOf returns the result code of an error of SQLite, and the system's error behind it, if any.
func resultOf(err error) (code resultCode, system syscall.Errno, ok bool) {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return 0, 0, false
	}
	return resultCode(e.Code), e.SystemErrno, true
}
