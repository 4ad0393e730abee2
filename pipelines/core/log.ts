import pino from "pino";
import { redact } from "./text/redact";

/**
 * Structured log lines on stderr, in the field names that Cloud Logging reads
 * (https://cloud.google.com/logging/docs/structured-logging).
 */
const severities: Record<string, string> = {
  trace: "DEBUG",
  debug: "DEBUG",
  info: "INFO",
  warn: "WARNING",
  error: "ERROR",
  fatal: "CRITICAL",
};

const stderr = pino.destination({ dest: 2, sync: true });
let write = (line: string): void => void stderr.write(line);

/** Sends all log lines, those of child loggers too, to `to` instead of stderr. */
export function redirectLog(to: (line: string) => void): void {
  write = to;
}

export const log = pino(
  {
    level: process.env.LOG_LEVEL ?? "info",
    messageKey: "message",
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    // Applies to every line, whoever logs it: no line contains a key.
    hooks: { streamWrite: redact },
    formatters: { level: (label) => ({ severity: severities[label] ?? "DEFAULT" }) },
  },
  {
    write: (line: string) => {
      write(line);
    },
  },
);
