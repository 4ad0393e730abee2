import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { reportLink, viewLink } from "../../../schemas/looker_studio/link";
import { reportViews } from "../../../schemas/looker_studio/report";
import { checkout } from "../../support/checkout";

const setUp = (...options: string[]) =>
  spawnSync(join(checkout, "scripts/setup.sh"), ["--views", "--dry-run", ...options], {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin" },
  });
const linksIn = (text: string) =>
  [...text.matchAll(/^ {2}(\w+) (https:\S+)$/gm)].map((m) => m.slice(1));

describe("the set-up's links to Looker Studio", () => {
  it.each(["my-project", "example.com:my-project"])(
    "have %s and the dataset in them",
    (project) => {
      const { status, stderr } = setUp(`--project=${project}`, "--dataset=crypto_eu");
      expect(status).toBe(0);
      expect(linksIn(stderr)).toEqual(
        reportViews.map((view) => [view, viewLink({ project, dataset: "crypto_eu" }, view)]),
      );
    },
  );

  it("open a copy of a report that somebody built", () => {
    const { stderr } = setUp("--project=my-project", "--looker-report=ab-C_1");
    expect(linksIn(stderr).at(-1)).toEqual([
      "report",
      reportLink({ project: "my-project", dataset: "crypto" }, "ab-C_1", reportViews),
    ]);
  });

  it.each(["https://lookerstudio.google.com/reporting/ab/page/1M", "a b", "a&b"])(
    "are refused for a report %s",
    (id) => {
      const { status, stdout, stderr } = setUp("--project=my-project", `--looker-report=${id}`);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toContain(`--looker-report=${id} is no id of a report`);
    },
  );
});
