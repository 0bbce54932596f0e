"""The files themselves, held against EXPORT.md §4: what a reader may forgive, and another one not.

A file either is as it should be, and then all its records are, or it is not, and then none is.
"""

import json
import os
import re

import pyarrow.parquet
from exports import exports, roots, say
from values import csv_rows

# The columns of each data format in their order; the last ones in brackets only where a record has tools.
COLUMNS = {
    "standard": ["data_source", "ability", "messages", "tools", "model", "conversation_id", "[tools_json]"], "sharegpt": ["conversations", "system", "tools"],
    "openai": ["messages", "[tools]"], "trl": ["messages", "[tools]"], "trl_prompt": ["prompt", "completion", "[tools]"], "swift": ["messages", "[tools]"],
    "alpaca": ["instruction", "input", "output", "system", "history"], "chatml": ["text"],
    "dpo": ["messages", "chosen", "rejected", "conversation_id", "preference", "[tools]"], "kto": ["messages", "kto_tag", "conversation_id", "preference", "[tools]"],
}
# The leaves of Parquet's messages in data format standard (§4.6).
MESSAGE = ["role", "content", *(f"tool_calls.list.element.{leaf}" for leaf in ("id", "type", "function.name", "function.arguments")),
           "tool_call_id", "name", "reasoning_content", "text"]
STANDARD = ["data_source", "ability.list.element", *(f"messages.list.element.{leaf}" for leaf in MESSAGE), "tools", "model", "conversation_id", "tools_json"]
# Lines end here for Python's splitlines, though not for JSON; and what no file may hold.
ESCAPED = re.compile("[\u2028\u2029\u0085\r\0]")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns(export, found):
    """What is wrong with the columns."""
    wanted = COLUMNS[export.data_format]
    if found not in ([c.strip("[]") for c in wanted], [c for c in wanted if c[0] != "["]):
        return f"the columns are {found}"
    return ""


def jsonl(export):
    """What is wrong with a JSONL file (§4.3)."""
    with open(export.path, "rb") as file:
        text = file.read().decode("utf-8")
    if text.startswith("\ufeff") or not text.endswith("\n") or ESCAPED.search(text):
        return "a byte order mark, no line end at the end, or a character at which some end lines"
    records = [json.loads(line) for line in text.split("\n")[:-1]]
    json.dumps(records, ensure_ascii=False).encode("utf-8")  # half of a surrogate pair is an error
    orders = [columns(export, list(record)) for record in records]
    return next(filter(None, orders), "") or ("" if len(records) == export.written else f"{len(records)} lines")


def comma_separated(export):
    """What is wrong with a CSV file (§4.7)."""
    with open(export.path, "rb") as file:
        raw = file.read()
    rows, unquoted = csv_rows(export.path), "".join(raw.decode("utf-8-sig").split('"')[::2])
    ends = [unquoted.count(end) for end in ("\r\n", "\r", "\n")]
    if not raw.startswith(b"\xef\xbb\xbf") or b"\0" in raw or ends != [len(rows) + 1] * 3 or any(None in row for row in rows):
        return "it has no byte order mark, other line ends, fewer quotes than it needs, or NUL"
    if any(row.get(name, "").startswith(FORMULA) for row in rows for name in ("model", "conversation_id")):
        return "a cell that a spreadsheet takes for a formula"
    if any("\n" in cell for row in rows for cell in row.values() if cell.startswith(("[{", "[["))):
        return "a line end in JSON"
    return columns(export, list(rows[0])) or ("" if len(rows) == export.written else f"{len(rows)} rows")


def parquet(export):
    """What is wrong with a Parquet file (§4.6): all is optional, lists are list and element, and leaves are texts."""
    file = pyarrow.parquet.ParquetFile(export.path)
    leaves = [file.schema.column(i) for i in range(len(file.schema))]
    for leaf in leaves:
        place = leaf.path.split(".")
        kind = (leaf.physical_type, leaf.logical_type.type)
        if kind != (("BOOLEAN", "NONE") if leaf.path == "kto_tag" else ("BYTE_ARRAY", "STRING")):
            return f"{leaf.path} is {kind}"
        if place[0] == "history":  # of alpaca, lists of texts in a list, whose texts are required
            continue
        if leaf.max_definition_level != len(place) or leaf.max_repetition_level != place.count("list") or re.search(r"list\.(?!element)", leaf.path):
            return f"{leaf.path} is not optional throughout, or not in lists of three levels"
    paths = [leaf.path for leaf in leaves]
    if export.data_format == "standard" and paths not in (STANDARD, STANDARD[:-1]):
        return f"the leaves are {paths}"
    groups = [file.metadata.row_group(i) for i in range(file.num_row_groups)]
    if file.metadata.metadata or any(g.column(0).compression != "SNAPPY" or g.total_byte_size > 100 << 20 for g in groups):
        return "a key beside the schema, another compression than snappy, or a row group over 100 MiB"
    return columns(export, list(dict.fromkeys(path.split(".")[0] for path in paths))) or ("" if file.metadata.num_rows == export.written else f"{file.metadata.num_rows} rows")


def info(export):
    """What is wrong with dataset_info.json (§4.2), or beside it (§4.8)."""
    if (files := sorted(os.listdir(export.folder))) != sorted(["dataset_info.json", export.report["file_name"]]):
        return f"the files are {files}"
    with open(os.path.join(export.folder, "dataset_info.json"), "rb") as file:
        raw = file.read()
    [(name, entry)] = json.loads(raw.decode("ascii")).items()
    have = {c.strip("[]") for c in COLUMNS[export.data_format]}
    about = (name, entry["file_name"], entry["num_samples"])
    if about != (export.report["dataset"], export.report["file_name"], export.written) or b"\r" in raw or not set(entry["columns"].values()) <= have:
        return f"dataset_info.json says {entry}"
    return ""


def judge(export):
    kinds = {"jsonl": jsonl, "csv": comma_separated, "parquet": parquet}
    try:
        wrong = info(export) or kinds[export.file_format](export)
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}"
    exact = 0 if wrong else export.written
    say(export, "the files themselves", exact, exact, {wrong[:300]: export.written} if wrong else {})


if __name__ == "__main__":
    for root in roots()[0]:
        if os.path.basename(root) != "reference":
            for export in exports(root):
                judge(export)
