/**
 * Checks a path inside an object store: parts separated by `/`, of characters that every file
 * system and Cloud Storage accept (https://cloud.google.com/storage/docs/objects#naming).
 * @throws when it is not a path: a defect of the caller, since no path holds foreign text unencoded.
 */
export function checkObjectPath(path: string): void {
  const fault =
    path
      .split("/")
      .map((part) => faultOf(part))
      .find(Boolean) ??
    (path.length > 800 && "is too long");
  if (fault)
    throw new Error(`${JSON.stringify(path.slice(0, 1000))} is no object path: it ${fault}.`);
}

/** Checks a folder's path: empty for the whole store, or ending in `/`. */
export function checkFolderPath(folder: string): void {
  if (folder === "") return;
  if (!folder.endsWith("/")) throw new Error(`${JSON.stringify(folder)} does not end in a slash.`);
  checkObjectPath(folder.slice(0, -1));
}

/** The folder of temporary objects inside a store, with a folder for each run; never listed. */
export const temporaryFolder = ".tmp";

/** The path of a temporary object of a run; `removeTemporary` of that run, or of a later one, deletes it. */
export function temporaryPath(runId: string, name: string): string {
  return `${temporaryFolder}/${runId}/${name}`;
}

function faultOf(part: string): string | undefined {
  if (part === "") return "has an empty part";
  if (part === "." || part === "..") return `has a part ${part}`;
  if (/[\p{Cc}\p{Cs}\\:*?"<>|]/u.test(part)) return "has a character that some stores refuse";
  if (/[. ]$/.test(part)) return "has a part that ends in a dot or a space";
  return Buffer.byteLength(part) > 200 ? "has a part that is too long" : undefined;
}
