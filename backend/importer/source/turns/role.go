package turns

import (
	"strings"

	"loquat/backend/chat"
)

// roles is every name of a role that writers of training data use (FORMATS.md §21).
var roles = map[string]chat.Role{
	"user": chat.RoleUser, "human": chat.RoleUser, "prompter": chat.RoleUser,
	"assistant": chat.RoleAssistant, "gpt": chat.RoleAssistant, "chatgpt": chat.RoleAssistant, "bard": chat.RoleAssistant,
	"bing": chat.RoleAssistant, "model": chat.RoleAssistant, "ai": chat.RoleAssistant, "bot": chat.RoleAssistant,
	"function_call": chat.RoleAssistant, "tool_call": chat.RoleAssistant,
	"system": chat.RoleSystem, "developer": chat.RoleSystem,
	"tool": chat.RoleTool, "function": chat.RoleTool, "observation": chat.RoleTool, "tool_response": chat.RoleTool,
	"ipython": chat.RoleTool,
}

// Role returns the role that a written one stands for, in whichever case. An unknown one gives assistant and false.
func Role(written string) (role chat.Role, known bool) {
	if role, known = roles[written]; known {
		return role, true
	}
	if role, known = roles[strings.ToLower(written)]; known {
		return role, true
	}
	return chat.RoleAssistant, false
}

// IsCall says whether messages of this written role hold a tool call as their content.
func IsCall(written string) bool { return written == "function_call" || written == "tool_call" }
