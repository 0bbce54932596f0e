package codex

import (
	"cmp"
	"strings"

	"loquat/backend/chat"
	"loquat/backend/importer/source"
)

// silent are events that measure or announce something, or repeat what an item says better.
var silent = map[string]bool{"turn_started": true, "turn_complete": true, "task_complete": true, "exec_command_begin": true,
	"exec_command_output_delta": true, "mcp_tool_call_begin": true, "patch_apply_begin": true, "web_search_begin": true, "web_search_end": true,
	"context_compacted": true, "turn_diff": true, "plan_update": true, "item_started": true, "background_event": true,
	"thread_goal_updated": true, "collab_waiting_end": true, "collab_waiting_begin": true, "collab_agent_spawn_begin": true,
	"collab_close_end": true, "collab_agent_interaction_end": true, "thread_settings_applied": true, "entered_review_mode": true,
	"exited_review_mode": true, "view_image_tool_call": true, "error": true, "warning": true, "stream_error": true}

// event adds an event.
func (s *session) event(i *item) {
	switch i.kind {
	case "task_started":
		s.turn(i.turn)
		s.nextTurn()
	case "user_message":
		s.user(layerEvent, "", []string{i.text}, i.images)
	case "agent_message":
		s.assistant(layerEvent, i, i.text)
	case "agent_reasoning", "agent_reasoning_raw_content":
		s.think(layerEvent, "", []string{i.text})
	case "token_count":
		s.count(i.total)
	case "thread_rolled_back":
		s.rollBack(i.back)
	case "turn_aborted":
		s.thought.end(s)
		s.hidden(chat.RoleSystem, "The turn was aborted: "+cmp.Or(i.text, "no reason is given"), "")
	case "thread_name_updated":
		s.title = cmp.Or(i.threadName, s.title)
	case "collab_agent_spawn_end":
		s.starts(i.started, i.callID, i.agentRole)
	case "exec_command_end", "patch_apply_end", "mcp_tool_call_end":
		s.ran(i, i.callID)
	case "item_completed":
		if i.inner != nil {
			s.completed(i.inner)
		}
	default:
		if !silent[i.kind] {
			source.CountUnknown(&s.c, "event "+i.kind)
		}
	}
}

// nextTurn begins a turn, unless what the person said for it is there already.
func (s *session) nextTurn() {
	n := len(s.c.Messages)
	if n == 0 || s.c.Messages[n-1].Hidden || s.c.Messages[n-1].Role != chat.RoleUser {
		s.copies.reset()
	}
}

// completed adds an item that an event says is complete, in the words of the newer versions.
func (s *session) completed(i *item) {
	texts, images := i.texts()
	switch i.kind {
	case "UserMessage":
		s.user(layerCompleted, i.id, texts, images)
	case "AgentMessage", "Plan":
		s.assistant(layerCompleted, i, strings.Join(texts, "\n\n"))
	case "Reasoning":
		s.think(layerCompleted, i.id, i.thoughts)
	case "CommandExecution", "FileChange", "McpToolCall", "DynamicToolCall":
		s.ran(i, i.id)
	case "HookPrompt":
		s.hidden(chat.RoleUser, strings.Join(texts, "\n\n"), "")
	case "SubAgentActivity":
		s.starts(i.started, "", "")
	case "CollabAgentToolCall", "WebSearch", "ImageView", "ImageGeneration", "ContextCompaction", "Sleep", "Extension":
	default:
		source.CountUnknown(&s.c, "completed "+i.kind)
	}
}

// count takes the tokens since the last count; they are counted over the whole session (FORMATS.md §4, quirk 9).
func (s *session) count(total *tokens) {
	if total == nil || s.last == "" {
		return
	}
	since := tokens{total.prompt - s.total.prompt, total.completion - s.total.completion}
	if since.prompt < 0 || since.completion < 0 {
		since = *total // counted anew
	}
	s.total = *total
	used := s.used[s.last]
	s.used[s.last] = tokens{used.prompt + since.prompt, used.completion + since.completion}
}

// starts notes which call started another session.
func (s *session) starts(session, call, role string) {
	if session == "" {
		return
	}
	if known := s.r.started[session]; known.call == "" {
		s.r.started[session] = start{session: cmp.Or(s.meta.id, idOf(s.File)), call: call, role: role}
	}
}
