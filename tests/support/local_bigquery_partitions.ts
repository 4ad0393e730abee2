import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

interface LoadJob {
  configuration?: {
    load?: { destinationTable: { datasetId: string; tableId: string }; writeDisposition: string };
  };
}

/**
 * Stands before local-bigquery, which takes `table$YYYYMMDD` for a table's name: a load into a day's
 * partition becomes what it means, that day's rows deleted and the new ones appended. Unlike in
 * BigQuery that's two steps. Everything else passes as it is.
 *
 * @param upstream local-bigquery's URL.
 * @param partitionColumns the column that each partitioned table is partitioned by.
 */
export async function servePartitions(
  upstream: string,
  partitionColumns: Readonly<Record<string, string>>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    void forward(request).then(async (answer) => {
      const type = answer.headers.get("content-type") ?? "application/json";
      response.writeHead(answer.status, { "content-type": type });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };

  async function forward(request: IncomingMessage): Promise<Response> {
    const { method = "GET", url = "/", headers } = request;
    let body: Buffer | string = await buffer(request);
    if (method === "POST" && /^\/bigquery\/v2\/projects\/[^/]+\/jobs\b/.test(url)) {
      body = await withoutDecorator(url, body.toString());
    }
    return fetch(upstream + url, {
      method,
      headers: { "content-type": headers["content-type"] ?? "application/json" },
      ...(method !== "GET" && { body }),
    });
  }

  async function withoutDecorator(url: string, text: string): Promise<string> {
    const job = JSON.parse(text) as LoadJob;
    const load = job.configuration?.load;
    const [table = "", partition] = load?.destinationTable.tableId.split("$") ?? [];
    if (!load || partition === undefined) return text;
    const { datasetId } = load.destinationTable;
    const day = `PARSE_DATE('%Y%m%d', '${partition}')`;
    const query = `DELETE FROM \`${datasetId}.${table}\` WHERE ${partitionColumns[table]} = ${day}`;
    const deleted = await fetch(upstream + url.replace(/\/jobs.*/, "/queries"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, useLegacySql: false }),
    });
    if (!deleted.ok) throw new Error(`${query}: ${await deleted.text()}`);
    load.destinationTable.tableId = table;
    load.writeDisposition = "WRITE_APPEND";
    return JSON.stringify(job);
  }
}
