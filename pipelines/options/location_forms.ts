import * as v from "valibot";
import { parseStorageUrl } from "../google/storage_url";
import { readText } from "./forms";

/** The forms of places for files: folders and files of this machine, and of Cloud Storage. */

/** A folder here or in Cloud Storage, without a slash at its end. */
export const folder = v.pipe(
  readText((value, refuse) => place(value, refuse, "gs://BUCKET/PREFIX or a folder")),
  v.transform(withoutSlash),
);

export const cloudStorageFolder = v.pipe(
  readText((value, refuse) =>
    parseStorageUrl(value) ? value : refuse("expected gs://BUCKET/PREFIX"),
  ),
  v.transform(withoutSlash),
);

export const file = readText((value, refuse) => {
  const expected = "gs://BUCKET/OBJECT or a file";
  const isFolder = value.endsWith("/") || parseStorageUrl(value)?.name === "";
  return isFolder ? refuse(`expected ${expected}`) : place(value, refuse, expected);
});

/** A folder as it was typed. */
export const output = readText((value, refuse) =>
  place(value, refuse, "a directory or gs://BUCKET/PREFIX"),
);

function place(value: string, refuse: (reason: string) => never, expected: string): string {
  const isPlace = value.startsWith("gs:") ? parseStorageUrl(value) !== undefined : value !== "";
  return isPlace ? value : refuse(`expected ${expected}`);
}

function withoutSlash(value: string): string {
  return value.length > 1 ? value.replace(/\/+$/, "") || "/" : value;
}
