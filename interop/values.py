"""Compares what a reader returns with what the records should hold, value by value."""

import csv
import json

from exports import exports, say


def clean(value):
    """A value as it is in the record: absent keys are absent, whatever a typed reader puts in their place."""
    if isinstance(value, dict):
        return {k: clean(v) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [clean(v) for v in value]
    if hasattr(value, "tolist"):
        return clean(value.tolist())
    return value


# What stands as JSON text where a file has types, since no type fits it: schemas of tools, and arguments as objects.
FREE = {"tools", "arguments"}


# What a cell of a CSV holds where a record has no such key.
ABSENT = ("", "[]")


def decoded(got, want, texts):
    """A value as a reader returns it, with what is JSON text at the keys in texts as what the text means."""
    if isinstance(got, dict) and isinstance(want, dict):
        return {k: decoded(as_meant(v, want.get(k), k in texts), want.get(k), FREE) for k, v in got.items() if v is not None and (v not in ABSENT or k in want)}
    if isinstance(got, list) and isinstance(want, list):
        return [decoded(g, w, texts) for g, w in zip(got, want)] + got[len(want):]
    return got


def as_meant(value, want, is_text):
    """The value of a text that is JSON, and of one that is guarded against being taken for a formula."""
    if isinstance(value, str) and not isinstance(want, str) and is_text and value:
        return clean(json.loads(value))
    return want if isinstance(value, str) and value == f"'{want}" else value


def csv_rows(path):
    """The rows of a CSV as Python reads them; they also tell the columns to readers that want to be told."""
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def judge(export, consumer, read):
    """Says how many records a reader sees, and how many of them are exactly what they should be."""
    truth = export.truth()
    try:
        records = list(read(export.path))
    except Exception as error:
        error = error.__cause__ or error
        first = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        say(export, consumer, 0, 0, {first: export.written})
        return
    texts = {k for t in truth for k in t} if export.file_format == "csv" else FREE
    pairs = [(t, decoded(clean(r), t, texts)) for r, t in zip(records, map(clean, truth))]
    complaints = {f"record {i + 1}: {difference(want, got)}": 1 for i, (want, got) in enumerate(pairs) if want != got}
    say(export, consumer, len(records), len(pairs) - len(complaints), complaints)


def difference(want, got, path=""):
    """Where two values first differ, and how."""
    if isinstance(want, dict) and isinstance(got, dict):
        keys = [k for k in {**want, **got} if want.get(k, want) != got.get(k, got)]
        return difference(want.get(keys[0]), got.get(keys[0]), f"{path}/{keys[0]}")
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        [place, *_] = [i for i, pair in enumerate(zip(want, got)) if pair[0] != pair[1]]
        return difference(want[place], got[place], f"{path}/{place}")
    return f"{path} is {repr(got)[:100]}, not {repr(want)[:100]}"


def judge_all(roots, readers):
    """Runs each reader over each dataset: readers are a name and a function, and the file formats that it reads."""
    for root in roots:
        for export in exports(root):
            for consumer, (read, files) in readers.items():
                if export.file_format in files:
                    judge(export, consumer, read)
