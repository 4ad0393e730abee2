import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "../../scripts/generated_files";
import { checkout } from "../support/checkout";

const files = generatedFiles();

describe("Generated files", () => {
  it.each(files.map(({ path, content }) => [path, content]))(
    "%s is as `npm run generate` writes it",
    (path, content) => {
      expect(readFileSync(join(checkout, path), "utf8")).toBe(content);
    },
  );

  it("are the only ones in their folder", () => {
    const folder = "schemas/generated/";
    const expected = files.map(({ path }) => path).filter((path) => path.startsWith(folder));
    expect(readdirSync(join(checkout, folder)).map((name) => folder + name)).toEqual(
      expected.sort(),
    );
  });
});
