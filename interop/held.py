"""The library itself beside what was exported: no text in a record that it does not hold, and nothing lost unsaid."""

import json
import os
import re

from exports import conversations, exports, roots, say

# Data formats whose records are whole conversations.
WHOLE = {"standard", "sharegpt", "openai", "trl", "trl_prompt", "swift"}
# A call as the content of a turn of its own: what a turn of that role holds is the call's JSON.
CALL_ROLES = {"function_call", "tool_call"}
OMITTED = re.compile(r"\n*\[\w+ omitted\]")


def call(name, arguments):
    """A call as a value that can be compared, however its arguments are written."""
    try:
        value = json.loads(arguments or "{}") if isinstance(arguments, str) else arguments
    except ValueError:
        value = arguments
    return name, json.dumps(value, sort_keys=True)


def held(root):
    """The texts and calls in view of each conversation: {id: set of texts and calls}."""
    return {c["external_id"]: {part for r in c["rounds"] for m in r["messages"] for part in message_parts(m)} for c in conversations(root)}


def message_parts(message):
    """The text and the calls of a message with its calls in a list; OpenAI's puts name and arguments one level deeper."""
    calls = [c.get("function", c) for c in message.get("tool_calls") or []]
    return [text for text in [(message["content"] or "").strip()] if text] + [call(c["name"], c["arguments"]) for c in calls]


def record_parts(record):
    """The texts and calls of a record in any of the data formats."""
    turns = [t for key in ("messages", "conversations", "prompt", "completion") for t in record.get(key) or []]
    for turn in [{"content": record.get("system") or ""}, *turns]:
        role, content = turn.get("role", turn.get("from")), turn.get("content", turn.get("value"))
        if role in CALL_ROLES:
            called = json.loads(content)
            yield call(called["name"], called["arguments"])
        else:
            yield from message_parts(dict(turn, content=content))
        if turn.get("text"):
            yield turn["text"].strip()


def pieces(text, known):
    """A text as the texts of the library that it was joined from with blank lines; None when it is not made of them."""
    text = OMITTED.sub("", text).strip()
    if not text or text in known:
        return [text]
    for blank in re.finditer("\n\n", text):
        if text[:blank.start()].strip() in known:
            rest = pieces(text[blank.end():], known)
            if rest is not None:
                return [text[:blank.start()].strip(), *rest]
    return None


def judge(export, library):
    """Says how many records hold only what the library holds, and what of the library is in no record without a word."""
    known = set().union(*library.values())
    complaints, seen, wrong = {}, set(), 0
    for place, record in enumerate(export.truth()):
        parts = list(record_parts(record))
        found = [[p] if p in known else pieces(p, known) if isinstance(p, str) else None for p in parts]
        if None in found:
            complaints[f"record {place + 1} holds what the library does not: {parts[found.index(None)]!r:.80}"] = 1
            wrong += 1
        seen.update(p for part in found for p in part or ())
    spoken_of = {finding["conversation_id"] for kind in ("repaired", "left_out", "warnings") for finding in export.report[kind]}
    for name, parts in library.items():
        lost = parts - seen
        if lost and name not in spoken_of:
            complaints[f"{name} lost {next(iter(lost))!r:.80} without a word"] = 1
            wrong += 1
    say(export, "the library itself", export.written, export.written - wrong, complaints)


if __name__ == "__main__":
    for root in roots()[0]:
        if os.path.basename(root) == "reference":  # it says nothing of what it changes or leaves out
            continue
        library = held(root)
        for export in exports(root):
            if export.data_format in WHOLE and not export.variant:
                judge(export, library)
