package main

import "testing"

// TestOnlyWebAndMailLinksOpen: a link in a conversation is hostile; nothing but the web and mail reaches the system, and
// nothing that a program could read as a flag or as two arguments.
func TestOnlyWebAndMailLinksOpen(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.com/a(b)?c=d&e=[f]|g#h~i": "https://example.com/a(b)?c=d&e=[f]|g#h~i",
		"http://例え.jp/茶":                           "http://例え.jp/茶",
		"mailto:a@example.com":                     "mailto:a@example.com",
		"file:///etc/passwd":                       "",
		"javascript:alert(1)":                      "",
		"data:text/html,x":                         "",
		"-oProxyCommand=x":                         "",
		"//example.com":                            "",
		"https://":                                 "",
		"https:example.com":                        "",
		"https://example.com/\nx":                  "",
		"https://example.com/ --flag":              "",
		"ms-msdt:/id":                              "",
		"":                                         "",
	} {
		got, err := linkOf(address)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("linkOf(%q) = %q, %v; want %q", address, got, err, want)
		}
	}
}

// TestFileNamesAreSafe: the name that an export gave an attachment is only a suggestion, and never a path.
func TestFileNamesAreSafe(t *testing.T) {
	for name, want := range map[string]string{
		"photo.png":        "photo.png",
		"../../etc/passwd": "_.._etc_passwd",
		"a:b\x00c?.txt":    "a_b_c_.txt",
		"...":              "file",
		"":                 "file",
		"茶 .zip":           "茶 .zip",
	} {
		if got := fileNameOf(name); got != want {
			t.Errorf("fileNameOf(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestFolderOf: only a folder that is there is shown.
func TestFolderOf(t *testing.T) {
	dir := t.TempDir()
	if got, err := folderOf(dir + "/x.zip"); err != nil || got != dir {
		t.Errorf("folderOf = %q, %v", got, err)
	}
	for _, path := range []string{dir + "/gone/x.zip", "x.zip", ""} {
		if got, err := folderOf(path); err == nil {
			t.Errorf("folderOf(%q) = %q, want an error", path, got)
		}
	}
}
