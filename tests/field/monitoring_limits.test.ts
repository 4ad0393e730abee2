import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policyFault } from "../../emulators/google/project_monitoring";
import type { Resource } from "../../emulators/google/resource";
import { checkout } from "../support/checkout";

const folder = join(checkout, "monitoring/policies");
const policies = readdirSync(folder).map((file): [string, Resource] => [
  file,
  JSON.parse(readFileSync(join(folder, file), "utf8")) as Resource,
]);

describe("Cloud Monitoring, given an alert policy of the project", () => {
  it.each(policies)("accepts %s", (_, policy) => {
    expect(policyFault(policy)).toBeUndefined();
  });

  it("refuses the 26 hours that the freshness policy once asked for", () => {
    const aggregations = [{ alignmentPeriod: "86400s" }];
    const condition = {
      displayName: "c",
      conditionThreshold: { duration: "7200s", aggregations },
    };
    expect(policyFault({ conditions: [condition] })).toMatch(/is 26 hours, at most 25 are allowed/);
    const absent = { displayName: "c", conditionAbsent: { duration: "86400s", aggregations: [] } };
    expect(policyFault({ conditions: [absent] })).toMatch(/at most 23.5 hours/);
  });

  it("alerts after the same time as every text says", () => {
    const [, policy] = policies.find(([file]) => file === "no_snapshot.json") ?? [];
    const [condition] = policy?.conditions as {
      conditionThreshold: { duration: string; aggregations: { alignmentPeriod: string }[] };
    }[];
    const { duration, aggregations } = condition?.conditionThreshold ?? {};
    const seconds = [duration, aggregations?.[0]?.alignmentPeriod].map((text) =>
      parseInt(text ?? ""),
    );
    const hours = seconds.reduce((sum, one) => sum + one, 0) / 3600;
    const texts = [
      "monitoring/README.md",
      "docs/operations.md",
      "monitoring/policies/no_snapshot.json",
    ];
    for (const file of texts) {
      const named = readFileSync(join(checkout, file), "utf8").matchAll(
        /(?:snapshot|published) for (\d+) hours/g,
      );
      const all = [...named].map(([, number]) => Number(number));
      expect([file, all.length > 0, new Set(all)]).toEqual([file, true, new Set([hours])]);
    }
  });
});
