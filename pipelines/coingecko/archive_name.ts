import { createHash } from "node:crypto";

/** The longest encoded name: a file's name also holds a time, and may be part of a path. */
const longest = 120;

/**
 * An external text, such as a coin's id, as a part of a path in the archive. Two texts never share a
 * name: what file systems refuse is percent-encoded, and a name that would be too long ends in a
 * digest behind a `~`, which no encoded text contains.
 */
export function archiveName(text: string): string {
  const encoded = encodeURIComponent(text)
    .replace(/[*'()!~]/g, hexCode)
    .replace(/^\.|\.$/g, hexCode);
  return encoded.length <= longest ? encoded : `${encoded.slice(0, 90)}~${digest(text)}`;
}

/** The first 16 hex digits of a text's SHA-256. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function hexCode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
