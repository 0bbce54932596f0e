"""Judges what the consumers said against what Loquat promised, and lays it out as one table."""

import re

from exports import exports

# Why a figure below the whole is as it must be: a consumer, its complaint (regular expressions), the code with which
# Loquat's own report says so beforehand ("" when it is about no record in particular), and the reason.
REASONS = [
    ("LLaMA-Factory", "number of images does not match", "MEDIA_TAG", "a record holds the literal text <image>, which vision templates count as a picture"),
    ("LLaMA-Factory", "GLM-4 does not support parallel functions", "PARALLEL_CALLS", "GLM-4's templates refuse several calls in one turn"),
]


class Row:
    """One line of the table; wrong says what is not as Loquat promised, without a reason that is known."""

    def __init__(self, line, export):
        self.consumer, self.file_format = line["consumer"], export.file_format
        self.dataset = export.data_format + (f", {export.variant}" if export.variant else "")
        self.written, self.accepted, self.exact = export.written, line["accepted"], line["exact"]
        promised = export.ready[line["target"]] if line["target"] else export.written
        codes = export.report_codes()
        known = {c: [why for who, what, code, why in REASONS if re.match(who, self.consumer) and re.search(what, c) and (not code or code in codes)] for c in line["complaints"]}
        reasons = [why[0] for why in known.values() if why]
        explained = sum(n for c, n in line["complaints"].items() if known[c])
        if promised < export.written:
            reasons.append(f"Loquat's check calls {promised} of {export.written} ready")
        self.reason = "; ".join(dict.fromkeys(reasons))
        short = promised - min(self.accepted, self.exact)
        self.wrong = ""
        if self.accepted > promised or short > explained or self.exact != self.accepted and short > explained:
            unknown = "; ".join(c for c in line["complaints"] if not known[c])[:400]
            self.wrong = f"promised {promised}, accepted {self.accepted}, exact {self.exact}: {unknown}"

    def cells(self):
        return [self.consumer, self.dataset, self.file_format, self.written, self.accepted, self.exact, self.wrong or self.reason]


def rows(lines, root):
    """A row for each line, in the order of the consumers and the datasets."""
    known = {export.name: export for export in exports(root)}
    return [Row(line, known[line["name"]]) for line in lines]


def markdown(rows):
    """The whole table."""
    head = ["consumer", "data format", "file format", "written", "accepted", "exact", "why not all"]
    body = [row.cells() for row in rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |" for cells in [head, ["---"] * len(head), *body])
