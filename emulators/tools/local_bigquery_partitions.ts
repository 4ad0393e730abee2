import { type IncomingMessage, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

interface Job {
  configuration?: {
    query?: { query: string };
    load?: { destinationTable: { datasetId: string; tableId: string }; writeDisposition: string };
  };
}

/**
 * A proxy of local-bigquery, which takes `table$YYYYMMDD` for a table's name: a load into a day's
 * partition becomes a DELETE of that day's rows and an append. Unlike in BigQuery this is not atomic.
 * Everything else is forwarded unchanged.
 */
export class LocalBigQueryPartitions {
  /** The queries so far, those of jobs too. */
  readonly queries: string[] = [];
  private readonly server: Server;

  private constructor(
    private readonly upstream: string,
    private readonly columns: Readonly<Record<string, string>>,
  ) {
    this.server = createServer((request, response) => {
      this.forward(request).then(
        async (answer) => {
          const type = answer.headers.get("content-type") ?? "application/json";
          response.writeHead(answer.status, { "content-type": type });
          response.end(Buffer.from(await answer.arrayBuffer()));
        },
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  }

  /**
   * @param upstream local-bigquery's URL
   * @param columns the column that each partitioned table is partitioned by
   */
  static async serve(
    upstream: string,
    columns: Readonly<Record<string, string>>,
  ): Promise<LocalBigQueryPartitions> {
    const front = new LocalBigQueryPartitions(upstream, columns);
    await new Promise<void>((resolve) => front.server.listen(0, "127.0.0.1", resolve));
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private async forward(request: IncomingMessage): Promise<Response> {
    const { method = "GET", url = "/", headers } = request;
    let body: Buffer | string = await buffer(request);
    if (method === "POST" && /\/projects\/[^/]+\/jobs\b/.test(url)) {
      body = await this.withoutDecorator(url, body.toString());
    }
    if (method === "POST" && /\/queries\b/.test(url)) {
      this.queries.push((JSON.parse(body.toString()) as { query: string }).query);
    }
    return fetch(this.upstream + url, {
      method,
      headers: { "content-type": headers["content-type"] ?? "application/json" },
      ...(method !== "GET" && { body }),
    });
  }

  private async withoutDecorator(url: string, text: string): Promise<string> {
    const job = JSON.parse(text) as Job;
    const query = job.configuration?.query;
    if (query) this.queries.push(query.query);
    const load = job.configuration?.load;
    const [table = "", partition] = load?.destinationTable.tableId.split("$") ?? [];
    if (!load || partition === undefined) return text;
    const { datasetId } = load.destinationTable;
    const day = `PARSE_DATE('%Y%m%d', '${partition}')`;
    const deletion = `DELETE FROM \`${datasetId}.${table}\` WHERE ${this.columns[table]} = ${day}`;
    const deleted = await fetch(this.upstream + url.replace(/\/jobs.*/, "/queries"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: deletion, useLegacySql: false }),
    });
    if (!deleted.ok) throw new Error(`${deletion}: ${await deleted.text()}`);
    load.destinationTable.tableId = table;
    load.writeDisposition = "WRITE_APPEND";
    return JSON.stringify(job);
  }
}
