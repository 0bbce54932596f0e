"""Fills libraries with the shapes and exports them, as a person would with the program; README.md says what is where."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

from environments import CACHE, HERE, ROOT

LOQUAT = os.path.join(ROOT, "build", "bin", "loquat")
FIXTURES = os.path.join(ROOT, "..", "shared", "fixtures")
OUT = os.path.join(CACHE, "out")

# The trainers that Loquat's check speaks for and that are run here.
TARGETS = ("llama-factory", "trl", "axolotl", "openai", "ms-swift")
FILES = ("jsonl", "csv", "parquet")
# Data formats that are for people: folders of pages, tables of messages.
PAGES = {"markdown", "spreadsheet"}
# Choices of an export that change what stands in a record: data format, the choice in words, its flags.
VARIANTS = [
    ("standard", "calls kept together", ["--parallel-calls", "keep"]),
    ("standard", "reasoning inline", ["--reasoning", "inline"]),
    ("standard", "spoken inline", ["--spoken", "inline"]),
    ("standard", "each answer, all branches", ["--per", "answer", "--branches", "all"]),
    ("standard", "as recorded", ["--as-recorded"]),
    ("openai", "Mistral ids", ["--mistral-ids"]),
]
# Where readers fix the columns by what a file begins with, a library whose last conversation brings new keys after 10 MiB.
LATE = [("standard", "jsonl"), ("standard", "csv"), ("standard", "parquet"), ("trl", "jsonl"), ("openai", "jsonl")]

# Tools and calls whose types contradict one another: standard writes tools as text then, openai and trl have no such place.
CONFLICTS = [("standard", "jsonl"), ("standard", "csv"), ("standard", "parquet"), ("openai", "jsonl"), ("trl", "jsonl")]


class Library:
    """A library of Loquat in a folder of this run, and the program that works on it."""

    def __init__(self, name, paths):
        self.folder = os.path.join(CACHE, "library-" + name)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.imported = self.loquat("import", *paths)["conversations"]

    def loquat(self, *words):
        """Runs the program and returns what it printed; that something was left out (3) is not a failure."""
        done = subprocess.run([LOQUAT, *words, "--library", self.folder, "--quiet", "--json"], capture_output=True, text=True)
        if done.returncode not in (0, 3):
            raise SystemExit(f"loquat {' '.join(words)}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def export(self, root, data, file, variant="", flags=()):
        """Exports, downloads and unpacks one dataset; returns its name."""
        name = "-".join([data, *variant.replace(",", "").split(), file]).lower()
        choices = ["--data-format", data, "--file-format", file, *flags]
        report = self.loquat("export", "--name", name, *choices)
        folder = os.path.join(root, name)
        self.loquat("dataset", "download", name, "--output", folder + ".zip")
        with zipfile.ZipFile(folder + ".zip") as archive:
            archive.extractall(folder)
        os.remove(folder + ".zip")
        lines(os.path.join(root, name + ".truth"), self.loquat("dataset", "preview", name, "--limit", "1000000")["records"])
        ready = {t: self.loquat("check", *choices, "--target", t)["ready"] for t in TARGETS}
        with open(os.path.join(root, name + ".json"), "w", encoding="utf-8") as out:
            json.dump({"data_format": data, "variant": variant, "file_format": file, "report": report, "ready": ready}, out)
        return name

    def held(self):
        """Every conversation as the library holds it."""
        found = self.loquat("list", "--limit", "1000000")["conversations"]
        return [self.loquat("show", str(conversation["id"])) for conversation in found]


def lines(path, documents):
    """Writes a JSON document a line; lone surrogates cannot stand in UTF-8, so everything but ASCII is escaped."""
    with open(path, "w", encoding="ascii") as out:
        out.writelines(json.dumps(document) + "\n" for document in documents)


def texts(value):
    """Every text in a JSON value, and in arguments of calls."""
    if isinstance(value, (dict, list)):
        return {text for inner in (value.values() if isinstance(value, dict) else value) for text in texts(inner)}
    if isinstance(value, str) and value.startswith("{"):
        try:
            return {value} | texts(json.loads(value))
        except ValueError:
            pass
    return {value} if isinstance(value, str) else set()


def survived(shapes, held):
    """Ends the run when the libraries do not hold every text of the shapes, character for character: nothing would be proven."""
    with open(os.path.join(shapes, "texts.json"), encoding="ascii") as file:
        lost = set(json.load(file)) - texts(held)
    if lost:
        raise SystemExit(f"{len(lost)} texts of shapes.py are in no library, such as {min(lost)!r:.200}")


def make(full):
    """Exports everything below OUT/loquat and returns the roots, and a line that says what was imported."""
    shutil.rmtree(OUT, ignore_errors=True)
    shapes, root = os.path.join(CACHE, "shapes"), os.path.join(OUT, "loquat")
    os.makedirs(root)
    shutil.rmtree(shapes, ignore_errors=True)
    subprocess.run([sys.executable, os.path.join(HERE, "shapes.py"), shapes], check=True)
    small, conflicts, late = (os.path.join(shapes, name) for name in ("small", "conflicts", "late"))
    main = Library("main", [small] + ([FIXTURES] if full and os.path.isdir(FIXTURES) else []))
    formats = [f["key"] for f in main.loquat("formats")["formats"] if f["key"] not in PAGES]
    names = [main.export(root, data, file) for data in formats for file in FILES]
    names += [main.export(root, data, "jsonl", variant, flags) for data, variant, flags in VARIANTS]
    held = main.held()
    lines(os.path.join(root, "conversations.jsonl"), held)
    for variant, more, grid in (("types that conflict", conflicts, CONFLICTS), ("new keys after 10 MiB", late, LATE)):
        library = Library(os.path.basename(more), [small, more])
        names += [library.export(root, data, file, variant) for data, file in grid]
        lines(os.path.join(root, f"conversations-{os.path.basename(more)}.jsonl"), found := library.held())
        held += found
    survived(shapes, held)
    with open(os.path.join(root, "names.json"), "w", encoding="utf-8") as out:
        json.dump(names, out)
    return [root], f"{main.imported['new']} conversations in {len(names)} datasets"
