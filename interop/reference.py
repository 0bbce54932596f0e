"""The conversations of the same libraries as the tool that Loquat replaces writes them, with everything that keeps its files
from loading: content beside calls that is not the call, calls and results as they came, turns in any order, pictures as
lists of parts, tools that dataset_info.json does not name, and messages as text in CSV and Parquet.

usage: reference.py LOQUAT ROOT   (the root of what Loquat exported, and the one to write)
"""

import csv
import json
import os
import sys

import pyarrow
import pyarrow.parquet

from exports import conversations

FILES = ("jsonl", "csv", "parquet")
# A picture makes its whole JSONL unreadable for some, so that the rest of the records would never be seen: it is written
# without pictures as well. A variant, the library, whether with pictures, and the file formats.
DATASETS = [
    ("", "", True, FILES),
    ("without pictures", "", False, ("jsonl",)),
    ("types that conflict", "conflicts", False, ("jsonl",)),
    ("new keys after 10 MiB", "late", False, ("jsonl",)),
]
# The consumers whose files these are meant to be; the others read data formats that the reference does not have.
MEANT_FOR = {"llama-factory", "ms-swift"}
TAGS = {"role_tag": "role", "content_tag": "content", "user_tag": "user", "observation_tag": "tool",
        "assistant_tag": "assistant", "function_tag": "function_call", "system_tag": "system"}


def content(message, pictures):
    """A text, or with pictures the list of parts in which they came; of a picture the library tells the name."""
    shown = [a for a in message["attachments"] if a["mime"].startswith("image/")] if pictures else []
    if not shown:
        return message["content"]
    return [{"type": "text", "text": message["content"]}, *({"type": "image_url", "image_url": {"url": a["name"]}} for a in shown)]


def turn(message, pictures):
    """A message: an assistant that calls tools becomes function_call, and keeps what it said as content beside the calls."""
    calls = [{"id": c["id"], "type": "function", "function": {"name": c["name"], "arguments": c["arguments"]}} for c in message["tool_calls"]]
    out = {"role": "function_call", "tool_calls": calls} if calls else {"role": message["role"]}
    if message["reasoning"]:
        out["reasoning_content"] = message["reasoning"]
    if message["tool_call_id"]:
        out["tool_call_id"] = message["tool_call_id"]
    return {**out, "content": content(message, pictures)}


def wrapped(tools):
    """Declared tools as OpenAI writes them, the first of each name."""
    return list({tool["name"]: {"type": "function", "function": tool} for tool in reversed(tools)}.values())[::-1]


def record(conversation, messages, tools, model):
    return {"data_source": conversation["type"], "ability": conversation["tags"], "messages": messages, "tools": wrapped(tools),
            "model": model, "conversation_id": conversation["external_id"]}


def records(conversation, pictures):
    """One record of a conversation, its last system prompt first; of a graph each round but the first, as it is."""
    rounds = [(r, [turn(m, pictures) for m in r["messages"]]) for r in conversation["rounds"]]
    if conversation["type"] == "graph":
        return [record(conversation, turns, r["tools"], r["model"]) for r, turns in rounds if r["round"] != 1 and turns]
    turns = [t for _, some in rounds for t in some]
    systems = [t for t in turns if t["role"] == "system"]
    turns = systems[-1:] + [t for t in turns if t["role"] != "system"]
    models = [r["model"] for r, _ in rounds if r["model"]]
    return [record(conversation, turns, [t for r, _ in rounds for t in r["tools"]], (models or [""])[-1])] if turns else []


def as_text(row):
    """A record as CSV and Parquet hold it: the lists as JSON text."""
    return {key: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value for key, value in row.items()}


def write(path, rows):
    """The data file, in the file format that its name ends with."""
    texts = [as_text(row) for row in rows]
    if path.endswith(".parquet"):
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(texts), path)
        return
    with open(path, "w", encoding="utf-8", newline="") as out:
        if path.endswith(".jsonl"):
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        else:
            table = csv.DictWriter(out, texts[0], lineterminator="\n")
            table.writeheader()
            table.writerows(texts)


def dataset(root, variant, file, rows):
    """One dataset as README.md lays it out, about which its writer says nothing; returns its name."""
    name = "-".join(["standard", *variant.split(), file]).lower()
    folder, file_name = os.path.join(root, name), "conversations." + file
    os.makedirs(folder)
    write(os.path.join(folder, file_name), rows)
    info = {name: {"file_name": file_name, "formatting": "sharegpt", "num_samples": len(rows), "columns": {"messages": "messages"}, "tags": TAGS}}
    report = {"dataset": name, "file_name": file_name, "records": len(rows), "repaired": [], "left_out": [], "warnings": []}
    about = {"data_format": "standard", "variant": variant, "file_format": file, "report": report,
             "ready": {target: len(rows) if target in MEANT_FOR else 0 for target in ("llama-factory", "trl", "axolotl", "openai", "ms-swift")}}
    documents = {os.path.join(folder, "dataset_info.json"): info, os.path.join(root, name + ".json"): about}
    for path, document in documents.items():
        with open(path, "w", encoding="utf-8") as out:
            json.dump(document, out, ensure_ascii=False, indent=2)
    with open(os.path.join(root, name + ".truth"), "w", encoding="utf-8") as out:
        out.writelines(json.dumps(as_text(row) if file == "parquet" else row) + "\n" for row in rows)
    return name


def main(loquat, root):
    os.makedirs(root)
    names = []
    for variant, library, pictures, files in DATASETS:
        rows = [row for conversation in conversations(loquat, library) for row in records(conversation, pictures)]
        names += [dataset(root, variant, file, rows) for file in files]
    with open(os.path.join(root, "names.json"), "w", encoding="utf-8") as out:
        json.dump(names, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
