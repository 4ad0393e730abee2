const entities: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", "#39": "'" },
};

/** Whether a text is an HTML page. */
export function isHtml(text: string): boolean {
  return /^\s*(<!--[^]*?-->\s*)*<(!doctype html|html|head|body)\b/i.test(text);
}

/** A page in a message: its title, since its text would not be readable there. */
export function shownPage(html: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(html)?.[1] ?? "";
  const text = title
    .replace(/&(#?\w+);/g, (entity, name: string) => entities[name.toLowerCase()] ?? entity)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 100);
  return text === "" ? "an HTML page without a title" : `an HTML page, "${text}"`;
}
