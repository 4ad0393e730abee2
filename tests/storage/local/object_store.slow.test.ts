import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ActionableError } from "../../../pipelines/core/actionable_error";
import { LocalObjectStore } from "../../../pipelines/storage/local/object_store";
import { localStorageError } from "../../../pipelines/storage/local/errors";
import { newRunId } from "../../../pipelines/core/run_id";
import { openObjectStore } from "../../../pipelines/storage/open_object_store";
import { errorOf } from "../../support/error_of";
import { describeObjectStore } from "../object_store_suite";
import { asOrdinaryUser } from "./ordinary_user";

async function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), "local-store-"));
}

describeObjectStore("A directory", async () => {
  const directory = await temporaryDirectory();
  const root = join(directory, "not yet", "there [1]");
  const runId = newRunId();
  return {
    store: new LocalObjectStore(root, runId),
    runId,
    another: (other) => new LocalObjectStore(root, other),
    temporary: async () => {
      const entries = await readdir(join(root, ".tmp"), {
        recursive: true,
        withFileTypes: true,
      }).catch(() => []);
      return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    },
    cleanUp: () => rm(directory, { recursive: true }),
  };
});

describe("A directory that can't be used", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(async () => {
    await chmod(directory, 0o700);
    await rm(directory, { recursive: true });
  });
  const open = (...parts: string[]) => new LocalObjectStore(join(directory, ...parts), newRunId());

  it("because it is a file, is refused in one line", async () => {
    await writeFile(join(directory, "file"), "");
    expect(await errorOf(open("file").check())).toMatch(
      /file is not a directory|file is not inside/,
    );
    expect(await errorOf(open("file", "below").check())).toMatch(
      /below is not inside a directory\. Choose/,
    );
  });

  it("because of its permissions, is refused in one line", async () => {
    await chmod(directory, 0o555);
    await asOrdinaryUser(async () => {
      expect(await errorOf(open("out").check())).toMatch(
        /out may not be written to\. Give yourself/,
      );
      expect(await errorOf(open().write("a", "b"))).toMatch(
        /a may not be written to\. Give yourself/,
      );
    });
  });

  it("because its name is too long, is refused in one line", async () => {
    expect(await errorOf(open("x".repeat(300)).check())).toMatch(/has too long a name\. Choose/);
  });

  it("because a directory is in an object's place, is refused in one line", async () => {
    await mkdir(join(directory, "a", "b"), { recursive: true });
    expect(await errorOf(open().write("a", "text"))).toMatch(
      /is a directory, not a file\. Move it/,
    );
  });

  it("because a file is in a folder's place, is refused in one line", async () => {
    const store = open();
    await store.write("a", "text");
    expect(await errorOf(store.write("a/b", "text"))).toMatch(
      /a\/b is (not a|not inside a) directory\./,
    );
    expect(await readFile(join(directory, "a"), "utf8")).toBe("text");
  });

  it.each([
    ["ENOSPC", /out\/x does not fit on the disk\. Make room/],
    ["EROFS", /out\/x is on a read-only file system\. Choose/],
    ["EDQUOT", /out\/x does not fit into your disk quota\. Make room/],
  ])("because of %s, is explained in one line", (code, line) => {
    const problem = localStorageError(Object.assign(new Error(code), { code }), "out/x");
    expect(problem).toBeInstanceOf(ActionableError);
    expect((problem as ActionableError).message).toMatch(line);
  });
});

describe("A directory as an object store", () => {
  it("leaves no folder for temporary files, and follows links to folders", async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "real"));
    await symlink(join(directory, "real"), join(directory, "linked"));
    const store = await openObjectStore(directory, newRunId());
    await store.write("linked/a", "text");
    await store.removeTemporary();
    const paths: string[] = [];
    for await (const { path } of store.list("")) paths.push(path);
    expect(paths).toEqual(["linked/a", "real/a"]);
    expect((await readdir(directory)).sort()).toEqual(["linked", "real"]);
    await rm(directory, { recursive: true });
  });

  it("keeps the old file when its process is killed, and the next run clears up", async () => {
    const directory = await temporaryDirectory();
    const store = new LocalObjectStore(directory, newRunId());
    await store.write("a", "old");
    const child = spawn(process.execPath, [join(__dirname, "stalled_writer.js"), directory, "a"]);
    await once(child.stdout, "data");
    expect(await readdir(join(directory, ".tmp"))).toHaveLength(2);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await readFile(join(directory, "a"), "utf8")).toBe("old");
    await store.removeTemporary();
    expect(await readdir(directory)).toEqual(["a"]);
    await rm(directory, { recursive: true });
  });

  it("is not opened for another kind of place", async () => {
    await expect(openObjectStore("s3://bucket/x", newRunId())).rejects.toThrow(ActionableError);
  });
});
