import { readSettings } from "../support/airflow/dag_settings";

interface Read {
  readonly settings: { readonly retries: number };
  readonly error: string | null;
}

const good = {
  project: "demo-project",
  region: "europe-west1",
  templates: "gs://demo-bucket/templates",
  output: "gs://demo-bucket/crypto",
};
const text = JSON.stringify({ ...good, labels: { team: "größe" } });

/** Files that a person saves by mistake, and what the task's error names. */
const mistakes: [what: string, content: Buffer, error: RegExp][] = [
  [
    "in UTF-16 with a byte order mark",
    Buffer.from(`\ufeff${text}`, "utf16le"),
    /UTF-16.*save it as UTF-8/,
  ],
  ["in UTF-16 without one", Buffer.from(text, "utf16le"), /UTF-16.*save it as UTF-8/],
  ["in Latin-1", Buffer.from(text, "latin1"), /not UTF-8 text \(line 1\): save it as UTF-8/],
  ["with NaN", Buffer.from('{"retry_delay_seconds": NaN}'), /NaN is no number of JSON/],
  [
    "with Infinity",
    Buffer.from('{"execution_timeout_minutes": Infinity}'),
    /Infinity is no number/,
  ],
  [
    "with a number that overflows",
    Buffer.from('{"retry_delay_seconds": 1e999}'),
    /1e999 is too large/,
  ],
  [
    "with a delay of a million years",
    Buffer.from('{"retry_delay_seconds": 1e14}'),
    /retry_delay_seconds .* 0 to 86400/,
  ],
  ["with negative retries", Buffer.from('{"retries": -1}'), /retries is -1: expected 0 to 100/],
  ["with half a retry", Buffer.from('{"retries": 2.5}'), /retries is 2\.5: expected int/],
  [
    "with a timeout of 0",
    Buffer.from('{"execution_timeout_minutes": 0}'),
    /execution_timeout_minutes .* 1 to/,
  ],
  ["with polling without a pause", Buffer.from('{"poll_seconds": 0}'), /poll_seconds is 0/],
  ["with a number as the schedule", Buffer.from('{"schedule": 5}'), /schedule is 5/],
  ["nested a hundred thousand deep", Buffer.from("[".repeat(100_000)), /not JSON/],
  ["that is empty", Buffer.from(""), /not JSON/],
];

describe("the DAG's settings file", () => {
  it("is read in spite of a byte order mark before UTF-8 text", () => {
    const base64 = Buffer.from(`\ufeff${text}`).toString("base64");
    expect(readSettings([{ read: "task", base64, variable: null }])).toEqual([
      expect.objectContaining({ ...good, labels: { team: "größe" } }),
    ]);
  });

  it("never prevents the DAG from being parsed, and its tasks name what to correct", () => {
    const variable = JSON.stringify(good);
    const cases = mistakes.flatMap(([, content]) => {
      const base64 = content.toString("base64");
      return ["dag", "task"].map((read) => ({ read, base64, variable }));
    });
    const answers = readSettings<Read>(cases);
    mistakes.forEach(([what, , error], index) => {
      const [parsed, task] = answers.slice(2 * index);
      expect([what, parsed?.settings.retries]).toEqual([what, 3]);
      expect([what, parsed?.error]).toEqual([what, expect.stringMatching(error)]);
      expect([what, task?.error]).toEqual([what, expect.stringMatching(error)]);
      expect(task?.error).not.toContain("\n");
    });
  });

  it("does not hide from an alert the recipients that the Airflow Variable names", () => {
    const variable = JSON.stringify({ alerts: { email: "data@example.com" } });
    const base64 = Buffer.from("{").toString("base64");
    expect(readSettings([{ read: "alerts", base64, variable }])).toEqual([
      { alerts: { email: "data@example.com" }, errors: [expect.stringMatching(/not JSON/)] },
    ]);
  });
});
