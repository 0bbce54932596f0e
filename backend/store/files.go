package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"loquat/backend/chat"
)

// smallFile is the size up to which an attachment is hashed in memory, so that one that is there already costs no write.
const smallFile = 1 << 20

// halfFile begins the name of a file that is still being written.
const halfFile = ".half-"

// storedFile is what the store knows of bytes it has kept.
type storedFile struct {
	hash string // lower-case hex SHA-256
	mime string // as sniffed
	size int64
}

// filePath is where the bytes with that hash lie: files/ab/abcdef…
func (s *Store) filePath(hash string) string { return filepath.Join(s.dir, filesName, hash[:2], hash) }

// keepFile reads r to its end and keeps its bytes under their hash, once. The file is fsynced before it gets its name,
// so that a name in files/ always stands for whole bytes.
func (s *Store) keepFile(r io.Reader) (storedFile, error) {
	head, err := io.ReadAll(io.LimitReader(r, smallFile))
	if err != nil {
		return storedFile{}, &unreadable{err}
	}
	kept := storedFile{mime: http.DetectContentType(head), size: int64(len(head))}
	if len(head) < smallFile {
		sum := sha256.Sum256(head)
		kept.hash = hex.EncodeToString(sum[:])
		if info, err := os.Stat(s.filePath(kept.hash)); err == nil && info.Size() == kept.size {
			return kept, nil
		}
	}
	f, err := os.CreateTemp(filepath.Join(s.dir, filesName), halfFile+"*")
	if err != nil {
		return kept, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	sum := sha256.New()
	if kept.size, err = copyBytes(io.MultiWriter(f, sum), io.MultiReader(bytes.NewReader(head), r)); err != nil {
		return kept, err
	}
	kept.hash = hex.EncodeToString(sum.Sum(nil))
	return kept, s.nameFile(f, kept)
}

// nameFile puts a written file in its place.
func (s *Store) nameFile(f *os.File, kept storedFile) error {
	target := s.filePath(kept.hash)
	if info, err := os.Stat(target); err == nil && info.Size() == kept.size {
		return nil
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	folder := filepath.Dir(target)
	if err := os.Mkdir(folder, privateDir); err == nil {
		if err := os.Chmod(folder, privateDir); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	s.renamed[folder] = true
	return os.Rename(f.Name(), target)
}

// syncNames makes the names of the files kept since the last time durable, before a row in the database tells of them.
func (s *Store) syncNames() error {
	if len(s.renamed) == 0 {
		return nil
	}
	for folder := range s.renamed {
		if err := SyncDir(folder); err != nil {
			return err
		}
	}
	clear(s.renamed)
	return SyncDir(filepath.Join(s.dir, filesName))
}

// unreadable is an error of the source's side: the bytes could not be read, and nothing is wrong with the library.
type unreadable struct{ error }

func (u *unreadable) Unwrap() error { return u.error }

// copyBytes is io.Copy that tells an error of the reader from one of the writer.
func copyBytes(w io.Writer, r io.Reader) (int64, error) {
	read := &watchedReader{r: r}
	n, err := io.Copy(w, read)
	if err != nil && errors.Is(err, read.err) {
		err = &unreadable{err}
	}
	return n, err
}

// watchedReader remembers the error its reader gave.
type watchedReader struct {
	r   io.Reader
	err error
}

func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// mediaType chooses between the type the bytes show and the one the source declared: bytes that show nothing special
// are what the source says, unless it says that they are something a browser would run.
func mediaType(sniffed, declared string) string {
	plain := strings.HasPrefix(sniffed, "text/plain") || sniffed == "application/octet-stream" || sniffed == "application/zip"
	declared = strings.ToLower(strings.TrimSpace(declared))
	runs := strings.Contains(declared, "html") || strings.Contains(declared, "xml") && !strings.Contains(declared, "openxml") || strings.Contains(declared, "script")
	if !plain || runs || !strings.Contains(declared, "/") {
		return sniffed
	}
	return declared
}

// File opens an attachment's bytes and returns its media type. CodeNotFound when the library has no such bytes. The
// type of an attachment is not to be trusted: the window must never run it.
func (s *Store) File(ctx context.Context, hash string) (io.ReadSeekCloser, string, error) {
	var mime string
	err := s.read.QueryRowContext(ctx, "SELECT mime FROM files WHERE hash = ?", hash).Scan(&mime)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, "", notFound("attachment with that hash")
	} else if err != nil {
		return nil, "", s.explain(err)
	}
	f, err := os.Open(s.filePath(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", &chat.Error{Code: chat.CodeNotFound, File: s.filePath(hash), Reason: "the attachment's file is gone",
			Advice: "import the export that holds it again", Err: err}
	} else if err != nil {
		return nil, "", s.explain(err)
	}
	return f, mime, nil
}

// sweepAfterCrash ends imports that a crash left open, and removes the files that they, or an undo, left behind.
func (s *Store) sweepAfterCrash(ctx context.Context) error {
	var open int
	if err := s.write.QueryRowContext(ctx, "SELECT count(*) FROM imports WHERE ended_at IS NULL OR files_left = 1").Scan(&open); err != nil || open == 0 {
		return err
	}
	if err := s.sweepFiles(ctx); err != nil {
		return err
	}
	_, err := s.write.ExecContext(ctx, "UPDATE imports SET ended_at = coalesce(ended_at, ?), files_left = NULL WHERE ended_at IS NULL OR files_left = 1", now())
	return err
}

// sweepFiles removes the files in files/ that no attachment and no former version names, and those half written. What
// does not have a name of ours is not ours, and stays. The caller has the turn to write, and no import runs.
func (s *Store) sweepFiles(ctx context.Context) error {
	if _, err := s.write.ExecContext(ctx, `DELETE FROM files WHERE hash NOT IN (SELECT hash FROM attachments WHERE hash IS NOT NULL)
		AND hash NOT IN (SELECT hash FROM replaced_files)`); err != nil {
		return err
	}
	known, err := s.write.PrepareContext(ctx, "SELECT count(*) FROM files WHERE hash = ?")
	if err != nil {
		return err
	}
	defer known.Close()
	root := os.DirFS(filepath.Join(s.dir, filesName))
	return fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !isOurs(path) {
			return err
		}
		var n int
		if err := known.QueryRowContext(ctx, d.Name()).Scan(&n); err != nil || n > 0 {
			return err
		}
		if err := os.Remove(filepath.Join(s.dir, filesName, filepath.FromSlash(path))); err != nil {
			return fmt.Errorf("remove an unused attachment: %w", err)
		}
		return nil
	})
}

// ours is what keepFile calls a file in files/: a hash in the folder of its beginning, or a half file.
var ours = regexp.MustCompile(`^([0-9a-f]{2}/[0-9a-f]{64}|\.half-[0-9]+)$`)

// isOurs says whether a path in files/, with slashes, is one that keepFile makes.
func isOurs(path string) bool {
	folder, name, inside := strings.Cut(path, "/")
	return ours.MatchString(path) && (!inside || strings.HasPrefix(name, folder))
}
