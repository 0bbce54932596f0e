package importer_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"loquat/backend/chat"
	"loquat/backend/importer"
)

// conversation is a file with one conversation of ChatGPT with that id.
func conversation(id string) string {
	return fmt.Sprintf(`[{"title":"T","conversation_id":%q,"create_time":1718000000,"mapping":{"u":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["é"]}}}}}]`, id)
}

// entry is a file for a ZIP.
type entry struct {
	name, text string
	change     func(*zip.FileHeader)
}

// zipped makes a ZIP of entries.
func zipped(t testing.TB, entries ...entry) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.change != nil {
			e.change(header)
		}
		w, err := z.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func utf16le(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

// put writes files below a new folder and returns it.
func put(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// told opens a path and reads everything: the ids of the conversations, then what was told about the rest.
func told(t testing.TB, path string) (ids, rest []string) {
	t.Helper()
	opened, err := importer.Open(context.Background(), path)
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	for i := range opened.Matches {
		m := &opened.Matches[i]
		for item := range m.Source.Read(context.Background(), &m.Input) {
			switch {
			case item.Conversation != nil:
				ids = append(ids, item.Conversation.ExternalID)
			case item.Err != nil:
				rest = append(rest, item.Err.Error())
			case item.Failed != nil:
				rest = append(rest, item.Failed.Where+": "+item.Failed.Reason)
			}
		}
	}
	for _, p := range opened.Failed {
		rest = append(rest, "lost "+p.Where+": "+p.Reason)
	}
	for _, p := range opened.Unknown {
		rest = append(rest, p.Where+": "+p.Reason)
	}
	if err := opened.Close(); err != nil {
		t.Errorf("%s: closing: %v", filepath.Base(path), err)
	}
	return ids, rest
}

// A person names whatever they have: each of these holds conversations, and all of them must come in.
func TestOpen(t *testing.T) {
	inner := zipped(t, entry{name: "conversations.json", text: conversation("inner")})
	for _, c := range []struct {
		name  string
		files map[string]string
		path  string // below the folder; empty is the folder itself
		ids   string
		rest  []string // a part of each
	}{
		{name: "lone file", path: "a.json", files: map[string]string{"a.json": conversation("a")}, ids: "a"},
		{name: "byte order mark", path: "a.json", files: map[string]string{"a.json": "\xef\xbb\xbf" + conversation("a")}, ids: "a"},
		{name: "UTF-16 of PowerShell", path: "a.json", files: map[string]string{"a.json": utf16le(conversation("a"))}, ids: "a"},
		{name: "gzip", path: "a.json.gz", files: map[string]string{"a.json.gz": gzipped(t, conversation("a"))}, ids: "a"},
		{name: "ZIP", path: "a.zip", files: map[string]string{"a.zip": inner}, ids: "inner"},
		{name: "ZIP with another name", path: "download", files: map[string]string{"download": inner}, ids: "inner"},
		{name: "ZIP with a top folder and Windows slashes", path: "a.zip", ids: "a",
			files: map[string]string{"a.zip": zipped(t, entry{name: `export\conversations.json`, text: conversation("a")}, entry{name: `export\user.json`, text: `{"email":"x"}`})}},
		{name: "ZIP in a ZIP", path: "a.zip", ids: "a inner", files: map[string]string{"a.zip": zipped(t, entry{name: "x.json", text: conversation("a")}, entry{name: "more/b.zip", text: inner})}},
		{name: "ZIP in a ZIP in a ZIP", path: "a.zip", ids: "a", rest: []string{"b.zip/c.zip: it is an archive inside an archive inside an archive"},
			files: map[string]string{"a.zip": zipped(t, entry{name: "x.json", text: conversation("a")}, entry{name: "b.zip", text: zipped(t, entry{name: "c.zip", text: inner})})}},
		{name: "the same name twice", path: "a.zip", ids: "first", rest: []string{"conversations.json: the archive holds this name twice; only the first is read"},
			files: map[string]string{"a.zip": zipped(t, entry{name: "conversations.json", text: conversation("first")}, entry{name: "conversations.json", text: conversation("second")})}},
		{name: "one encrypted entry", path: "a.zip", ids: "a", rest: []string{"lost b.json: it is encrypted"},
			files: map[string]string{"a.zip": zipped(t, entry{name: "a.json", text: conversation("a")}, entry{name: "b.json", text: "x", change: func(h *zip.FileHeader) { h.Flags |= 1 }})}},
		{name: "folder", ids: "a b c inner", rest: []string{"d.txt: it is not a known format yet", "empty.json: the file is empty", "1 pictures, sounds and documents"},
			files: map[string]string{"x/a.json": conversation("a"), "b.json": conversation("b"), "z/z/c.json.gz": gzipped(t, conversation("c")), "d.txt": "hello", "empty.json": "",
				"old.zip": inner, "cat.gif": "GIF89a", ".DS_Store": "noise", "__MACOSX/._a.json": conversation("no"), ".git/x.json": conversation("no")}},
		{name: "broken among whole ones", ids: "a c", rest: []string{"b.json: byte 130: the JSON is cut off", "lost d.zip: the archive is cut off or damaged", "lost e.zip: the archive tries to write outside its folder"},
			files: map[string]string{"a.json": conversation("a"), "b.json": conversation("b")[:130], "c.json": conversation("c"),
				"d.zip": inner[:len(inner)-30], "e.zip": zipped(t, entry{name: "../../evil.json", text: "{}"})}},
		{name: "shards, one cut in its second conversation, one of zeros, one empty", ids: "a b c", path: "a.zip",
			rest: []string{"the JSON is cut off", "lost conversations-2.json: it is damaged", "lost conversations-12.json: it is damaged"},
			files: map[string]string{"a.zip": zipped(t, entry{name: "conversations-10.json", text: conversation("a")},
				entry{name: "conversations-0.json", text: conversation("b")}, entry{name: "conversations-1.json", text: strings.TrimSuffix(conversation("c"), "]") + `,{"title":"cut`},
				entry{name: "conversations-2.json", text: strings.Repeat("\x00", 900)}, entry{name: "conversations-12.json", text: ""})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ids, rest := told(t, filepath.Join(put(t, c.files), c.path))
			slices.Sort(ids)
			if got := strings.Join(ids, " "); got != c.ids {
				t.Errorf("got %q, want %q", got, c.ids)
			}
			if len(rest) != len(c.rest) {
				t.Errorf("told %q, want %q", rest, c.rest)
			}
			for _, part := range c.rest {
				if !slices.ContainsFunc(rest, func(s string) bool { return strings.Contains(s, part) }) {
					t.Errorf("told %q, and not %q", rest, part)
				}
			}
		})
	}
}

// What cannot be read at all is one error with a code, the file, a reason and what to do.
func TestOpenRefuses(t *testing.T) {
	inner := zipped(t, entry{name: "conversations.json", text: conversation("inner")})
	lying := []byte(zipped(t, entry{name: "conversations.json", text: conversation("x")}))
	for _, c := range []struct {
		name, text string
		code       chat.Code
		reason     string
	}{
		{"nothing.json", "", chat.CodeEmpty, "empty"},
		{"list.json", " [] \n", chat.CodeEmpty, "empty"}, // of somebody who has no conversations
		{"blank.json", "\r\n  \n", chat.CodeEmpty, "empty"},
		{"notes.txt", "hello", chat.CodeUnknownFormat, "not a known format yet"},
		{"cut.json", `[{"title":"x","crea`, chat.CodeUnknownFormat, "not a known format yet"},
		{"cat.gif", "GIF89a", chat.CodeUnknownFormat, "pictures"},
		{"cut.zip", inner[:len(inner)/2], chat.CodeCorrupt, "cut off or damaged"},
		{"begin.zip", inner[:10], chat.CodeCorrupt, "cut off or damaged"},
		{"none.zip", zipped(t), chat.CodeEmpty, "nothing in it"},
		{"other.zip", zipped(t, entry{name: "a.txt", text: "a"}, entry{name: "b.txt", text: "b"}), chat.CodeUnknownFormat, "none of its 2 files"},
		{"climbing.zip", zipped(t, entry{name: "a/../../b.json", text: "{}"}), chat.CodeUnsafe, "outside its folder"},
		{"climbing windows.zip", zipped(t, entry{name: `..\b.json`, text: "{}"}), chat.CodeUnsafe, "outside its folder"},
		{"absolute.zip", zipped(t, entry{name: "/etc/b.json", text: "{}"}), chat.CodeUnsafe, "outside its folder"},
		{"drive.zip", zipped(t, entry{name: `C:\b.json`, text: "{}"}), chat.CodeUnsafe, "outside its folder"},
		{"bomb.zip", bomb(t), chat.CodeUnsafe, "unpack to far more"},
		{"locked.zip", zipped(t, entry{name: "conversations.json", text: "x", change: func(h *zip.FileHeader) { h.Flags |= 1 }}), chat.CodeCorrupt, "encrypted"},
		{"cut.json.gz", gzipped(t, conversation("a"))[:15], chat.CodeCorrupt, "gzip file is cut off"},
		{"bad.gz", "\x1f\x8bxxxxxxxxxxxxxxxxxx", chat.CodeCorrupt, "gzip file"},
		{"damaged.zip", damaged(lying), chat.CodeCorrupt, "damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(put(t, map[string]string{c.name: c.text}), c.name)
			_, err := importer.Open(context.Background(), path)
			refused(t, err, c.code, path, c.reason)
		})
	}
}

// bomb is a ZIP of few bytes whose list says that they become very many.
func bomb(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "conversations.json", Method: zip.Deflate, CompressedSize64: 4, UncompressedSize64: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("boom")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// damaged is a ZIP in which the packed bytes of the first entry are not what the checksum says.
func damaged(z []byte) string {
	at := bytes.Index(z, []byte("conversations.json")) + len("conversations.json")
	out := bytes.Clone(z)
	for i := at; i < at+20; i++ {
		out[i] ^= 0x55
	}
	return string(out)
}

func refused(t *testing.T, err error, code chat.Code, path, reason string) {
	t.Helper()
	e := (*chat.Error)(nil)
	if !errors.As(err, &e) {
		t.Fatalf("no error for a person: %v", err)
	}
	if e.Code != code || !strings.HasPrefix(e.File, path) || !strings.Contains(e.Reason, reason) || e.Advice == "" {
		t.Errorf("code %q, file %q, reason %q, advice %q", e.Code, e.File, e.Reason, e.Advice)
	}
}

// Paths that are no file or folder, and folders without conversations, are told apart.
func TestOpenPaths(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "gone.json")
	_, err := importer.Open(context.Background(), missing)
	refused(t, err, chat.CodeNotFound, missing, "no such file")

	_, err = importer.Open(context.Background(), dir)
	refused(t, err, chat.CodeEmpty, dir, "nothing in it")

	_, err = importer.Open(context.Background(), os.DevNull)
	refused(t, err, chat.CodeBadRequest, os.DevNull, "neither a file nor a folder")
}

// A link in a folder may lead anywhere, also to where the person did not mean to import from: it is not followed.
func TestOpenLinks(t *testing.T) {
	secret := put(t, map[string]string{"secret.json": conversation("secret")})
	dir := put(t, map[string]string{"a.json": conversation("a")})
	for name, target := range map[string]string{"file.json": filepath.Join(secret, "secret.json"), "folder": secret, "circle": dir} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if ids, rest := told(t, dir); !slices.Equal(ids, []string{"a"}) || len(rest) > 0 {
		t.Errorf("%q, %q", ids, rest)
	}
}

// An entry that says it is small and is not must stop at what it said, whatever is in it.
func TestOpenLyingSize(t *testing.T) {
	z := []byte(zipped(t, entry{name: "conversations.json", text: conversation("a") + strings.Repeat(" ", 5000)}))
	at := bytes.LastIndex(z, []byte("PK\x01\x02")) // the list at the end says the size
	binary.LittleEndian.PutUint32(z[at+24:], uint32(len(conversation("a"))-10))
	path := filepath.Join(put(t, map[string]string{"a.zip": string(z)}), "a.zip")
	_, err := importer.Open(context.Background(), path)
	refused(t, err, chat.CodeCorrupt, path, "damaged")
}

// A damaged place in a large ZIP keeps the conversations before it, and tells where it is.
func TestOpenDamagedInside(t *testing.T) {
	var list strings.Builder
	for i := range 3000 { // of differing text, so that the archive is larger than what is read at once
		fmt.Fprintf(&list, "%c%s", "[,"[min(i, 1)], strings.Trim(strings.ReplaceAll(conversation(fmt.Sprint("c", i)), "é", fmt.Sprint(i*i*i*7919)), "[]"))
		list.WriteString("}")
	}
	text := strings.ReplaceAll(list.String(), "}}}}}}", "}}}}}") + "]"
	z := []byte(zipped(t, entry{name: "conversations.json", text: text}))
	z[len(z)*3/4] ^= 0xff
	path := filepath.Join(put(t, map[string]string{"a.zip": string(z)}), "a.zip")
	ids, rest := told(t, path)
	if len(ids) < 1000 || len(ids) == 3000 || len(rest) == 0 || !strings.Contains(rest[len(rest)-1], "damaged") {
		t.Errorf("%d conversations, %q", len(ids), rest)
	}
}

// Opening and reading end with the work, and nothing stays behind of an archive unpacked from an archive.
func TestOpenCancelled(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	inner := zipped(t, entry{name: "conversations.json", text: conversation("inner")})
	path := filepath.Join(put(t, map[string]string{"a.zip": zipped(t, entry{name: "b.zip", text: inner})}), "a.zip")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := importer.Open(ctx, path)
	if e := (*chat.Error)(nil); !errors.As(err, &e) || e.Code != chat.CodeCancelled {
		t.Errorf("%v", err)
	}
	told(t, path)
	if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
