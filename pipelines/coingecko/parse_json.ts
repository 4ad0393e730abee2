import { isAscii } from "node:buffer";

/** Bytes that are looked at together: a market page has few characters beyond ASCII in a megabyte. */
const chunkSize = 2 * 1024;

/**
 * Room for any market page, kept from one to the next: fresh memory takes longer than what is written
 * into it. It takes memory only as far as it was written.
 */
const pageRoom = Buffer.allocUnsafe(8 * 1024 * 1024);

/**
 * Parses JSON in UTF-8, as `JSON.parse(json.toString())` does, in two thirds of the time: characters
 * beyond ASCII are first written as JSON's own escapes (RFC 8259, section 7), because a single one
 * makes V8 decode all of the text slowly and hold it with two bytes a character.
 * @throws SyntaxError
 */
export function parseJson(json: Buffer): unknown {
  return JSON.parse(isAscii(json) ? json.toString("latin1") : escaped(json)) as unknown;
}

function escaped(json: Buffer): string {
  // No character takes more: two bytes become six.
  const most = 3 * json.length;
  const room = most <= pageRoom.length ? pageRoom : Buffer.allocUnsafe(most);
  let length = 0;
  for (let at = 0; at < json.length;) {
    let end = Math.min(at + chunkSize, json.length);
    // Not in the middle of a character: one begins at each byte below 0x80.
    while ((json[end] ?? 0) >= 0x80) end++;
    const chunk = json.subarray(at, end);
    if (isAscii(chunk)) {
      length += chunk.copy(room, length);
    } else {
      const text = chunk.toString("utf8");
      // Behind a backslash it is no JSON, and with an escape in its place it would become some.
      if (/\\[^\0-\x7f]/.test(text)) return json.toString("utf8");
      length += room.write(text.replace(/[^\0-\x7f]/g, escape), length, "latin1");
    }
    at = end;
  }
  return room.toString("latin1", 0, length);
}

function escape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
