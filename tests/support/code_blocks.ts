/** The code blocks of a Markdown page, in their order. */
export function codeBlocks(page: string, language: string): string[] {
  const fences = page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...fences].filter(([, name]) => name === language).map(([, , code = ""]) => code);
}
