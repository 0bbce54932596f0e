package store

import (
	"net/url"
	"path/filepath"
	"strings"
)

// connector opens connections of a pool; attach names a second database that each sees beside the first, or is empty.
type connector struct{ dsn, attach string }

// dsn names a database of the library for the driver, with a page cache in KiB. The path is escaped, so that any
// character may stand in it. A commit waits until it is on the disk (synchronous=FULL): commits are few and large, and
// the full-text index must never be ahead of the database. SQLite need not lock a connection at every call, since
// database/sql gives it to one goroutine at a time.
func (s *Store) dsn(name, mode string, cache int, options ...string) string {
	path := filepath.ToSlash(filepath.Join(s.dir, name))
	if abs, err := filepath.Abs(path); err == nil {
		path = filepath.ToSlash(abs)
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	q := url.Values{"mode": {mode}, "_foreign_keys": {"1"}, "_busy_timeout": {"10000"}, "_cache_size": {"-" + itoa(cache)}, "_synchronous": {"FULL"}, "_mutex": {"no"}}
	query := strings.Join(append(options, q.Encode()), "&")
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query}).String()
}
