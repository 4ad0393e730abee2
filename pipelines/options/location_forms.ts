import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { parseDatasetName } from "../google/dataset_name";
import { parseStorageUrl } from "../google/storage_url";
import { readText } from "./forms";

/**
 * The forms of places: folders and files of this machine, where `~` is the home directory, and of
 * Cloud Storage, and warehouses.
 */

/** A folder here or in Cloud Storage, without a slash at its end. */
export const folder = v.pipe(
  readText((value, refuse) => parsePlace(value, refuse, "gs://BUCKET/PREFIX or a folder")),
  v.transform(withoutSlash),
);

export const cloudStorageFolder = v.pipe(
  readText((value, refuse) => {
    const place = lowerScheme(value);
    return parseStorageUrl(place) ? place : refuse("expected gs://BUCKET/PREFIX");
  }),
  v.transform(withoutSlash),
);

export const file = readText((value, refuse) => {
  const expected = "gs://BUCKET/OBJECT or a file";
  const place = parsePlace(value, refuse, expected);
  const isFolder = place.endsWith("/") || parseStorageUrl(place)?.name === "";
  return isFolder ? refuse(`expected ${expected}`) : place;
});

/** A folder as it was typed. */
export const output = readText((value, refuse) =>
  parsePlace(value, refuse, "a directory or gs://BUCKET/PREFIX"),
);

/** `duckdb:FILE`, `bigquery:PROJECT.DATASET` or `none`. */
export const warehouse = readText((value, refuse) => {
  const [, service, place = ""] = /^(duckdb|bigquery):(.+)$/s.exec(value) ?? [];
  if (value === "none" || (service === "bigquery" && parseDatasetName(place))) return value;
  if (service !== "duckdb") {
    return refuse("expected duckdb:FILE, bigquery:PROJECT.DATASET, or none");
  }
  if (place === ":memory:")
    return refuse("expected a file: a database in memory ends with the run");
  return `duckdb:${expandHome(place, refuse)}`;
});

/** `~` and `~/PATH` as a path below the home directory; any other path as it is. */
function expandHome(path: string, refuse: (reason: string) => never): string {
  const [, user, rest] = /^~([^/]*)(.*)$/s.exec(path) ?? [];
  if (user === undefined || rest === undefined) return path;
  if (user !== "") {
    return refuse(`~${user} is not supported: write that home directory in full, or ./~${user}`);
  }
  // An empty HOME would make it the root directory.
  return join(homedir() || userInfo().homedir, rest);
}

function parsePlace(value: string, refuse: (reason: string) => never, expected: string): string {
  const place = lowerScheme(value);
  const [, scheme] = /^([a-z][a-z0-9+.-]+):\/\//i.exec(place) ?? [];
  if (scheme !== undefined && scheme !== "gs") {
    return refuse(`${scheme}:// is not supported: expected ${expected}`);
  }
  if (place === "" || (place.startsWith("gs:") && !parseStorageUrl(place))) {
    return refuse(`expected ${expected}`);
  }
  return expandHome(place, refuse);
}

function lowerScheme(value: string): string {
  return value.replace(/^gs:/i, "gs:");
}

function withoutSlash(value: string): string {
  return value.length > 1 ? value.replace(/\/+$/, "") || "/" : value;
}
