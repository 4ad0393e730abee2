import type { Cell, QueryTarget } from "../query/query_target";
import { readSql } from "../warehouses/view_files";

/** The days that a page is about, inclusive. */
export type DayRange = { readonly from: string; readonly to: string };

type Parameters = Readonly<Record<string, string>>;

/** The result of a query, as columns. */
export class Columns {
  constructor(
    private readonly names: readonly string[],
    readonly rows: readonly (readonly Cell[])[],
  ) {}

  numbers(name: string): (number | null)[] {
    return this.cells(name).map(numberIn);
  }

  /** Numbers of which none is null. */
  counts(name: string): number[] {
    return this.cells(name).map((cell) => numberIn(cell) ?? 0);
  }

  optionalTexts(name: string): (string | null)[] {
    return this.cells(name).map((cell) => (cell === null ? null : String(cell)));
  }

  texts(name: string): string[] {
    return this.optionalTexts(name).map((text) => text ?? "");
  }

  flags(name: string): boolean[] {
    return this.cells(name).map((cell) => cell === true);
  }

  private cells(name: string): Cell[] {
    const at = this.names.indexOf(name);
    if (at < 0) throw new Error(`A query of sql/dashboard gives no column ${name}.`);
    return this.rows.map((row) => row[at] ?? null);
  }
}

/** Reads what sql/dashboard asks of a warehouse, in its dialect. */
export class TableReader {
  private constructor(
    private readonly target: QueryTarget,
    private readonly tables: ReadonlySet<string>,
  ) {}

  static async open(target: QueryTarget): Promise<TableReader> {
    return new TableReader(target, new Set(await target.tables()));
  }

  has(table: string): boolean {
    return this.tables.has(table);
  }

  /**
   * @param name of a file of sql/dashboard
   * @param table in place of the one that the file names, where several have the same columns
   */
  async read(
    name: string,
    parameters: DayRange & Parameters,
    table?: { readonly named: string; readonly instead: string },
  ): Promise<Columns> {
    const rows: (readonly Cell[])[] = [];
    const result = await this.target.run(this.sql(name, parameters, table));
    for await (const part of result.rows) for (const row of part) rows.push(row);
    return new Columns(
      result.columns.map((column) => column.name),
      rows,
    );
  }

  private sql(
    name: string,
    parameters: Parameters,
    table?: { readonly named: string; readonly instead: string },
  ): string {
    const { dialect, url } = this.target;
    const dataset = url.slice(url.indexOf(":") + 1);
    let sql = readSql("dashboard", name, dialect).replaceAll("{{ dataset }}", dataset);
    for (const [key, value] of Object.entries(parameters)) {
      sql = sql.replaceAll(`{{ ${key} }}`, value);
    }
    return table ? sql.replaceAll(table.named, table.instead) : sql;
  }
}

function numberIn(cell: Cell): number | null {
  const number = cell === null ? NaN : Number(cell);
  return Number.isFinite(number) ? number : null;
}
