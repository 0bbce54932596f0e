"""The preferences that preferences.py says are in the library, beside those that were exported as dpo and kto: which answer is
the better one or whether it is good, after what, and how that is known. Those of the sample files are not judged here."""

import collections
import json

import preferences
from exports import exports, roots, say
from marks import unmarked

# What must come of the library, by data format, and the tools that a conversation declares.
EXPECTED = {"dpo": preferences.PAIRS, "kto": preferences.ANSWERS}
TOOLS = {ident: {tool["function"]["name"] for tool in row.get("tools", ())} for ident, row in preferences.ROWS.items()}


def spoken(message):
    """What a message says, a call as its name and arguments."""
    text = message["content"]
    if message["role"] == "function_call":
        call = json.loads(text)
        text = f"{call['name']} {json.dumps({k: v for k, v in call['arguments'].items() if k != 'mark'})}"
    return unmarked(text)


def preference(record):
    """A record as preferences.py says what must come."""
    turns = tuple(map(spoken, record["messages"]))
    if "chosen" in record:
        turns = turns, spoken(record["chosen"]), spoken(record["rejected"])
    else:
        turns = turns[:-1], turns[-1], record["kto_tag"]
    return (record["conversation_id"], *turns, record["preference"])


def judge(export):
    """Says how many records are preferences that must come, with the tools that are declared, and names those that are missing."""
    wanted, complaints = collections.Counter(EXPECTED[export.data_format]), {}
    for record in export.truth():
        ident, found = record["conversation_id"], preference(record)
        if ident not in preferences.TREES and ident not in preferences.ROWS:
            continue
        tools = {tool["name"] for tool in json.loads(record.get("tools") or "[]")}
        if wanted[found] == 0 or tools != TOOLS.get(ident, set()):
            complaints[f"{found} with the tools {tools} should not be there"[:300]] = 1
        wanted[found] -= 1
    wrong = len(complaints)
    complaints |= {f"{lost} is in no record"[:300]: 1 for lost in (+wanted).elements()}
    say(export, "the library itself", export.written, export.written - wrong, complaints)


if __name__ == "__main__":
    for root in roots()[0]:
        for export in exports(root):
            if export.data_format in EXPECTED:
                judge(export)
