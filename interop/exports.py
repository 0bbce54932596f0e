"""What every consumer shares: the exported datasets of a run, and the line that it prints about each of them."""

import json
import os
import sys


class Export:
    """One dataset as a person unpacks it, with what Loquat said about it; README.md in this folder says what is where."""

    def __init__(self, root, name):
        with open(os.path.join(root, name + ".json"), encoding="utf-8") as file:
            about = json.load(file)
        self.root, self.name, self.folder = root, name, os.path.join(root, name)
        self.data_format = about["data_format"]  # "openai"
        self.variant = about["variant"]  # the choices of the export in words, "Mistral ids"; mostly ""
        self.file_format = about["file_format"]  # "jsonl", "csv" or "parquet"
        self.report = about["report"]  # of `loquat export --json`
        self.ready = about["ready"]  # how many records `loquat check` calls ready, for each target
        self.written = self.report["records"]
        self.path = os.path.join(self.folder, self.report["file_name"])

    def codes(self):
        """The codes of everything that Loquat said about this dataset."""
        return {finding["code"] for kind in ("repaired", "left_out", "warnings") for finding in self.report[kind]}

    def truth(self):
        """What each record of the data file should hold, in the file's order."""
        with open(os.path.join(self.root, self.name + ".truth"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]


def exports(root):
    """The datasets below one root, in the order in which they were made."""
    with open(os.path.join(root, "names.json"), encoding="utf-8") as file:
        return [Export(root, name) for name in json.load(file)]


def conversations(root, library=""):
    """What a library holds: `loquat show --json` of each conversation; library is "" for the main one, "conflicts" or "late"."""
    with open(os.path.join(root, "-".join(filter(None, ("conversations", library))) + ".jsonl"), encoding="ascii") as file:
        return [json.loads(line) for line in file]


def roots(words=None):
    """The roots that were named on the command line, and whether the whole grid is asked for."""
    words = sys.argv[1:] if words is None else words
    return [w for w in words if w != "--full"], "--full" in words


def say(export, consumer, accepted, exact, complaints=None, target=""):
    """Prints what a consumer made of a dataset; README.md explains each word."""
    print(json.dumps({"root": os.path.basename(export.root), "name": export.name, "consumer": consumer, "accepted": accepted, "exact": exact,
                      "complaints": complaints or {}, "target": target}), flush=True)
