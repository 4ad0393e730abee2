"""The baseline in Python Beam: the market's pages as one row an asset in a CSV.

What one would write with the official SDK: fetch each page, store its body unchanged, gunzip and
parse it, compute the volatility, keep one row an asset, write one CSV. No checks, no warehouse.

    python python_market.py --url=URL_WITH_{page} --pages=N --output=FOLDER [Beam's options]
"""

import argparse
import csv
import gzip
import io
import json
import os
import sys

import apache_beam as beam
import numpy
import requests
from apache_beam.options.pipeline_options import PipelineOptions


class FetchPage(beam.DoFn):
    """A page's body, stored unchanged in a file."""

    def __init__(self, url, folder):
        self.url = url
        self.folder = folder

    def setup(self):
        os.makedirs(self.folder, exist_ok=True)
        self.session = requests.Session()

    def process(self, page):
        url = self.url.replace("{page}", str(page))
        with self.session.get(url, headers={"accept-encoding": "gzip"}, stream=True) as response:
            response.raise_for_status()
            body = response.raw.read(decode_content=False)
        with open(f"{self.folder}/page-{page}.json.gz", "wb") as file:
            file.write(body)
        yield body


def rows_of(body, columns):
    for coin in json.loads(gzip.decompress(body)):
        row = dict(coin, asset_id=coin["id"], volatility=volatility(coin))
        yield coin["id"], tuple(row.get(column) for column in columns)


def volatility(coin):
    prices = (coin.get("sparkline_in_7d") or {}).get("price") or []
    prices = [price for price in prices if price is not None]
    return float(numpy.std(prices)) if len(prices) > 1 else None


def newest(asset, version):
    _, rows = asset
    return max(rows, key=lambda row: row[version] or "")


def record(row):
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(row)
    return text.getvalue()


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--columns", required=True)
    parser.add_argument("--output", required=True)
    known, rest = parser.parse_known_args(arguments)
    columns = known.columns.split(",")
    with beam.Pipeline(options=PipelineOptions(rest)) as pipeline:
        (
            pipeline
            | "Pages" >> beam.Create(range(1, known.pages + 1))
            | "Fetch" >> beam.ParDo(FetchPage(known.url, f"{known.output}/raw"))
            | "Rows" >> beam.FlatMap(rows_of, columns)
            | "ByAsset" >> beam.GroupByKey()
            | "OneRowAnAsset" >> beam.Map(newest, columns.index("last_updated"))
            | "Csv" >> beam.Map(record)
            | "Write"
            >> beam.io.WriteToText(f"{known.output}/market.csv", num_shards=1, header=known.columns)
        )


if __name__ == "__main__":
    main(sys.argv[1:])
