import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedFiles, withParts } from "../../scripts/generated_files";
import { checkout } from "../support/checkout";

const files = generatedFiles(checkout);

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

  it("keep what is written around a generated part, and come out the same again", () => {
    const directory = mkdtempSync(join(tmpdir(), "generated-"));
    const write = (text: string) => {
      writeFileSync(join(directory, "a.md"), text);
    };
    write("before\n<!-- x:start -->\nold\n<!-- x:end -->\nafter\n");
    const { content } = withParts(directory, "a.md", { x: "new\n" });
    expect(content).toBe("before\n<!-- x:start -->\n\nnew\n\n<!-- x:end -->\nafter\n");
    write(content);
    expect(withParts(directory, "a.md", { x: "new\n" }).content).toBe(content);
    expect(() => withParts(directory, "a.md", { y: "new" })).toThrow("a.md has no part");
    rmSync(directory, { recursive: true });
  });
});
