"""Spark, started once for all files. It needs Java."""

from exports import roots
from pyspark import __version__
from pyspark.sql import SparkSession
from values import judge_all


def reader(spark):
    """How a person reads a file of Loquat's with Spark."""
    def read(path):
        if path.endswith(".parquet"):
            frame = spark.read.parquet(path)
        elif path.endswith(".jsonl"):
            frame = spark.read.option("lineSep", "\n").json(path)
        else:  # it reads an empty cell as null, whatever it is told
            frame = spark.read.options(header=True, quote='"', escape='"', multiLine=True, nullValue="\u0001", maxCharsPerColumn=-1).csv(path).fillna("")
        return [row.asDict(recursive=True) for row in frame.collect()]

    return read


if __name__ == "__main__":
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    judge_all(roots()[0], {f"Spark {__version__}": (reader(session), ("jsonl", "csv", "parquet"))})
