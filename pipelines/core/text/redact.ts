const hidden = "[redacted]";
const secrets = new Set<string>();

/** Makes `redact` hide this value from now on, in each form in which it may be written. */
export function registerSecret(value: string): void {
  if (value === "") return;
  // As it is, in a URL, in a JSON string, and in base64 as in HTTP's basic authentication.
  const forms = [
    value,
    encodeURIComponent(value),
    new URLSearchParams([["", value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString("base64"),
  ];
  for (const form of forms) secrets.add(form);
}

/** A text without any registered secret. Applied to all text that leaves the process. */
export function redact(text: string): string {
  // Longer forms first: a shorter one may be part of them.
  const forms = [...secrets].sort((a, b) => b.length - a.length);
  return forms.reduce((clean, form) => clean.replaceAll(form, hidden), text);
}
