"""The same in Python Beam for several days: archived pages as one CSV a day.

    python python_range.py --archive=FOLDER --columns=NAMES --output=FOLDER [Beam's options]

The archive has a folder a day, and in it the pages as they came.
"""

import argparse
import os
import sys
from pathlib import Path

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from python_market import newest, record, rows_of


def pages_in(archive):
    """Each page of each day: the day and the path."""
    return [(path.parents[2].name, str(path)) for path in sorted(Path(archive).glob("*/coins_markets/*/*.json.gz"))]


def rows_of_page(page, columns):
    day, path = page
    for asset, row in rows_of(Path(path).read_bytes(), columns):
        yield (day, asset), row


def write_day(day_and_lines, folder, header):
    day, lines = day_and_lines
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/market_{day}.csv", "w", encoding="utf-8") as file:
        file.write(f"{header}\n")
        file.writelines(f"{line}\n" for line in lines)


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--archive", required=True)
    parser.add_argument("--columns", required=True)
    parser.add_argument("--output", required=True)
    known, rest = parser.parse_known_args(arguments)
    columns = known.columns.split(",")
    with beam.Pipeline(options=PipelineOptions(rest)) as pipeline:
        (
            pipeline
            | "Pages" >> beam.Create(pages_in(known.archive))
            | "Spread" >> beam.Reshuffle()
            | "Rows" >> beam.FlatMap(rows_of_page, columns)
            | "ByDayAndAsset" >> beam.GroupByKey()
            | "OneRowAnAsset" >> beam.MapTuple(lambda key, rows: (key[0], newest((key, rows), columns.index("last_updated"))))
            | "Csv" >> beam.MapTuple(lambda day, row: (day, record(row)))
            | "ByDay" >> beam.GroupByKey()
            | "Write" >> beam.Map(write_day, known.output, known.columns)
        )


if __name__ == "__main__":
    main(sys.argv[1:])
