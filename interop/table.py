"""Judges what the consumers said against what Loquat promised, and lays it out as tables."""

import collections
import os
import re

from exports import exports

REFERENCE = "as the reference writes it"
FILES = {"jsonl": "JSONL", "csv": "CSV", "parquet": "Parquet"}

# Reasons that concern the files of both writers.
IMAGE_TAG = "a record holds the literal text `<image>`, which vision templates count as a picture"
TWO_TYPES = "two schemas or calls give one place different types, so this reader makes text of all values there"
FIRST_100 = "Polars fixes the columns from the first 100 records unless it is told otherwise"

# Why a figure below the whole is as it must be: who and what it is about, as "consumer, data format, file format"; the
# complaint; the code with which Loquat's own report says so beforehand, or "" (all regular expressions); and the reason.
REASONS = [
    ("LLaMA-Factory", "number of images does not match", "MEDIA_TAG", IMAGE_TAG),
    ("LLaMA-Factory", "GLM-4 does not support parallel functions", "PARALLEL_CALLS", "GLM-4's templates refuse several calls in one turn"),
    ("LLaMA-Factory .* alpaca, csv", "not exactly once|not seen", "HISTORY_UNREAD", "LLaMA-Factory does not read the history from a CSV"),
    ("LLaMA-Factory .* reasoning inline", "Invalid JSON format in function message: .*<think>", "INLINE_CALL",
     "templates without a word for thoughts stop at a thought before a call"),
    ("LLaMA-Factory .* spoken inline", "Invalid JSON format in function message", "SPOKEN_CALL",
     "templates without a word for calls stop at a text before a call"),
    ("(datasets 4.0|pyarrow).* (openai|trl).*, jsonl", r"changed from \w+ to \w+", "TOOL_CONFLICT|ARGS_CONFLICT",
     "two schemas or calls give one place different types, and the format has no text for it as `standard` has; datasets reads it from 4.7 on"),
    ("(Spark|Polars|DuckDB).* (openai|trl).*, jsonl", "/(arguments|properties)/.* is ['\"]", "TOOL_CONFLICT|ARGS_CONFLICT", TWO_TYPES),
    ("(datasets 4.0|pyarrow|DuckDB).*, jsonl", "is datetime", "TOOL_DATE", "every text at a place looks like a date, so this reader makes dates of them"),
    ("Polars.*, jsonl", "is None, not", "FILE_FIRST_100", FIRST_100),
    ("(DuckDB|Spark).*, jsonl", "Duplicate name|COLUMN_ALREADY_EXISTS", "TOOL_CASE",
     "DuckDB and Spark take names that differ in capital letters only for the same, and the parameters of two tools are such"),
    ("Spark.* csv", r"(\\n.*, not .*\\r\\n)", "", "Spark reads a line end of two characters in a cell as one"),
    *[("TRL|Axolotl|mistral-common", "^" + code, code, why) for code, why in {
        "TEMPLATE_CALLS": "some chat templates have no word for calls, or none for what is said beside them, or want arguments as text",
        "TEMPLATE_PARALLEL": "Llama 3.1 to 3.3 stop at several calls in one turn, GPT-OSS writes the first",
        "TEMPLATE_IDS": "Mistral's stop at ids of other than nine letters and digits",
        "TEMPLATE_SYSTEM": "Gemma 2 stops at a system prompt, Mistral's older templates leave it out",
        "TEMPLATE_THOUGHTS": "many chat templates leave out what was thought",
        "SPECIAL_TOKEN": "some chat templates take a literal `</think>` in an answer for the end of a thought, and leave out what stands before it",
    }.items()],
    ("mistral-common", "must be a-z, A-Z", "TOOL_NAME", "the name of a tool has other characters than letters, digits, _ and -"),
    ("mistral-common", "Invalid tool schema", "TOOL_TYPE", "the parameters of a tool name a type that JSON Schema does not have"),
    ("ms-swift .* sharegpt", "tool: None", "TOOLS_EMPTY", "ms-swift stops at the empty text that LLaMA-Factory wants in a record without tools"),
    ("ms-swift", "list indices must be integers", "PARALLEL_CALLS", "ms-swift refuses several calls in one turn of data format standard"),
    # The reference says nothing beforehand, so that there is no code; its own words stand in the reason.
    *[(f".*{who}.*{REFERENCE}", words, "", why) for who, words, why in [
        ("LLaMA-Factory", "Invalid JSON format in function message",
         "the content of a call is not the call: LLaMA-Factory stops the whole run at the first, `RuntimeError: Invalid JSON format in function message`"),
        ("LLaMA-Factory", "^skipped", "LLaMA-Factory skips records whose turns do not alternate, or that end with a question"),
        ("LLaMA-Factory", "number of images does not match", IMAGE_TAG),
        ("LLaMA-Factory", "string indices must be integers", "messages are text in CSV and Parquet: `TypeError: string indices must be integers, not 'str'`"),
        ("", r"Column\(/messages/.*content\) changed",
         "a message with a picture is a list of parts, and nothing of the file is read: `Column(/messages/[]/content) changed from string to array`"),
        ("", r"Column\(/tools/.*\) changed", "tools give one place different types, and nothing of the file is read: `Column(/tools/[]/function/…/default) changed from string to number`"),
        ("", "Couldn't cast array", "a key appears first after 10 MiB, and nothing of the file is read: `TypeError: Couldn't cast array of type …`"),
        ("(Spark|Polars|DuckDB)", "/messages/.*/content is", "a message with a picture is a list of parts, so DuckDB makes JSON of every content, Polars and Spark of that one"),
        ("(Spark|Polars|DuckDB)", "/properties/.* is ['\"]", TWO_TYPES),
        ("Polars", "is None, not", FIRST_100),
        ("ms-swift", "NoneType", "ms-swift stops at a call whose content is not the call: `TypeError: 'NoneType' object is not subscriptable`"),
        ("ms-swift", "nothing to learn", "a record without an answer teaches nothing"),
        ("ms-swift", "other texts", "ms-swift puts `<image>` in the place of a picture"),
    ]],
]
# What to know of a figure that is whole.
ONLY_TEXT = "in the reference's Parquet, too, messages, tools and tags are JSON text"


class Row:
    """One line of the table; wrong says what is not as Loquat promised without a reason that is known."""

    def __init__(self, line, export):
        self.consumer, self.file_format, self.reference = line["consumer"], export.file_format, line["root"] == "reference"
        self.shapes = ", ".join(filter(None, (export.data_format, export.variant)))
        self.dataset = f"{self.shapes}, {REFERENCE}" if self.reference else self.shapes
        self.written, self.accepted, self.exact = export.written, line["accepted"], line["exact"]
        promised = export.ready.get(line["target"], export.written)
        reasons = {complaint: self.reason_for(complaint, export.codes()) for complaint in line["complaints"]}
        self.reasons = list(dict.fromkeys(reason for reason in reasons.values() if reason))
        self.promised = promised
        if promised < self.written:
            self.reasons.append("Loquat's check says beforehand that the others are not ready" if promised else "Loquat says beforehand that it is not for this reader")
        explained = sum(count for complaint, count in line["complaints"].items() if reasons[complaint])
        unknown = "; ".join(complaint for complaint, reason in reasons.items() if not reason)[:400]
        unexplained = sum(line["complaints"].values()) - explained
        as_promised = self.accepted <= promised <= min(self.accepted, self.exact) + explained and unexplained <= self.written - promised
        if self.reference:
            self.reasons += [f"`{complaint[:100]}`" for complaint, reason in reasons.items() if not reason][:1]
            self.reasons += [ONLY_TEXT] if self.file_format == "parquet" and not line["target"] else []
        self.wrong = "" if self.reference or as_promised else f"promised {promised}, accepted {self.accepted}, exact {self.exact}: {unknown}"

    def reason_for(self, complaint, codes):
        """The known reason for a complaint, or ""."""
        place = f"{self.consumer}, {self.dataset}, {self.file_format}"
        for about, words, code, reason in REASONS:
            if re.match(about, place) and re.search(words, complaint) and (not code or any(re.fullmatch(code, c) for c in codes)):
                return reason
        return ""


def rows(lines, roots):
    """A row for each line, in the order of the consumers and the datasets."""
    known = {(os.path.basename(root), export.name): export for root in roots for export in exports(root)}
    return [Row(line, known[line["root"], line["name"]]) for line in lines]


def laid_out(head, body):
    """A table in Markdown."""
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |" for cells in [head, ["---"] * len(head), *body])


def flat(rows):
    """The whole table, a line for each consumer, data format and file format."""
    head = ["consumer", "data format", "file format", "written", "accepted", "exact", "why not all"]
    return laid_out(head, [[r.consumer, r.dataset, r.file_format, r.written, r.accepted, r.exact, r.wrong or "; ".join(r.reasons)] for r in rows])


def page(rows):
    """docs/INTEROP.md: for each consumer a table of data formats by file formats, with the reasons below it."""
    parts = ["# What the real readers and trainers make of the files\n",
             "Written by `make interop INTEROP=--write-docs`, and compared with every run. Each figure is *written / accepted / exact*: the records\n"
             "in the file, those that the consumer took, and those of which every value, or each message and call in what a model\n"
             "would see, is as it should be. interop/README.md says how it is measured.\n"]
    for consumer, own in by_consumer(rows):
        notes = list(dict.fromkeys(reason for row in own for reason in row.reasons))
        cells = collections.defaultdict(dict)
        shapes = list(dict.fromkeys(row.shapes for row in own))
        for row in sorted(own, key=lambda row: (shapes.index(row.shapes), row.reference)):  # the reference's below Loquat's
            cells[row.dataset][row.file_format] = total([row]) + "".join(f" ({notes.index(reason) + 1})" for reason in row.reasons)
        parts.append(f"## {consumer}\n")
        parts.append(laid_out(["data format", *FILES.values()], [[dataset, *(by_file.get(file, "") for file in FILES)] for dataset, by_file in cells.items()]) + "\n")
        parts += [f"{n}. {note}" for n, note in enumerate(notes, 1)] + [""] * bool(notes)
    return "\n".join(parts).rstrip() + "\n"


def summary(rows):
    """README's tables with their reasons: all of Loquat's files by consumer, and data format standard beside the reference's."""
    notes, files, ours = [], list(FILES), [row for row in rows if not row.reference]
    whole = [[consumer, *(total([r for r in own if r.file_format == file]) for file in files), numbered(own, notes)]
             for consumer, own in by_consumer([row for row in ours if row.promised])]
    compared = {consumer: own for consumer, own in by_consumer(rows) if any(row.reference for row in own)}
    same = [consumer for consumer, own in compared.items() if all(r.exact == r.written for r in own if r.reference)]
    beside = [[consumer, *(pair(own, *column) for column in BESIDE.values()), numbered([r for r in own if r.reference], notes)]
              for consumer, own in compared.items() if consumer not in same]
    introduced = INTRODUCED.format(", ".join(same))
    return "\n".join([laid_out(["", *FILES.values(), "why not all"], whole), "", introduced, "", laid_out(["", *BESIDE, "why not all"], beside), "",
                      *(f"{n}. {note}" for n, note in enumerate(notes, 1))])


# The columns of the second table: the shapes and the file format, and the shapes that the reference needs to be readable.
BESIDE = {
    "JSONL": ("standard", "standard", "jsonl"),
    "JSONL, no pictures": ("standard", "standard, without pictures", "jsonl"),
    "JSONL, types that conflict": ("standard, types that conflict", "standard, types that conflict", "jsonl"),
    "JSONL, new keys after 10 MiB": ("standard, new keys after 10 MiB", "standard, new keys after 10 MiB", "jsonl"),
    "CSV": ("standard", "standard", "csv"),
    "Parquet": ("standard", "standard", "parquet"),
}
INTRODUCED = ("The same conversations in data format `standard`, as Loquat · as the tool whose export it replaces (the reference) writes them.\n"
              "The reference leaves no record out and repairs none. Left out here are the readers that take all of both: {}.")


def by_consumer(rows):
    """The rows of each consumer, in the order in which they come."""
    return [(consumer, [row for row in rows if row.consumer == consumer]) for consumer in dict.fromkeys(row.consumer for row in rows)]


def numbered(rows, notes):
    """The numbers of the reasons of some rows; a reason that is new is put behind the notes."""
    reasons = dict.fromkeys(reason for row in rows for reason in row.reasons)
    notes += [reason for reason in reasons if reason not in notes]
    return " ".join(f"({notes.index(reason) + 1})" for reason in reasons)


def pair(rows, ours, theirs, file):
    """The figures of Loquat and of the reference for one file, side by side."""
    figures = [total([r for r in rows if (r.reference, r.shapes, r.file_format) == wanted]) for wanted in ((False, ours, file), (True, theirs, file))]
    return " · ".join(filter(None, figures))


def total(rows):
    """The written, accepted and exact records of some rows."""
    return " / ".join(str(sum(figures)) for figures in zip(*((r.written, r.accepted, r.exact) for r in rows)))
