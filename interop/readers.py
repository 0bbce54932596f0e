"""Loads one exported file in every general reader and compares each value with what the record should hold.

usage: readers.py FILE TRUTH.jsonl [READER…]   (TRUTH: the records as `loquat dataset preview --json` gives them)

Prints one JSON document: {reader: {"records", "exact", "error"}}.
"""

import csv
import json
import sys


def clean(value):
    """A value as it is in the record: absent keys are absent, whatever a typed reader puts in their place."""
    if isinstance(value, dict):
        return {k: clean(v) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [clean(v) for v in value]
    if hasattr(value, "tolist"):
        return clean(value.tolist())
    return value


def decoded(record, truth):
    """A record of a file whose cells are JSON text, read back with the types of the truth."""
    out = {}
    for key, value in record.items():
        if isinstance(value, str) and isinstance(truth.get(key), (list, dict)):
            value = json.loads(value)
        if isinstance(value, str) and value.startswith("'") and value[1:] == truth.get(key):
            value = value[1:]  # the guard against formulas
        out[key] = value
    return clean(out)


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_csv(path):
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_datasets(path):
    import datasets

    kind = {"jsonl": "json", "csv": "csv", "parquet": "parquet"}[path.rsplit(".", 1)[1]]
    extra = {}
    if kind == "csv":
        extra = {"keep_default_na": False, "features": datasets.Features({k: datasets.Value("string") for k in read_csv(path)[0]})}
    return list(datasets.load_dataset(kind, data_files=path, split="train", cache_dir=path + ".cache", **extra))


def read_pyarrow(path):
    import pyarrow.csv
    import pyarrow.json
    import pyarrow.parquet

    if path.endswith(".parquet"):
        return pyarrow.parquet.read_table(path).to_pylist()
    if path.endswith(".jsonl"):
        return pyarrow.json.read_json(path, read_options=pyarrow.json.ReadOptions(block_size=64 << 20)).to_pylist()
    text = pyarrow.csv.ConvertOptions(strings_can_be_null=False, column_types={k: "string" for k in read_csv(path)[0]})
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    read = pyarrow.csv.ReadOptions(block_size=64 << 20)
    return pyarrow.csv.read_csv(path, convert_options=text, parse_options=parse, read_options=read).to_pylist()


def read_pandas(path):
    import pandas

    if path.endswith(".parquet"):
        frame = pandas.read_parquet(path)
    elif path.endswith(".jsonl"):
        frame = pandas.read_json(path, lines=True, dtype=False, convert_dates=False)
    else:
        frame = pandas.read_csv(path, na_filter=False, dtype=str)
    return [{k: v for k, v in row.items() if not (isinstance(v, float) and v != v)} for row in frame.to_dict("records")]


def read_polars(path):
    import polars

    if path.endswith(".parquet"):
        return polars.read_parquet(path).to_dicts()
    if path.endswith(".jsonl"):
        return polars.read_ndjson(path).to_dicts()
    return polars.read_csv(path, infer_schema=False).fill_null("").to_dicts()


def read_duckdb(path):
    import duckdb

    if path.endswith(".parquet"):
        query = f"from read_parquet('{path}')"
    elif path.endswith(".jsonl"):
        query = f"from read_json('{path}', format='newline_delimited', maximum_object_size=268435456, sample_size=-1, map_inference_threshold=-1, convert_strings_to_integers=false)"
    else:
        query = f"from read_csv('{path}', all_varchar=true, header=true, quote='\"', escape='\"', max_line_size=268435456)"
    if path.endswith(".csv"):  # it reads an empty cell as NULL, whatever it is told
        query = f"select coalesce(columns(*), '') from ({query})"
    result = duckdb.sql(query)
    names = [d[0] for d in result.description]
    return [dict(zip(names, row)) for row in result.fetchall()]


def read_spark(path):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    if path.endswith(".parquet"):
        frame = spark.read.parquet(path)
    elif path.endswith(".jsonl"):
        frame = spark.read.option("lineSep", "\n").json(path)
    else:
        frame = spark.read.options(header=True, quote='"', escape='"', multiLine=True, emptyValue="", nullValue="\u0001", maxCharsPerColumn=-1).csv(path)
    if path.endswith(".csv"):  # it reads an empty cell as null, whatever it is told
        frame = frame.fillna("")
    return [row.asDict(recursive=True) for row in frame.collect()]


READERS = {
    "json": read_json, "csv": read_csv, "datasets": read_datasets, "pyarrow": read_pyarrow, "pandas": read_pandas,
    "polars": read_polars, "duckdb": read_duckdb, "spark": read_spark,
}


def judge(read, path, truth):
    """How many records a reader sees, and how many of them are exactly what they should be."""
    try:
        records = read(path)
    except Exception as error:
        return {"records": 0, "exact": 0, "error": f"{type(error).__name__}: {error}"[:300]}
    wrong = [i for i, (r, t) in enumerate(zip(records, truth)) if decoded(r, t) != t]
    result = {"records": len(records), "exact": min(len(records), len(truth)) - len(wrong)}
    if wrong:
        result["first_wrong"] = wrong[0]
        result["got"], result["want"] = str(decoded(records[wrong[0]], truth[wrong[0]]))[:1500], str(truth[wrong[0]])[:1500]
    return result


def main():
    path, truth_path, *wanted = sys.argv[1:]
    truth = read_json(truth_path)
    skip = {"jsonl": {"csv", "spark"}, "csv": {"json", "spark"}, "parquet": {"json", "csv", "spark"}}[path.rsplit(".", 1)[1]]
    names = wanted or [name for name in READERS if name not in skip]
    print(json.dumps({name: judge(READERS[name], path, truth) for name in names}))


if __name__ == "__main__":
    main()
