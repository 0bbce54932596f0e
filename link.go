package main

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"

	"loquat/backend/chat"
)

// linkOf checks an address from a conversation, and returns it as it is: only the web and mail, without blanks and signs
// that a program could stumble over.
func linkOf(address string) (string, error) {
	refused := &chat.Error{Code: chat.CodeBadRequest, Reason: "only links to the web and to mail addresses are opened", Advice: "copy the link instead"}
	if strings.ContainsFunc(address, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '"' }) {
		return "", refused
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "", refused
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
	case u.Scheme == "mailto" && u.Opaque != "":
	default:
		return "", refused
	}
	return address, nil // as it is written: an international host name must not be escaped
}

// openInSystem hands an address or a folder to the program that the system has for it.
func openInSystem(target string) error {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", target)
	case "darwin":
		cmd = exec.Command("open", target)
	default:
		cmd = exec.Command("xdg-open", target)
	}
	if err := cmd.Start(); err != nil {
		return &chat.Error{Code: chat.CodeNotFound, Reason: "the system has no program to open it: " + err.Error(), Advice: "copy it instead", Err: err}
	}
	go cmd.Wait() // so that no dead process stays behind
	return nil
}

// folderOf is the folder that holds path.
func folderOf(path string) (string, error) {
	dir := filepath.Dir(path)
	if about, err := os.Stat(dir); err != nil || !about.IsDir() || !filepath.IsAbs(dir) {
		return "", &chat.Error{Code: chat.CodeNotFound, File: path, Reason: "its folder is not there any more", Advice: "look where you moved it"}
	}
	return dir, nil
}

// fileNameOf makes of a name that others gave one that a file can have on every system.
func fileNameOf(name string) string {
	safe := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	if safe = strings.Trim(safe, ". "); safe == "" {
		return "file"
	}
	return safe
}
