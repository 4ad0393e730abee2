import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { optionsOf, refusal, valueOf } from "../cli/parse";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();

describe("a path that begins with ~ is in the home directory", () => {
  it.each([
    ["~", homedir()],
    ["~/crypto/out", join(homedir(), "crypto/out")],
    ["./~", "./~"],
  ])("--output=%s", (typed, path) => {
    expect(optionsOf(`--output=${typed}`).output).toBe(path);
  });

  it("of another person is not known, and refused", () => {
    expect(() => optionsOf("--output=~other/out")).toThrow(/~other is not supported/);
  });

  it("in every other option that names a file or folder", () => {
    expect(optionsOf("--warehouse=duckdb:~/w.duckdb").warehouse).toBe(
      `duckdb:${homedir()}/w.duckdb`,
    );
    const dataflow = [
      ...["date-dim", "--runner=dataflow", "--project=my-project", "--region=us-central1"],
      ...["--sdkContainerImage=gcr.io/p/img:1", "--output=gs://my-bucket/crypto"],
    ];
    const options = optionsOf(...dataflow, "--stagingLocation=~/s", "--templateLocation=~/t.json");
    expect(options).toMatchObject({
      stagingLocation: join(homedir(), "s"),
      templateLocation: join(homedir(), "t.json"),
    });
  });
});

describe("a place in another storage", () => {
  it.each(["s3://bucket/x", "az://container/x", "file:///tmp/x", "S3://bucket", "hdfs://h/x"])(
    "--output=%s is refused by its scheme, before any work",
    (place) => {
      const [scheme = ""] = place.split("://");
      expect(refusal(`--output=${place}`)).toBe(
        `--output=${place}: ${scheme}:// is not supported: expected a directory or gs://BUCKET/PREFIX.`,
      );
    },
  );

  it.each(["gs://my-bucket/x", "GS://my-bucket/x", "Gs://my-bucket/x"])(
    "--output=%s is Cloud Storage, in any case of the scheme",
    (place) => {
      const options = optionsOf("date-dim", `--output=${place}`);
      expect(options.output).toBe("gs://my-bucket/x");
      expect(valueOf("output", `--output=${place}`)).toBe("gs://my-bucket/x");
    },
  );
});

describe("a folder whose name has a ?", () => {
  it("is refused with the reason where DuckDB would have to open a file in it", () => {
    expect(refusal("--output=a?b")).toBe(
      '--output=a?b: DuckDB opens no file whose path has a "?". Choose another folder, or pass --warehouse=none.',
    );
    expect(refusal("--output=out", "--warehouse=duckdb:a?b/w.duckdb")).toMatch(
      /^--warehouse=duckdb:a\?b\/w\.duckdb: DuckDB opens no file/,
    );
  });

  it("is an output like any other without DuckDB", async () => {
    const output = join(folder(), "a?b");
    const argv = ["date-dim", "--endDate=2020-01-31", `--output=${output}`, "--warehouse=none"];
    expect(await runInProcess(...argv)).toMatchObject([{ state: "DONE" }]);
    expect(existsSync(join(output, "dimensions/date_dim.csv"))).toBe(true);
  });
});
