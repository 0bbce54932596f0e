"""What the records of chat formats hold, to be found again in what a model would see, and how many of them hold up."""

import collections
import copy
import json
import tempfile

import datasets
from exports import say

datasets.disable_progress_bars()

LISTS = ("messages", "prompt", "completion", "chosen", "rejected")


def load(path, **more):
    """The records of a file as the datasets library reads them."""
    kind = {"jsonl": "json", "csv": "csv", "parquet": "parquet"}[path.rsplit(".", 1)[1]]
    with tempfile.TemporaryDirectory() as cache:
        return datasets.load_dataset(kind, data_files=path, split="train", cache_dir=cache, **more)


def messages(record):
    """Every message of a record, those of a preference last."""
    return [message for name in LISTS for message in record.get(name) or []]


def tools(record):
    """The declared tools, which may be JSON text; None for none."""
    value = record.get("tools")
    return (json.loads(value) if isinstance(value, str) and value else value) or None


def arguments(call):
    """The arguments of a call, which may be JSON text."""
    value = call["function"]["arguments"]
    return json.loads(value) if isinstance(value, str) else value


def calls(record):
    """The calls of each message that has some."""
    return [message["tool_calls"] for message in messages(record) if message.get("tool_calls")]


def parallel(record):
    """Whether several tools are called at once."""
    return any(len(at_once) > 1 for at_once in calls(record))


def has(record, role):
    """Whether a message has that role."""
    return any(message["role"] == role for message in messages(record))


def thinks(record):
    """Whether a text has the mark that ends a thought."""
    return any("</think>" in (message.get("content") or "") for message in messages(record))


def marked(record):
    """A copy of record with a mark of its own behind every text and in every call, and what each mark stands for."""
    record, marks = copy.deepcopy(record), {}

    def mark(kind):
        marks[f"@@{len(marks)}@@"] = kind
        return list(marks)[-1]

    for message in messages(record):
        if message.get("content"):
            message["content"] += mark("what is said beside calls" if message.get("tool_calls") else message["role"])
        if message.get("reasoning_content"):
            message["reasoning_content"] += mark("reasoning")
        for call in message.get("tool_calls") or []:
            given = {**arguments(call), mark("call"): 1}
            call["function"]["arguments"] = json.dumps(given, ensure_ascii=False) if isinstance(call["function"]["arguments"], str) else given
    return record, marks


def lost(text, marks):
    """What does not stand exactly once in text, by kind."""
    return {kind if text.count(mark) == 0 else f"{kind}, {text.count(mark)} times" for mark, kind in marks.items() if text.count(mark) != 1}


def absent(text, record):
    """Contents that do not stand in text word for word, as they are or as JSON, in which many templates print results."""
    def stands(content):
        return any(form in text for form in (content, json.dumps(content, ensure_ascii=False)[1:-1], json.dumps(content)[1:-1]))

    return [message["content"] for message in messages(record) if message.get("content") and not stands(message["content"].strip())]


def said(export, consumer, outcomes, target):
    """Prints the figures of one dataset. outcomes has a list for each name (template, tokenizer): of each record why it was
    refused, and what of it does not stand exactly once. A record is accepted when every name takes it, exact likewise."""
    refused, inexact, complaints = set(), set(), collections.defaultdict(set)
    for records in outcomes.values():
        for place, (complaint, short) in enumerate(records):
            if complaint or short:
                (refused if complaint else inexact).add(place)
                complaints[complaint or short].add(place)
    accepted = export.written - len(refused)
    say(export, consumer, accepted, accepted - len(inexact - refused), {c: len(places) for c, places in complaints.items()}, target)
