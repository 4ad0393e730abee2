import { parse } from "csv-parse/sync";
import { type CloudDoubles, bucket } from "../../emulators/google/cloud_doubles";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import type { Row, TableSpec } from "../../schemas/table";
import { tablesOf } from "../../schemas/tables";
import { rowsOf } from "../../emulators/google/bigquery/rows";

/** Where a run against the doubles writes to: a prefix and a dataset of the same name. */
export class CloudOutput {
  constructor(
    private readonly doubles: CloudDoubles,
    readonly name: string,
  ) {}

  /** The options that send a run here. */
  get options(): string[] {
    return [
      `--output=gs://${bucket}/${this.name}`,
      `--warehouse=bigquery:demo-project.${this.name}`,
    ];
  }

  /** The paths of all objects, temporary ones too. */
  paths(): string[] {
    const { storage } = this.doubles;
    return storage
      .names(bucket)
      .filter((name) => name.startsWith(`${this.name}/`))
      .map((name) => name.slice(this.name.length + 1));
  }

  content(path: string): Buffer {
    const found = this.doubles.storage.content(bucket, `${this.name}/${path}`);
    if (!found) throw new Error(`There is no ${path} in ${this.name}.`);
    return found;
  }

  /**
   * The market's CSV, partition, rejects and run record, and the names of all objects, without the
   * times of fetching.
   */
  dataOf(date: string): unknown {
    const csv = parse<Record<string, string>>(this.content(`daily_snapshots/crypto_${date}.csv`), {
      columns: true,
    });
    const { runs, rejects } = tablesOf("market-snapshot");
    return {
      // An archived answer's name contains when it was fetched.
      paths: this.paths().map((path) => path.replace(/@[^/]+Z/, "@TIME")),
      csv: csv.map(withoutFetchTime),
      rows: this.rows(cryptoMarketSnapshotFact).map(withoutFetchTime),
      rejects: rejects && this.rows(rejects),
      runs: this.rows(runs).map(({ snapshot_date, state, row_count, fetched }) => ({
        ...{ snapshot_date, state, row_count, fetched },
      })),
    };
  }

  /** A table's rows by its primary key. */
  rows(table: TableSpec): Row[] {
    return rowsOf(table, this.doubles.bigquery.table(this.name, table.name).rows());
  }
}

function withoutFetchTime(row: object): object {
  return { ...row, ingested_at: undefined };
}
