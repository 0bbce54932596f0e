"""Exports a library that holds every shape in every data format and file format, gives each file to the real readers and
trainers, and prints one table: consumer × data format × file format, written, accepted, exact.

usage: run.py [--full] [--write-docs]   (--full: also the sample files, every template and model; --write-docs: docs/INTEROP.md)

It needs build/bin/loquat. The packages come from PyPI into .cache/interop; without PyPI it says that nothing was proven.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import loquat
import table
from environments import HERE, ROOT, NoPyPI, environment, installer

# Who reads the exported files: the environment and the script of each consumer (README.md says what a script does).
CONSUMERS = [
    ("llamafactory", "llamafactory_check.py"),
    ("llamafactory", "hf_datasets.py"),
    ("readers", "hf_datasets.py"),
    ("readers", "readers.py"),
    ("readers", "files.py"),
    ("spark", "spark.py"),
    ("readers", "held.py"),
    ("readers", "preferred.py"),
    ("chat", "openai_check.py"),
    ("chat", "mistral_check.py"),
    ("chat", "trl_check.py"),
    ("chat", "axolotl_check.py"),
    ("chat", "swift_check.py"),
]
# Where README's table stands.
BEGIN, END = "<!-- interop: written by make interop INTEROP=--write-docs -->\n", "\n<!-- /interop -->"
# Programs that an environment needs beside its packages.
NEEDS = {"spark": "java"}


def reference(python, root):
    """Writes the same conversations as the tool that Loquat replaces does, beside what Loquat exported; returns their root."""
    beside = os.path.join(os.path.dirname(root), "reference")
    subprocess.run([python, os.path.join(HERE, "reference.py"), root, beside], check=True, env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"))
    return beside


def asked(python, script, roots, full):
    """Runs one consumer over the roots and returns the lines that it printed; one that breaks ends the run."""
    started = time.monotonic()
    env = dict(os.environ, PYTHONPATH=HERE, PYTHONDONTWRITEBYTECODE="1", HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error")
    words = [python, os.path.join(HERE, script), *roots] + (["--full"] if full else [])
    done = subprocess.run(words, capture_output=True, text=True, env=env)
    if done.returncode != 0:
        raise SystemExit(f"{script}: {done.stderr.strip()[-2000:]}")
    print(f"{script} took {time.monotonic() - started:.0f} s", flush=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def left_out(what, why):
    """Says so loudly that nobody takes the run for a proof of it."""
    print(f"{'=' * 100}\nINTEROP LEFT OUT: {what}.\n{why}\n{'=' * 100}", flush=True)


def read(full):
    """Makes the environments beside the exports and runs every consumer; returns their lines, the roots and what was left out."""
    uv = installer()
    missing = {name for name, program in NEEDS.items() if not shutil.which(program)}
    for name in missing:
        left_out(f"{name}, since there is no {NEEDS[name]} here", "Nothing was proven about it in this run; scripts/setup.sh test installs what it needs.")
    consumers = [(name, script) for name, script in CONSUMERS if name not in missing]
    with ThreadPoolExecutor(2) as pool:  # one for each of two cores
        environments = {name: pool.submit(environment, name, uv) for name in dict(consumers)}
        roots, imported = loquat.make(full)
        roots.append(reference(environments["readers"].result(), *roots))
        print(imported, flush=True)
        runs = [pool.submit(lambda name, script: asked(environments[name].result(), script, roots, full), *consumer) for consumer in consumers]
        return [line for run in runs for line in run.result()], roots, missing


def documented(rows, write):
    """Compares docs/INTEROP.md and the table in README with this run, or writes them; returns what is not true."""
    stale = []
    page, readme = os.path.join(ROOT, "docs", "INTEROP.md"), os.path.join(ROOT, "README.md")
    with open(readme, encoding="utf-8") as file:
        before, rest = file.read().split(BEGIN)
    for path, text in ((page, table.page(rows)), (readme, before + BEGIN + table.summary(rows) + END + rest.split(END)[1])):
        if write:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        elif not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
            stale.append(f"{os.path.relpath(path, ROOT)} says something else than this run: make interop INTEROP=--write-docs")
    return stale


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--full", action="store_true")
    words.add_argument("--write-docs", action="store_true")
    words = words.parse_args()
    try:
        lines, roots, missing = read(words.full)
    except NoPyPI as error:
        left_out("the packages of the real readers and trainers cannot be had from PyPI", f"Nothing was proven about them in this run.\n{error}")
        return 0
    rows = table.rows(lines, roots)
    print(table.flat(rows))
    failures = [f"UNEXPLAINED: {row.consumer}, {row.dataset}, {row.file_format}: {row.wrong}" for row in rows if row.wrong]
    if not failures and not missing and not words.full:
        failures += documented(rows, words.write_docs)
    print("\n".join([*failures, f"interop: {len(rows)} figures, {len(failures)} failures"]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
