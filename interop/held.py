"""The library itself beside what was exported: each record must be what becomes of a conversation by cleaned.py, value by
value and in its order, and each conversation must be in the records or be named as left out.

What each record should hold by Loquat's own word (NAME.truth) is judged here; the readers hold the files against that.
"""

import collections
import json
import os
import re

import cleaned
import preferred
from cleaned import Call, Turn
from exports import conversations, exports, roots, say

# What each data format keeps of a conversation: whether calls stay together, thoughts and what is said beside calls have a
# place, calls have ids, and calls can be in it at all.
Kept = collections.namedtuple("Kept", "parallel thoughts said ids calls", defaults=(True,))
KEPT = {
    "standard": Kept(False, True, True, True), "sharegpt": Kept(False, False, False, False), "openai": Kept(True, False, True, True),
    "trl": Kept(True, True, True, True), "trl_prompt": Kept(True, True, True, True), "swift": Kept(True, False, True, False),
    "alpaca": Kept(False, False, False, False, False), "chatml": Kept(False, False, False, False, False),
}
VARIANTS = {
    "calls kept together": Kept(True, True, True, False),  # several results are one turn, and have no place for an id each
    "Mistral ids": Kept(True, False, True, False),
}
CALLS, RESULTS = {"function_call", "tool_call"}, {"tool", "observation", "tool_response"}
ROLES = {"human": "user", "gpt": "assistant"}
INLINE = re.compile(r"<think>\n(.*?)\n</think>\n\n(.*)", re.DOTALL)
SPOKEN = re.compile(r"(.*)\n<tool_call>(.*)</tool_call>", re.DOTALL)
CHATML = re.compile(r"<\|im_start\|>(\w+)\n(.*?)<\|im_end\|>\n", re.DOTALL)


def expected(conversation, export):
    """What should be compared of each record of a conversation."""
    kept = VARIANTS.get(export.variant) or KEPT[export.data_format]
    for messages, tools, model in parts(conversation, "all branches" in export.variant):
        turns = [cleaned.read(message) for message in messages]
        if export.variant == "as recorded":
            turns = cleaned.recorded(turns)
            turns = turns and cleaned.paired(turns)  # of a conversation without messages nothing comes
        else:
            turns = cleaned.ready(turns, kept.parallel)
        if not turns or not kept.calls and any(turn.calls for turn in turns):
            continue
        if export.data_format == "chatml" and any(mark in turn.text for turn in turns for mark in ("<|im_start|>", "<|im_end|>")):
            continue
        for end in ends(turns) if "each answer" in export.variant else [len(turns)]:
            about = (conversation["type"], *conversation["tags"], conversation["external_id"]) if export.data_format == "standard" else ()
            model = model if export.data_format == "standard" and not "all branches" in export.variant else ""
            yield about, model, declared(tools, export.data_format == "openai") if kept.calls else "", tuple(cleaned.events(turns[:end], kept.thoughts, kept.said, kept.ids))


def parts(conversation, branches):
    """The messages, tools and model of each record: of a conversation, or of a graph's rounds but the first."""
    rounds = conversation["rounds"]
    if conversation["type"] == "graph":
        return [(r["messages"], r["tools"], r["model"]) for r in rounds if r["round"] != 1 and r["messages"]]
    view = [message for r in rounds for message in r["messages"]]
    tools = [tool for r in rounds for tool in r["tools"]]
    model = next((r["model"] for r in reversed(rounds) if r["model"]), conversation["model"])
    others = [view[:branch["shared"]] + branch["messages"] for branch in conversation["branches"]] if branches else []
    return [(messages, tools, model) for messages in [view, *others]]


def ends(turns):
    """The places behind each answer: the last turn before a question, and at the end."""
    return [i for i in range(1, len(turns) + 1) if turns[i - 1].role == "assistant" and (i == len(turns) or turns[i].role == "user")]


def declared(tools, typed=False):
    """Tools as they can be compared, the first of each name, with what parameters must have; typed has the types of JSON Schema only."""
    first = {}
    for tool in tools:
        given = tool.get("parameters") or {}
        given = cleaned.typed(given) if typed else given
        first.setdefault(tool["name"], {"name": tool["name"], "description": tool.get("description") or "", "parameters": {"type": "object", "properties": {}, **given}})
    return json.dumps([tool for name, tool in first.items() if name], sort_keys=True)


def found(record, export):
    """The same of a record, as expected gives it; what contradicts itself within the record raises ValueError."""
    kept = VARIANTS.get(export.variant) or KEPT[export.data_format]
    about, model = (), ""
    if export.data_format == "standard":
        about, model = (record["data_source"], *record["ability"], record["conversation_id"]), "" if "all branches" in export.variant else record["model"]
    turns = cleaned.paired(apart(together(raw_turns(record))))
    return about, model, tools_of(record) if kept.calls else "", tuple(cleaned.events(turns, kept.thoughts, kept.said, kept.ids))


def raw_turns(record):
    """The turns of a record in any data format, calls and results as they stand."""
    if "text" in record:
        return [Turn(role, text) for role, text in CHATML.findall(record["text"])]
    system = [Turn("system", record["system"])] if record.get("system") else []
    if "instruction" in record:
        pairs = [*record["history"], [record["instruction"], record["output"]]]
        return system + [Turn(("user", "assistant")[i], text) for pair in pairs for i, text in enumerate(pair)]
    if "prompt" in record and (record["prompt"][-1]["role"] != "user" or any(m["role"] == "user" for m in record["completion"])):
        raise ValueError("the prompt does not end with the last question")
    messages = [m for key in ("messages", "conversations", "prompt", "completion") for m in record.get(key) or []]
    return system + [turn_of(m.get("role", m.get("from")), m.get("content", m.get("value")), m) for m in messages]


def turn_of(role, content, message):
    """The turn of one message; of a call that stands twice, as content and beside it, both must be the same."""
    thought, text = message.get("reasoning_content", ""), message.get("text", "")
    if inline := INLINE.match(content) if role in CALLS or role in ("assistant", "gpt") else None:
        thought, content = inline.groups()
    if spoken := SPOKEN.fullmatch(content) if role in CALLS else None:
        text, content = spoken.groups()
    calls = [Call(c.get("id", ""), c["function"]["name"], c["function"]["arguments"]) for c in message.get("tool_calls") or []]
    if role not in CALLS:
        return Turn("tool" if role in RESULTS else ROLES.get(role, role), content, thought, calls, message.get("tool_call_id", ""))
    written = json.loads(content)
    written = [Call("", c["name"], cleaned.canonical(c["arguments"])) for c in (written if isinstance(written, list) else [written])]
    if calls and [(c.name, cleaned.canonical(c.arguments)) for c in calls] != [(c.name, c.arguments) for c in written]:
        raise ValueError("the content of a call is another call than stands beside it")
    return Turn("assistant", text, thought, calls or written)


def together(turns):
    """Calls that are turns of their own, as ms-swift has them, with what was said before them as one turn."""
    out = []
    for turn in turns:
        if out and turn.calls and out[-1].role == "assistant" and not turn.text:
            out[-1] = Turn("assistant", out[-1].text, out[-1].thought, out[-1].calls + turn.calls)
        else:
            out.append(turn)
    return out


def apart(turns):
    """Results that stand as one turn, a JSON array with the id of each, as turns of their own."""
    for before, turn in zip([None, *turns], turns):
        if turn.role == "tool" and before and len(before.calls) > 1 and turn.text.startswith("[{") and not turn.stray:
            yield from (Turn("tool", r["content"], stray=r.get("tool_call_id", "")) for r in json.loads(turn.text))
        else:
            yield turn


def tools_of(record):
    """The tools that a record declares; where it has them as a list and as text, both must be the same."""
    lists = [json.loads(value or "[]") if isinstance(value, str) else value for value in (record.get("tools"), record.get("tools_json")) if value is not None]
    same = [declared(tool.get("function", tool) for tool in tools) for tools in lists]
    if len(set(same)) > 1:
        raise ValueError("tools_json declares other tools than tools")
    return same[0] if same else "[]"


def judge(export, library):
    """Says how many records are what becomes of a conversation, and which conversations are in none without a word."""
    wanted, complaints = collections.Counter(), collections.Counter()
    left_out = {finding["conversation_id"] for finding in export.report["left_out"]}
    for conversation in library:
        records = list(expected(conversation, export))
        wanted.update(records)
        if not records and conversation["external_id"] not in left_out and not export.report.get("truncated"):
            complaints[f"{conversation['external_id']} is left out without a word"] += 1
    wrong = 0
    for place, record in enumerate(export.truth(), 1):
        try:
            got = found(record, export)
        except (TypeError, ValueError) as error:
            got = str(error)
        if wanted[got] > 0:
            wanted[got] -= 1
        else:
            wrong += 1
            complaints[f"record {place} is of no conversation: {nearest(got, wanted)}"] += 1
    for lost in wanted.elements():
        complaints[f"no record holds {lost!r:.300}"] += 1
    say(export, "the library itself", export.written, export.written - wrong, dict(complaints))


def nearest(got, wanted):
    """Where a record differs from the one that is most like it."""
    def flat(value):
        return [value] if isinstance(value, str) else [*value[:3], *value[3]]

    mine = flat(got)
    near = max(wanted, key=lambda one: len(set(mine) & set(flat(one))), default=((), "", "", ()))
    return "; ".join(f"{a!r:.100}, not {b!r:.100}" for a, b in zip(mine + [None], flat(near) + [None]) if a != b)[:300]


if __name__ == "__main__":
    for root in roots()[0]:
        if os.path.basename(root) == "reference":  # it says nothing of what it changes or leaves out
            continue
        libraries = {"types that conflict": "conflicts", "new keys after 10 MiB": "late"}
        for export in exports(root):
            if export.data_format not in preferred.EXPECTED:
                judge(export, conversations(root, libraries.get(export.variant, "")))
