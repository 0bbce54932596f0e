package importer

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loquat/backend/chat"
)

// madeUp is a computer of a system with files in its home; each holds its own name. A value of env that begins with "~"
// is in the home.
func madeUp(t *testing.T, system string, env map[string]string, files ...string) Computer {
	t.Helper()
	home := t.TempDir()
	for _, name := range files {
		path := filepath.Join(home, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return Computer{OS: system, Home: home, Env: func(name string) string {
		if below, ok := strings.CutPrefix(env[name], "~"); ok {
			return filepath.Join(home, filepath.FromSlash(below))
		}
		return env[name]
	}}
}

// found lists what is found as "source path files", the path as it is called from the home.
func found(t *testing.T, c Computer) (list []string) {
	t.Helper()
	result, err := Find(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range result.Places {
		rel, err := filepath.Rel(c.Home, p.Path)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.Join([]string{p.Source, filepath.ToSlash(rel), strings.Repeat("|", p.Files)}, " "))
	}
	return list
}

const uuid = "01234567-89ab-cdef-0123-456789abcdef"

// What a person has on each system is found where the tools of that system keep it, and counted as sessions and
// databases: sub-agents, indexes and logs beside them are none.
func TestFindOnEverySystem(t *testing.T) {
	everywhere := []string{
		".claude/projects/-home-ada-tea/" + uuid + ".jsonl", ".claude/projects/-home-ada-tea/" + uuid + "/subagents/agent-1.jsonl",
		".claude/projects/-home-ada-tea/agent-2.jsonl", ".claude/history.jsonl", ".claude/settings.json",
		".codex/sessions/2026/05/12/rollout-a.jsonl", ".codex/archived_sessions/rollout-b.jsonl.zst", ".codex/session_index.jsonl", ".codex/auth.json",
		".gemini/tmp/hash/chats/session-1.json", ".gemini/tmp/hash/chats/session-2.jsonl", ".gemini/tmp/hash/logs.json", ".gemini/oauth_creds.json",
		".lmstudio/conversations/work/1.conversation.json", ".lmstudio/models/x.gguf",
		".local/share/opencode/storage/session/p/ses_1.json", ".local/share/opencode/storage/message/ses_1/m.json", ".local/share/opencode/opencode.db",
		".local/share/opencode/opencode.db-wal", ".local/share/opencode/log/2026.log", ".local/share/opencode/auth.json",
		".cline/data/sessions/s/s.messages.json", ".cline/data/sessions/s/s.json",
		".open-webui/webui.db", "SillyTavern/data/default-user/chats/Ada/a.jsonl", "SillyTavern/data/default-user/backups/chat_a.jsonl",
		".continue/sessions/" + uuid + ".json", ".continue/sessions/sessions.json", ".continue/config.yaml",
		".cursor/projects/home-ada-tea/agent-transcripts/s/s.jsonl", ".cursor/projects/home-ada-tea/mcps/x.json", ".config/zed/conversations/Tea - 1.zed.json",
		"code/tea/.aider.chat.history.md", "code/node_modules/x/.aider.chat.history.md", "a/b/c/d/e/deep/.aider.chat.history.md", ".cargo/x/.aider.chat.history.md",
	}
	always := []string{
		"aider code/tea/.aider.chat.history.md |", "claude_code .claude/projects |", "cline .cline/data |", "codex .codex ||", "continue .continue/sessions |",
		"cursor .cursor/projects |", "zed .config/zed/conversations |",
		"gemini_cli .gemini/tmp ||", "lm_studio .lmstudio/conversations |", "open_webui .open-webui/webui.db |",
		"opencode .local/share/opencode ||", "sillytavern SillyTavern/data |",
	}
	for _, c := range []struct {
		system      string
		env         map[string]string
		files, want []string
	}{
		{"linux", nil, []string{
			".config/Code/User/globalStorage/saoudrizwan.claude-dev/tasks/1/api_conversation_history.json", ".config/Code/User/globalStorage/storage.json",
			".config/Cursor/User/globalStorage/state.vscdb", ".config/Cursor/User/workspaceStorage/w/state.vscdb", ".config/Cursor/User/settings.json",
			".local/share/zed/threads/threads.db", ".config/anythingllm-desktop/storage/anythingllm.db", ".config/io.datasette.llm/logs.db", ".config/io.datasette.llm/keys.json", ".local/share/Jan/data/threads/t/messages.jsonl", ".local/share/Jan/data/threads/t/thread.json",
			".local/share/docker/volumes/open-webui/_data/webui.db", ".local/lib/python3.12/site-packages/open_webui/data/webui.db",
		}, []string{
			"cline .config/Code/User/globalStorage |", "cursor .config/Cursor/User ||", "llm .config/io.datasette.llm/logs.db |", "jan .local/share/Jan/data |", "zed .local/share/zed/threads/threads.db |",
			"anythingllm .config/anythingllm-desktop/storage/anythingllm.db |",
			"open_webui .local/share/docker/volumes/open-webui/_data/webui.db |", "open_webui .local/lib/python3.12/site-packages/open_webui/data/webui.db |",
		}},
		{"linux", map[string]string{"CODEX_HOME": "~/work/codex", "CLAUDE_CONFIG_DIR": "~/.claude", "XDG_CONFIG_HOME": "~/conf", "LLM_USER_PATH": "~/llm", "XDG_DATA_HOME": "relative"}, []string{
			"work/codex/sessions/rollout-c.jsonl", "conf/Cursor/User/globalStorage/state.vscdb", "llm/logs.db", ".config/Cursor/User/globalStorage/state.vscdb",
		}, []string{"codex work/codex |", "cursor conf/Cursor/User |", "llm llm/logs.db |"}},
		{"darwin", nil, []string{
			"Library/Application Support/Cursor/User/globalStorage/state.vscdb", "Library/Application Support/VSCodium/User/globalStorage/rooveterinaryinc.roo-cline/tasks/1/api_conversation_history.json",
			"Library/Application Support/Zed/threads/threads.db", "Library/Application Support/io.datasette.llm/logs.db", "Library/Application Support/Jan/data/threads/t/messages.jsonl",
			".config/Cursor/User/globalStorage/state.vscdb", "Library/x/.aider.chat.history.md",
		}, []string{
			"cline Library/Application Support/VSCodium/User/globalStorage |", "cursor Library/Application Support/Cursor/User |",
			"llm Library/Application Support/io.datasette.llm/logs.db |", "jan Library/Application Support/Jan/data |",
			"zed Library/Application Support/Zed/threads/threads.db |",
		}},
		{"windows", map[string]string{"APPDATA": "~/AppData/Roaming", "LOCALAPPDATA": "~/AppData/Local"}, []string{
			"AppData/Roaming/Cursor/User/globalStorage/state.vscdb", "AppData/Roaming/Windsurf/User/globalStorage/kilocode.kilo-code/tasks/1/api_conversation_history.json",
			"AppData/Local/Zed/threads/threads.db", "AppData/Roaming/io.datasette.llm/logs.db", "AppData/Roaming/Jan/data/threads/t/messages.jsonl",
			"AppData/Local/Programs/Python/Python312/Lib/site-packages/open_webui/data/webui.db", "AppData/Local/Cursor/User/globalStorage/state.vscdb",
		}, []string{
			"cline AppData/Roaming/Windsurf/User/globalStorage |", "cursor AppData/Roaming/Cursor/User |", "llm AppData/Roaming/io.datasette.llm/logs.db |",
			"jan AppData/Roaming/Jan/data |", "zed AppData/Local/Zed/threads/threads.db |", "open_webui AppData/Local/Programs/Python/Python312/Lib/site-packages/open_webui/data/webui.db |",
		}},
	} {
		got := found(t, madeUp(t, c.system, c.env, slices.Concat(everywhere, c.files)...))
		want := slices.Concat(always, c.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", c.system, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// A link out of the home would list, and import, what others keep; one inside it is how many people keep their settings.
func TestFindFollowsNoLinkOut(t *testing.T) {
	c := madeUp(t, "linux", nil, "dotfiles/claude/projects/p/"+uuid+".jsonl", ".codex/sessions/rollout-a.jsonl")
	outside := madeUp(t, "linux", nil, "tmp/h/chats/session-1.json", "rollout-b.jsonl")
	for link, target := range map[string]string{
		".claude":              filepath.Join(c.Home, "dotfiles/claude"),
		".gemini":              outside.Home,
		".codex/sessions/more": outside.Home,
	} {
		if err := os.Symlink(target, filepath.Join(c.Home, link)); err != nil {
			t.Fatal(err)
		}
	}
	if got := found(t, c); !slices.Equal(got, []string{"claude_code .claude/projects |", "codex .codex |"}) {
		t.Errorf("found %q", got)
	}
}

// What is found says how much it is and when it changed, so that a person can choose.
func TestFindTellsSizeAndTime(t *testing.T) {
	name := ".codex/sessions/rollout-a.jsonl"
	c := madeUp(t, "linux", nil, name, ".codex/session_index.jsonl", ".codex/auth.json")
	at := time.Date(2031, 5, 12, 10, 0, 0, 0, time.UTC) // later than the file beside it
	if err := os.Chtimes(filepath.Join(c.Home, name), at, at); err != nil {
		t.Fatal(err)
	}
	result, err := Find(t.Context(), c)
	if err != nil || len(result.Places) != 1 {
		t.Fatal(result, err)
	}
	p := result.Places[0]
	if want := int64(len(name) + len(".codex/session_index.jsonl")); p.Bytes != want || p.Changed != chat.At(at) || p.Name != "Codex" || p.More {
		t.Errorf("it is %+v, want %d bytes", p, want)
	}
}

// A look that takes long can be ended.
func TestFindEnds(t *testing.T) {
	c := madeUp(t, "linux", nil, ".codex/sessions/rollout-a.jsonl")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Find(ctx, c)
	if e := asError("", err); e == nil || e.Code != chat.CodeCancelled {
		t.Errorf("it ended with %v", err)
	}
}

// Only what changed is read, together with what it belongs to; what is not the tool's is not even opened.
func TestOpenWhatChanged(t *testing.T) {
	files := []string{"sessions/2026/05/12/rollout-a.jsonl", "sessions/2026/05/12/rollout-b.jsonl", "sessions/2026/05/13/rollout-c.jsonl"}
	c := madeUp(t, "linux", nil)
	root := filepath.Join(c.Home, ".codex")
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const meta = `{"timestamp":"2026-05-12T10:00:00Z","type":"session_meta","payload":{"id":"x"}}` + "\n"
	for _, name := range files {
		write(name, meta)
	}
	write("session_index.jsonl", `{"id":"x","thread_name":"Tea","updated_at":"2026-05-12"}`+"\n")
	write("auth.json", "{}")
	known := At(c, root, "")
	first, err := known.Changed(t.Context(), nil)
	if err != nil || first.Files != 4 || known.Source.Key != "codex" {
		t.Fatalf("%s: %d files, %v", known.Source.Key, first.Files, err)
	}
	if again, err := known.Changed(t.Context(), first.Now); err != nil || again.Files != 0 || !slices.Equal(again.Now, first.Now) {
		t.Errorf("unchanged, it says %d files, %v", again.Files, err)
	}
	write(files[0], meta+meta)
	if err := os.Remove(filepath.Join(root, files[2])); err != nil {
		t.Fatal(err)
	}
	change, err := known.Changed(t.Context(), first.Now)
	if err != nil || change.Files != 1 {
		t.Fatalf("one file grew and one went: %d, %v", change.Files, err)
	}
	opened, err := known.Open(t.Context(), &change)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	want := []string{"session_index.jsonl", files[0], files[1]}
	if len(opened.Matches) != 1 || !slices.Equal(opened.Matches[0].Input.Files, want) || len(opened.Unknown) > 0 {
		t.Errorf("opened %+v, want the files %q of Codex", opened.Matches, want)
	}
}

// A place stays what it was when the window, unlike the shell, is started without the variable that names it.
func TestPlaceWithoutItsVariable(t *testing.T) {
	c := madeUp(t, "linux", map[string]string{"CODEX_HOME": "~/elsewhere"}, "elsewhere/sessions/rollout-a.jsonl", "elsewhere/auth.json")
	path := filepath.Join(c.Home, "elsewhere")
	if known := At(c, path, ""); known.Source.Key != "codex" {
		t.Errorf("with its variable it is a place of %q", known.Source.Key)
	}
	c.Env = func(string) string { return "" }
	if known := At(c, path, "codex"); known.Source.Key != "codex" || known.Place.Has("auth.json") {
		t.Errorf("without, it is %+v", known.Source.Key)
	}
	if known := At(c, path, ""); known.Source.Key != "" {
		t.Errorf("a folder that a person chose is a place of %q", known.Source.Key)
	}
}
