/** Splits an upload's `multipart/related` body into its JSON part and its content (RFC 2387). */
export function multipartRelated(
  contentType: string,
  body: Buffer,
): { json: Record<string, unknown>; content: Buffer } {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType);
  const mark = Buffer.from(`--${boundary?.[1] ?? boundary?.[2] ?? ""}`);
  const parts: Buffer[] = [];
  for (let start = body.indexOf(mark); start >= 0;) {
    const end = body.indexOf(mark, start + mark.length);
    if (end < 0) break;
    // A line break follows the mark; the one before the next mark belongs to that mark.
    const part = body.subarray(start + mark.length + 2, end - 2);
    parts.push(part.subarray(part.indexOf("\r\n\r\n") + 4));
    start = end;
  }
  const [json, content] = parts;
  if (!json || !content) throw new Error("The multipart body has not two parts.");
  return { json: JSON.parse(json.toString()) as Record<string, unknown>, content };
}
