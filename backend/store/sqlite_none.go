//go:build !cgo

package store

import (
	"context"
	"database/sql/driver"
	"syscall"

	"loquat/backend/chat"
)

// SQLite is C: a build without cgo can be checked, but opens no library.

// Connect is part of driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.dsn) }

// Driver is part of driver.Connector.
func (c connector) Driver() driver.Driver { return noDriver{} }

// noDriver opens nothing.
type noDriver struct{}

// Open says what is wrong with this build.
func (noDriver) Open(string) (driver.Conn, error) {
	return nil, &chat.Error{Code: chat.CodeInternal, Reason: "this Loquat was built without SQLite", Advice: "build it with CGO_ENABLED=1 and a C compiler"}
}

// resultOf knows no error of SQLite.
func resultOf(error) (code resultCode, system syscall.Errno, ok bool) { return 0, 0, false }
