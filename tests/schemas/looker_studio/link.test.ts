import { reportLink, viewLink } from "../../../schemas/looker_studio/link";
import { views } from "../../../schemas/views/views";

const parametersOf = (link: string) => Object.fromEntries(new URL(link).searchParams);
const host = /^https:\/\/lookerstudio\.google\.com\/reporting\/create\?[\w.*~%=&-]+$/;

describe.each(["my-project", "example.com:my-project"])(
  "a link to Looker Studio for %s",
  (project) => {
    it.each(views)("opens the default report over $name", ({ name }) => {
      const link = viewLink({ project, dataset: "crypto_eu" }, name);
      expect(link).toMatch(host);
      expect(parametersOf(link)).toEqual({
        "c.mode": "edit",
        "r.reportName": `Crypto market: ${name}`,
        "ds.datasourceName": name,
        "ds.connector": "bigQuery",
        "ds.type": "TABLE",
        "ds.projectId": project,
        "ds.datasetId": "crypto_eu",
        "ds.tableId": name,
      });
    });

    it("opens a copy of a report over the same views of another dataset", () => {
      const link = reportLink({ project, dataset: "crypto" }, "ab-C_1", ["crypto_movers", "b"]);
      expect(link).toMatch(host);
      expect(parametersOf(link)).toEqual({
        "c.reportId": "ab-C_1",
        "r.reportName": "Crypto market",
        "ds.*.refreshFields": "false",
        "ds.*.connector": "bigQuery",
        "ds.*.type": "TABLE",
        "ds.*.projectId": project,
        "ds.*.datasetId": "crypto",
        "ds.crypto_movers.datasourceName": "crypto_movers",
        "ds.crypto_movers.tableId": "crypto_movers",
        "ds.b.datasourceName": "b",
        "ds.b.tableId": "b",
      });
    });
  },
);

it("a link has what would end a parameter escaped", () => {
  const link = viewLink({ project: "a&b=c d+e#f", dataset: "ä?" }, "v");
  expect(link).toMatch(host);
  expect(parametersOf(link)).toMatchObject({ "ds.projectId": "a&b=c d+e#f", "ds.datasetId": "ä?" });
});
