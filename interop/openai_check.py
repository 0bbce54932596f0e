"""OpenAI's documented rules for fine-tuning files, over each file of data format openai.

The rules, with where they are written (platform.openai.com/docs/guides/supervised-fine-tuning and its API reference of
fine-tuning, "chat format for input"; the cookbook's chat_finetuning_data_prep):
- A file is JSONL in UTF-8 without a byte order mark, one example a line, 512 MB at most.
- An example has messages, and besides only tools, parallel_tool_calls and, of old, functions; other keys are refused.
- A role is system, developer, user, assistant, tool, or of old function. A message has no other keys than below.
- The content of system, user and tool is text. An assistant's may be missing only beside tool_calls.
- Some message is an assistant's, and the last one is.
- weight stands only with an assistant, as 0 or 1.
- A tool call has an id, the type "function", and a function with a name and arguments that are JSON in a text.
- Each call is answered by one tool message with its id before any other message, unless the example ends with it; no tool
  message answers anything else.
- A function's name is 1 to 64 of a-z, A-Z, 0-9, _ and -; a declared one has parameters that are a JSON schema of an object.
- 10 examples at least, and a number of tokens for an example that depends on the model, after which it is cut: of both
  Loquat's check speaks (OPENAI_MIN10, LONG); here they refuse nothing.
"""

import json
import os
import re

import chats
from exports import exports, roots

EXAMPLE_KEYS = {"messages", "tools", "parallel_tool_calls", "functions"}
MESSAGE_KEYS = {
    "system": {"role", "content", "name"}, "developer": {"role", "content", "name"}, "user": {"role", "content", "name"},
    "assistant": {"role", "content", "name", "tool_calls", "function_call", "weight", "refusal"}, "tool": {"role", "content", "tool_call_id"},
    "function": {"role", "content", "name"},
}
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
MOST_BYTES = 512 << 20


def wrong_call(call):
    """What is wrong with a tool call; "" for nothing."""
    function = call.get("function")
    if set(call) != {"id", "type", "function"} or not isinstance(call["id"], str) or not call["id"] or call["type"] != "function":
        return "a call wants id, type and function"
    if not isinstance(function, dict) or set(function) != {"name", "arguments"}:
        return "a called function wants name and arguments"
    if not NAME.fullmatch(str(function["name"])):
        return f"the name {function['name']!r} is called"
    try:
        return "" if isinstance(json.loads(function["arguments"]), dict) else "arguments are no object"
    except (TypeError, ValueError):
        return "arguments are no JSON in a text"


def wrong_message(message):
    """What is wrong with a message by itself; "" for nothing."""
    role, calls = message.get("role"), message.get("tool_calls")
    if role not in MESSAGE_KEYS:
        return f"the role {role!r}"
    if extra := set(message) - MESSAGE_KEYS[role]:
        return f"{role} has {sorted(extra)}"
    if not isinstance(message.get("content"), str) and not (role == "assistant" and calls):
        return f"the content of {role} is no text"
    if message.get("weight", 1) not in (0, 1):
        return "a weight is not 0 or 1"
    if calls is not None and not calls:
        return "tool_calls are empty"
    return next(filter(None, map(wrong_call, calls or [])), "")


def wrong_order(messages):
    """What is wrong with how messages follow one another; "" for nothing."""
    waiting = []
    for message in messages:
        if message["role"] == "tool":
            if message.get("tool_call_id") not in waiting:
                return "a tool message answers no call"
            waiting.remove(message["tool_call_id"])
        elif waiting:
            return "a call is not answered"
        waiting += [call["id"] for call in message.get("tool_calls") or []]
    return "" if messages[-1]["role"] == "assistant" else "the last message is not an assistant's"


def wrong_tool(tool):
    """What is wrong with a declared tool; "" for nothing."""
    function = tool.get("function")
    if tool.get("type") != "function" or not isinstance(function, dict) or set(function) - {"name", "description", "parameters", "strict"}:
        return "a tool wants type and function"
    if not NAME.fullmatch(str(function.get("name"))):
        return f"the name {function.get('name')!r} is declared"
    schema = function.get("parameters", {"type": "object"})
    return "" if isinstance(schema, dict) and schema.get("type") == "object" else f"the parameters of {function['name']} are no object"


def wrong(line):
    """What OpenAI refuses of a line; "" for nothing."""
    try:
        example = json.loads(line)
    except ValueError as error:
        return f"no JSON: {error}"
    if not isinstance(example, dict) or not isinstance(example.get("messages"), list) or not example["messages"]:
        return "no messages"
    if extra := set(example) - EXAMPLE_KEYS:
        return f"it contains extra {sorted(extra)}"
    if "tools" in example and not isinstance(example["tools"], list):
        return "tools are no list"
    found = [wrong_message(message) for message in example["messages"]] + [wrong_tool(tool) for tool in example.get("tools", [])]
    return next(filter(None, found), "") or wrong_order(example["messages"])


def judge(path):
    """What is refused of each example of a file."""
    large = os.path.getsize(path) > MOST_BYTES
    with open(path, "rb") as file:
        return [("the file is over 512 MB" if large else wrong(line.decode("utf-8")), "") for line in file]


def main():
    folders, _ = roots()
    for root in folders:
        for export in exports(root):
            if export.ready["openai"]:
                chats.said(export, "OpenAI's documented rules", {"": judge(export.path)}, "openai")


if __name__ == "__main__":
    main()
