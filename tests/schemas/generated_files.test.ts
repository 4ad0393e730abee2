import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "../../scripts/generated_files";
import { checkout } from "../support/checkout";
import { filesBelow } from "../support/output_files";

const files = generatedFiles();

describe("Generated files", () => {
  it.each(files.map(({ path, content }) => [path, content]))(
    "%s is as `npm run generate` writes it",
    (path, content) => {
      expect(readFileSync(join(checkout, path), "utf8")).toBe(content);
    },
  );

  it("are the only ones in their folder", () => {
    const folder = "schemas/generated";
    const expected = files.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`));
    const found = filesBelow(join(checkout, folder)).map((path) => `${folder}/${path}`);
    expect(found).toEqual(expected.sort());
  });
});
