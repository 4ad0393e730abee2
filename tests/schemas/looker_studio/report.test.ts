import { additiveNumbers, fieldOf, namingNumbers } from "../../../schemas/looker_studio/field";
import { recordCount, reportPages, reportViews } from "../../../schemas/looker_studio/report";
import { views } from "../../../schemas/views/views";

const columnsOf = (view: string) => views.find(({ name }) => name === view)?.columns ?? [];

describe("the fields of Looker Studio", () => {
  it("that are numbers without being metrics, or add up, are numbers of a view", () => {
    const numbers = views
      .flatMap(({ columns }) => columns)
      .filter((column) => fieldOf(column).type === "Number")
      .map(({ name }) => name);
    const named = [...namingNumbers, ...additiveNumbers];
    expect(named.filter((name) => !numbers.includes(name))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it.each([
    [
      { name: "name", type: "STRING" },
      { type: "Text", role: "dimension", aggregation: "None" },
    ],
    [
      { name: "market_cap_rank", type: "INT64" },
      { type: "Number", role: "dimension", aggregation: "None" },
    ],
    [
      { name: "market_cap", type: "BIGNUMERIC" },
      { type: "Number", role: "metric", aggregation: "Sum" },
    ],
    [
      { name: "price", type: "BIGNUMERIC" },
      { type: "Number", role: "metric", aggregation: "Average" },
    ],
    [
      { name: "last_updated", type: "TIMESTAMP" },
      { type: "Date & Time", role: "dimension", aggregation: "None" },
    ],
  ] as const)("%j is %j", (column, field) => {
    expect(fieldOf(column)).toEqual(field);
  });
});

describe.each(reportPages)("the page $title", ({ view, charts }) => {
  it("has dimensions and metrics that its view has in these roles", () => {
    const named = (role: string) =>
      columnsOf(view).flatMap((column) => (fieldOf(column).role === role ? [column.name] : []));
    for (const { dimensions, metrics } of charts) {
      expect(named("dimension")).toEqual(expect.arrayContaining([...dimensions]));
      expect([...named("metric"), recordCount]).toEqual(expect.arrayContaining([...metrics]));
    }
  });
});

it("each page has a view of its own, which is its data source's alias", () => {
  expect(new Set(reportViews).size).toBe(reportPages.length);
});
