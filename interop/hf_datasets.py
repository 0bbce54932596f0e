"""The datasets library, as Hugging Face's trainers load a file with it; in an environment of its own for each version."""

import logging
import tempfile

import datasets
from exports import roots
from values import csv_rows, judge_all

KINDS = {"jsonl": "json", "csv": "csv", "parquet": "parquet"}


def read(path):
    kind = path.rsplit(".", 1)[1]
    extra = {}
    if kind == "csv":  # texts stay texts: "NA" is no missing value and "007" no number
        extra = {"keep_default_na": False, "features": datasets.Features({k: datasets.Value("string") for k in csv_rows(path)[0]})}
    with tempfile.TemporaryDirectory() as cache:
        return list(datasets.load_dataset(KINDS[kind], data_files=path, split="train", cache_dir=cache, **extra))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    datasets.disable_progress_bars()
    judge_all(roots()[0], {f"datasets {datasets.__version__}": (read, KINDS)})
