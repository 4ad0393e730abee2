import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withPart } from "../../bench/marked_part";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();

describe("A marked part of a file", () => {
  it("is replaced, and what is around it stays; a second time changes nothing", () => {
    const file = join(folder(), "a.md");
    writeFileSync(file, "before\n<!-- x:start -->\nold\n<!-- x:end -->\nafter\n");
    const text = withPart(file, "x", "new\n");
    expect(text).toBe("before\n<!-- x:start -->\n\nnew\n\n<!-- x:end -->\nafter\n");
    writeFileSync(file, text);
    expect(withPart(file, "x", "new\n")).toBe(text);
  });

  it("has to be there", () => {
    const file = join(folder(), "b.md");
    writeFileSync(file, "<!-- x:end -->\n<!-- x:start -->\n");
    expect(() => withPart(file, "x", "new")).toThrow("b.md has no part");
    expect(() => withPart(file, "y", "new")).toThrow("b.md has no part");
  });
});
