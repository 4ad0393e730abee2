import { parse } from "csv-parse/sync";
import { type CloudDoubles, bucket } from "./cloud_doubles";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import { rowsOf } from "./bigquery_rows";

/** Where a run in the small cloud writes to: a prefix and a dataset of one name. */
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

  /** The market's CSV and partition and the names of all objects, but for the time of fetching. */
  lasting(date: string): unknown {
    const csv = parse<Record<string, string>>(this.content(`daily_snapshots/crypto_${date}.csv`), {
      columns: true,
    });
    const table = this.doubles.bigquery.table(this.name, cryptoMarketSnapshotFact.name);
    return {
      // An archived answer's name tells when it was fetched.
      paths: this.paths().map((path) => path.replace(/@[^/]+Z/, "@TIME")),
      csv: csv.map(withoutFetchTime),
      rows: rowsOf(cryptoMarketSnapshotFact, table.rows()).map(withoutFetchTime),
    };
  }
}

function withoutFetchTime(row: object): object {
  return { ...row, ingested_at: undefined };
}
