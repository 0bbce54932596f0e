"""What should become of a conversation of the library: EXPORT.md §5 written a second time, beside Loquat's own code.

A turn is a message with its calls, each with the result that came of it. What is compared in the end are events, in which
it makes no difference how a data format lays out calls and results: (role, text), ("thought", text), and
("call", id, name, arguments, result), of which the result is None where there is none.
"""

import dataclasses
import json
import re


@dataclasses.dataclass
class Call:
    ident: str
    name: str
    arguments: str  # JSON text
    result: str | None = None


@dataclasses.dataclass
class Turn:
    role: str
    text: str = ""
    thought: str = ""
    calls: list = dataclasses.field(default_factory=list)
    stray: str = ""  # of a tool: the id of a call that is not there

    def blank(self):
        return not self.text.strip() and not self.calls


def canonical(arguments):
    """Arguments as text that is the same for the same JSON value; 1 and 1.0 are two values."""
    return json.dumps(json.loads(arguments) if isinstance(arguments, str) else arguments)


# The types of JSON Schema by what Python calls them.
TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "dict": "object", "list": "array", "tuple": "array"}


def typed(schema):
    """A schema with the types of JSON Schema in place of Python's: "str, optional" is a string, "List[int]" an array of integers."""
    out = dict(schema)
    if isinstance(schema.get("type"), str):
        name, _, of = schema["type"].split(",")[0].lower().partition("[")
        out["type"] = TYPES.get(name, name)
        if of:
            out.setdefault("items", {"type": TYPES.get(of.rstrip("]"), of.rstrip("]"))})
    if isinstance(out.get("properties"), dict):
        out["properties"] = {name: typed(inner) if isinstance(inner, dict) else inner for name, inner in out["properties"].items()}
    if isinstance(out.get("items"), dict):
        out["items"] = typed(out["items"])
    return out


def paragraphs(*texts):
    return "\n\n".join(text for text in texts if text)


def read(message):
    """The turn of a message as `loquat show` prints it; a picture is named before the text that came with it."""
    omitted = [f"[{kind if kind in ('image', 'audio', 'video') else 'file'} omitted]" for kind in (a["mime"].split("/")[0] for a in message["attachments"])]
    text = message["content"]
    if message["role"] in ("user", "tool"):
        text = "\n".join(omitted + [text] * bool(text))
    calls = [Call(c["id"], c["name"], c["arguments"].strip() or "{}") for c in message["tool_calls"]]
    return Turn(message["role"], text, message["reasoning"], calls, message["tool_call_id"])


def system_first(turns):
    systems = [turn for turn in turns if turn.role == "system" and turn.text.strip()]
    return systems[-1:] + [turn for turn in turns if turn.role != "system"]


def joined(turns):
    """Neighbours as one: questions, answers, what is said before a call, and calls without a result between."""
    out = []
    for turn in turns:
        before = out[-1] if out else None
        together = before and before.role == turn.role != "tool" and (turn.calls or not before.calls) and not any(c.result is not None for c in before.calls)
        if together:
            texts = [t.text for t in (before, turn) if t.text.strip()]
            out[-1] = Turn(turn.role, paragraphs(*texts), paragraphs(before.thought, turn.thought), before.calls + turn.calls)
        else:
            out.append(turn)
    return out


def paired(turns):
    """Results within the calls that they answer: by id, and where one has no id in their order. Results of none stay turns."""
    out, calls = [], []
    for turn in turns:
        if turn.role != "tool":
            calls = [dataclasses.replace(call) for call in turn.calls]
            out.append(dataclasses.replace(turn, calls=calls))
            continue
        mine = next((c for c in calls if c.ident and c.ident == turn.stray), None) or next(
            (c for c in calls if c.result is None and not (c.ident and turn.stray)), None)
        if mine is None:
            out.append(turn)
        else:
            mine.result = turn.text if mine.result is None else paragraphs(mine.result, turn.text)
    return out


def answered(turns, parallel):
    """Calls that led to something: the others go, what was said beside them stays. The record may end with a call."""
    out = []
    for place, turn in enumerate(turns):
        if turn.role == "tool":
            continue
        if turn.calls:
            kept = [c for c in turn.calls if c.result is not None]
            if place == len(turns) - 1 and turn.calls[-1].result is None:
                open_calls = turn.calls[len(kept):] if kept == turn.calls[:len(kept)] else turn.calls[-1:]
                kept += open_calls if parallel and not kept else open_calls[:1]
            turn = dataclasses.replace(turn, calls=kept)
        if not turn.blank():
            out.append(turn)
    return out


def uninterrupted(turns):
    """Without calls after whose results a person spoke instead of the model."""
    out = []
    for turn in turns:
        while turn.role == "user" and out and out[-1].calls:
            said = dataclasses.replace(out.pop(), calls=[])
            if said.text.strip():
                out.append(said)
        out.append(turn)
    return out


def trimmed(turns, parallel):
    """From the first question to the last answer or call, the system prompt before it."""
    first = next((i for i, turn in enumerate(turns) if turn.role == "user"), len(turns))
    turns = [turn for turn in turns[:first] if turn.role == "system"] + turns[first:]
    while turns and turns[-1].role == "user":
        turns.pop()
    if turns and turns[-1].calls:  # results at the end: nothing is learnt of them
        for call in turns[-1].calls if parallel else turns[-1].calls[-1:]:
            call.result = None
    return turns


def recorded(turns):
    """The turns of one record that is written as recorded, or None: calls that are no JSON cannot be."""
    if not all(call.name.strip() and is_object(call.arguments) for turn in turns for call in turn.calls):
        return None
    return joined(system_first(turns))


def ready(turns, parallel=False):
    """The turns of one record that is training-ready, or None when there is none; parallel keeps calls together."""
    turns = recorded(turns)
    if turns is None:
        return None
    asked = any(turn.role == "user" and turn.text.strip() for turn in turns)
    turns = [turn for turn in turns if turn.role in ("system", "tool") or not turn.blank()]
    turns = joined(trimmed(uninterrupted(answered(paired(turns), parallel)), parallel))
    learnt = any(turn.role == "assistant" for turn in turns)
    return turns if asked and learnt and any(turn.role == "user" for turn in turns) else None


def is_object(arguments):
    try:
        return isinstance(json.loads(arguments), dict)
    except ValueError:
        return False


def events(turns, thoughts=True, said=True, ids=True):
    """What is compared of turns, in order, with what the data format has a place for: thoughts, what is said beside calls, and
    ids of calls, where a made-up call_1 counts as none."""
    for turn in turns:
        if turn.thought.strip() and thoughts:
            yield "thought", turn.thought
        if turn.text.strip() and (said or not turn.calls) or turn.role != "assistant":
            yield turn.role, turn.text
        for call in turn.calls:
            yield "call", re.sub(r"^call_\d+$", "", call.ident) if ids else "", call.name, canonical(call.arguments), call.result
