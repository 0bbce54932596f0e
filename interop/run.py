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
from concurrent.futures import ThreadPoolExecutor

import loquat
import table
from environments import HERE, NoPyPI, environment, installer

# Who reads the exported files: the environment and the script of each consumer (README.md says what a script does).
CONSUMERS = [
    ("spark", "spark.py"),
    ("llamafactory", "llamafactory_check.py"),
    ("llamafactory", "hf_datasets.py"),
    ("readers", "hf_datasets.py"),
    ("readers", "readers.py"),
]
# Programs that an environment needs beside its packages.
NEEDS = {"spark": "java"}


def asked(python, script, roots, full):
    """Runs one consumer over the roots and returns the lines that it printed; one that breaks ends the run."""
    env = dict(os.environ, PYTHONPATH=HERE, PYTHONDONTWRITEBYTECODE="1", HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error")
    words = [python, os.path.join(HERE, script), *roots] + (["--full"] if full else [])
    done = subprocess.run(words, capture_output=True, text=True, env=env)
    if done.returncode != 0:
        raise SystemExit(f"{script}: {done.stderr.strip()[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def left_out(what, why):
    """Says so loudly that nobody takes the run for a proof of it."""
    print(f"{'=' * 100}\nINTEROP LEFT OUT: {what}.\n{why}\n{'=' * 100}", flush=True)


def read(full):
    """Makes the environments beside the exports, runs every consumer, and returns all their lines and the roots."""
    uv = installer()
    missing = {name for name, program in NEEDS.items() if not shutil.which(program)}
    for name in missing:
        left_out(f"{name}, since there is no {NEEDS[name]} here", "Nothing was proven about it in this run; scripts/setup.sh test installs what it needs.")
    consumers = [(name, script) for name, script in CONSUMERS if name not in missing]
    with ThreadPoolExecutor(2) as pool:
        environments = {name: pool.submit(environment, name, uv) for name, _ in reversed(consumers)}
        root, imported = loquat.make(full)
        print(imported, flush=True)
        runs = [pool.submit(lambda name, script: asked(environments[name].result(), script, [root], full), *consumer) for consumer in consumers]
        return [line for run in runs for line in run.result()], root


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--full", action="store_true")
    words.add_argument("--write-docs", action="store_true")
    words = words.parse_args()
    try:
        lines, root = read(words.full)
    except NoPyPI as error:
        left_out("the packages of the real readers and trainers cannot be had from PyPI", f"Nothing was proven about them in this run.\n{error}")
        return 0
    rows = table.rows(lines, root)
    print(table.markdown(rows))
    wrong = [row for row in rows if row.wrong]
    for row in wrong:
        print(f"UNEXPLAINED: {row.consumer}, {row.dataset}, {row.file_format}: {row.wrong}")
    print(f"{len(rows) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
