import * as v from "valibot";

const logLine = v.looseObject({ severity: v.string(), message: v.optional(v.string()) });

/** A structured log line as a person reads it: the message, and its fields behind it. */
export function logText(line: string): string {
  const { severity, message, time: _, ...fields } = v.parse(logLine, JSON.parse(line));
  const prefix = severity === "WARNING" ? "Warning: " : severity === "ERROR" ? "Error: " : "";
  const details = Object.entries(fields).map(([name, value]) => `${name}=${valueText(value)}`);
  return `${[`${prefix}${message ?? ""}`, ...details].join(" ")}\n`;
}

function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  const isError = typeof value === "object" && value !== null && "message" in value;
  return isError ? String(value.message) : JSON.stringify(value);
}
