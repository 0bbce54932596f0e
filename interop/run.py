"""Exports one library that holds every shape in every data format and file format, reads each file with the real
readers and trainers, and prints one table: consumer × data format × file format, written, accepted, exact.

usage: run.py [--full] [--markdown FILE]     (--full: every template of LLaMA-Factory instead of the families that differ)

It needs build/bin/loquat. The packages come from PyPI into .cache/interop; without PyPI it says that nothing was proven.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
CACHE = os.path.join(ROOT, ".cache", "interop")
LOQUAT = os.path.join(ROOT, "build", "bin", "loquat")
LIBRARY = os.path.join(CACHE, "library")
FIXTURES = os.path.join(ROOT, "..", "shared", "fixtures")

# One template of each family of LLaMA-Factory that treats tools, thinking or pictures differently.
FAMILIES = ["default", "llama2", "llama3", "qwen", "qwen3", "qwen2_vl", "glm4", "mistral", "gemma", "deepseek3", "qwen3_5"]
# Which data formats LLaMA-Factory is to train on, in which file formats (EXPORT.md §2 and §6).
TRAINS = {"standard": ("jsonl", "parquet"), "sharegpt": ("jsonl", "parquet"), "alpaca": ("jsonl", "parquet"),
          "dpo": ("jsonl", "parquet"), "kto": ("jsonl", "parquet")}
FILES = ("jsonl", "csv", "parquet")
# Data formats that are folders of pages, not records.
PAGES = {"markdown"}


def loquat(*words):
    """Runs the program on the library of this run and returns what it printed; leaving something out is not a failure."""
    done = subprocess.run([LOQUAT, *words, "--library", LIBRARY, "--quiet", "--json"], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        raise SystemExit(f"loquat {' '.join(words)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def environment(name, wheel=None):
    """Makes a virtual environment with pinned packages once, and returns its python."""
    folder, wanted = os.path.join(CACHE, name), os.path.join(HERE, f"requirements-{name}.txt")
    python, stamp = os.path.join(folder, "bin", "python"), os.path.join(folder, "ready")
    if os.path.exists(stamp) and open(stamp).read() == open(wanted).read():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "-r", wanted], check=True)
    if wheel:
        subprocess.run([python, "-m", "pip", "download", "-q", "--no-deps", wheel, "-d", folder], check=True)
        [path] = [os.path.join(folder, n) for n in os.listdir(folder) if n.endswith(".whl")]
        zipfile.ZipFile(path).extractall(os.path.join(folder, "wheel"))
    shutil.copyfile(wanted, stamp)
    return python


def filled():
    """Imports every shape, and the real sample files where they are."""
    shutil.rmtree(LIBRARY, ignore_errors=True)
    shapes = os.path.join(CACHE, "shapes")
    subprocess.run([sys.executable, os.path.join(HERE, "shapes.py"), shapes], check=True)
    paths = [shapes] + ([FIXTURES] if os.path.isdir(FIXTURES) else [])
    return loquat("import", *paths)["conversations"]


def exported(data, file):
    """Exports, downloads and unpacks one dataset; returns its folder, the report and the data file's path."""
    name = f"{data}-{file}"
    report = loquat("export", "--name", name, "--data-format", data, "--file-format", file)
    folder = os.path.join(CACHE, "out", name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    loquat("dataset", "download", name, "--output", folder + ".zip")
    zipfile.ZipFile(folder + ".zip").extractall(folder)
    path = os.path.join(folder, report["file_name"])
    if file == "jsonl":
        truth = loquat("dataset", "preview", name, "--limit", "1000000")["records"]
        with open(os.path.join(CACHE, "out", data + ".truth"), "w", encoding="utf-8") as out:
            out.writelines(json.dumps(record) + "\n" for record in truth)
    return folder, report, path


def asked(python, script, *words, path=""):
    """Runs one of the scripts beside this one in an environment and returns its JSON; its error text when it broke."""
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in (HERE, path) if p), HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error")
    done = subprocess.run([python, os.path.join(HERE, script), *words], capture_output=True, text=True, env=env)
    if done.returncode != 0:
        return {"error": done.stderr.strip().splitlines()[-1][:200]}
    return json.loads(done.stdout)


def trained(python, folder, name, templates):
    """What LLaMA-Factory makes of a dataset: how many records each template takes whole."""
    return asked(python, "llamafactory_check.py", folder, name, *templates, path=os.path.join(os.path.dirname(os.path.dirname(python)), "wheel"))


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--full", action="store_true")
    words.add_argument("--markdown")
    words = words.parse_args()
    os.makedirs(os.path.join(CACHE, "out"), exist_ok=True)
    try:
        trainers, newest = environment("trainers", "llamafactory==0.9.5"), environment("newest")
    except subprocess.CalledProcessError:
        print("=" * 78 + "\nINTEROP LEFT OUT: the packages of the real readers could not be had from PyPI,\nso nothing was proven about them in this run.\n" + "=" * 78)
        return 0
    print(f"library: {filled()}", flush=True)
    rows, poor = [], []
    known = [f["key"] for f in loquat("formats")["formats"]]
    for data in known:
        for file in FILES if data not in PAGES else ():
            folder, report, path = exported(data, file)
            judge(rows, poor, data, file, folder, report, path, trainers, newest, [] if words.full else FAMILIES)
    table = tabled(rows)
    print(table)
    if words.markdown:
        with open(words.markdown, "w", encoding="utf-8") as out:
            out.write(table + "\n")
    for line in poor:
        print("UNEXPLAINED:", line)
    print(f"{len(rows) - len(poor)} passed, {len(poor)} failed")
    return 1 if poor else 0


def judge(rows, poor, data, file, folder, report, path, trainers, newest, templates):
    """Adds a row for each reader of one exported file, and names those that fall short without a reason."""
    written, truth = report["records"], os.path.join(CACHE, "out", data + ".truth")
    found = asked(trainers, "readers.py", path, truth)
    for reader, said in asked(newest, "readers.py", path, truth, "datasets", "spark").items():
        found[reader + " (newest)"] = said
    for reader, said in found.items():
        add(rows, poor, reader, data, file, written, said)
    if file in TRAINS.get(data, ()):
        said = trained(trainers, folder, f"{data}-{file}", templates)
        if "error" in said:
            add(rows, poor, "LLaMA-Factory 0.9.5", data, file, written, said)
            return
        takes = said["templates"].values()
        least, lost = min(t["accepted"] for t in takes), max(len(t["lost"]) for t in takes)
        notes = sorted({e.split("in [")[0].strip() for t in takes for e in t["errors"]})
        add(rows, poor, f"LLaMA-Factory 0.9.5, {len(takes)} templates", data, file, written,
            {"records": said["loaded"], "accepted": least, "exact": least - lost, "error": "; ".join(notes)})


# Why a figure below the whole is as it must be: the reader, words of its complaint, and the reason.
REASONS = [
    ("LLaMA-Factory", "number of images does not match", "a record holds the literal text <image>, which vision templates count as a picture (the check says MEDIA_TAG)"),
]


def add(rows, poor, reader, data, file, written, said):
    """One row of the table."""
    accepted = said.get("accepted", said.get("records", 0))
    reason = said.get("error", "")
    known = [why for who, complaint, why in REASONS if reader.startswith(who) and complaint in reason]
    reason = known[0] if known else reason
    rows.append((reader, data, file, written, accepted, said.get("exact", 0), reason))
    if not known and (accepted < written or said.get("exact", 0) < written):
        poor.append(f"{reader}, {data}, {file}: written {written}, accepted {accepted}, exact {said.get('exact', 0)}: {reason or said}")


def tabled(rows):
    """The table as Markdown."""
    lines = ["| consumer | data format | file format | written | accepted | exact | why not all |", "|---|---|---|---|---|---|---|"]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in sorted(rows)])


if __name__ == "__main__":
    sys.exit(main())
