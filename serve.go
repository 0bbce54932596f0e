package main

import (
	"mime"
	"net/http"
	"regexp"
	"strings"
	"time"

	"loquat/backend/library"
)

// policy is the content security policy of the window: nothing from elsewhere, no inline scripts. Inline styles are
// KaTeX's.
const policy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; script-src 'self'; " +
	"connect-src 'self'; object-src 'none'; frame-src 'none'; worker-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// strict sets the headers that every answer to the window has.
func strict(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// shown are the media types that the window may show; a file of any other type is only ever saved.
var shown = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true}

// fileHash is what names an attachment: a SHA-256 in lower-case hex.
var fileHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// filesHandler answers /files/HASH with the bytes of an attachment; everything else is not there.
func filesHandler(l *library.Library) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, ok := strings.CutPrefix(r.URL.Path, "/files/")
		if !ok || !fileHash.MatchString(hash) || r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.NotFound(w, r)
			return
		}
		file, kind, err := l.File(r.Context(), hash)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer file.Close()
		if base, _, err := mime.ParseMediaType(kind); err == nil && shown[base] {
			w.Header().Set("Content-Type", base)
		} else {
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Header().Set("Content-Disposition", "attachment")
		}
		w.Header().Set("Cache-Control", "max-age=31536000, immutable") // the name is the content
		http.ServeContent(w, r, "", time.Time{}, file)
	})
}
