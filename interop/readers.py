"""The general readers of JSON, CSV and Parquet, each as its documentation says to read such a file."""

import json
import os

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet
from exports import roots
from values import csv_rows, judge_all


def untyped(schema):
    """Raises for types beside lists, structs, texts and truth values, and for Hugging Face's key: older readers know neither."""
    def leaves(kind):
        if pyarrow.types.is_struct(kind):
            return [leaf for field in kind for leaf in leaves(field.type)]
        return leaves(kind.value_type) if pyarrow.types.is_list(kind) else [kind]

    odd = [str(leaf) for field in schema for leaf in leaves(field.type) if leaf not in (pyarrow.string(), pyarrow.bool_())]
    if odd or b"huggingface" in (schema.metadata or {}):
        raise TypeError(f"Parquet with {', '.join(odd) or 'a key of Hugging Face'}")


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_pyarrow(path):
    if path.endswith(".parquet"):
        table = pyarrow.parquet.read_table(path)
        untyped(table.schema)
        return table.to_pylist()
    if path.endswith(".jsonl"):  # as one block: in several, by chance of its threads, it stops at one in which all lists are empty
        return pyarrow.json.read_json(path, read_options=pyarrow.json.ReadOptions(block_size=os.path.getsize(path))).to_pylist()
    text = pyarrow.csv.ConvertOptions(strings_can_be_null=False, column_types={k: "string" for k in csv_rows(path)[0]})
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    read = pyarrow.csv.ReadOptions(block_size=64 << 20)
    return pyarrow.csv.read_csv(path, convert_options=text, parse_options=parse, read_options=read).to_pylist()


def read_pandas(path):
    if path.endswith(".parquet"):
        frame = pandas.read_parquet(path)
    elif path.endswith(".jsonl"):
        frame = pandas.read_json(path, lines=True, dtype=False)
    else:
        frame = pandas.read_csv(path, na_filter=False, dtype=str)
    return [{k: v for k, v in row.items() if not (isinstance(v, float) and v != v)} for row in frame.to_dict("records")]


def read_polars(path):
    if path.endswith(".parquet"):
        return polars.read_parquet(path).to_dicts()
    if path.endswith(".jsonl"):
        return polars.read_ndjson(path).to_dicts()
    return polars.read_csv(path, infer_schema=False).fill_null("").to_dicts()


def read_duckdb(path):
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


ALL = ("jsonl", "csv", "parquet")
READERS = {
    "Python json": (read_json, ("jsonl",)),
    "Python csv": (csv_rows, ("csv",)),
    f"pyarrow {pyarrow.__version__}": (read_pyarrow, ALL),
    f"pandas {pandas.__version__}": (read_pandas, ALL),
    f"Polars {polars.__version__}": (read_polars, ALL),
    f"DuckDB {duckdb.__version__}": (read_duckdb, ALL),
}

if __name__ == "__main__":
    judge_all(roots()[0], READERS)
