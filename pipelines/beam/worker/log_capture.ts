import { format } from "node:util";
import { redirectLog } from "../../core/log";
import { stackWithCauses } from "./bundle_failure";
import { type LogLine, Severity } from "./fn_logging";

/** The severities of Cloud Logging, as pipelines/core/log.ts writes them, in Beam's. */
const severities: Readonly<Record<string, Severity>> = {
  DEBUG: Severity.DEBUG,
  INFO: Severity.INFO,
  NOTICE: Severity.NOTICE,
  WARNING: Severity.WARN,
  ERROR: Severity.ERROR,
  CRITICAL: Severity.CRITICAL,
};

const consoleMethods: Readonly<Partial<Record<keyof Console, Severity>>> = {
  debug: Severity.DEBUG,
  log: Severity.INFO,
  info: Severity.INFO,
  warn: Severity.WARN,
  error: Severity.ERROR,
};

/** Sends what is printed with `console` to `log`. */
export function captureConsole(log: (line: LogLine) => void): void {
  for (const [method, severity] of Object.entries(consoleMethods)) {
    const print = (...args: unknown[]) => {
      const trace = stackIn(args);
      log({ severity, message: format(...args), ...(trace && { trace }) });
    };
    Object.assign(console, { [method]: print });
  }
}

/** Sends the lines of pipelines/core/log.ts to `log`. */
export function captureLog(log: (line: LogLine) => void): void {
  redirectLog((line) => {
    log(parseLogLine(line));
  });
}

/** A line as pipelines/core/log.ts writes it. Its further fields follow the message, as JSON. */
function parseLogLine(line: string): LogLine {
  const { severity, message, err, ...rest } = JSON.parse(line) as {
    severity: string;
    message?: string;
    time?: string;
    err?: { stack?: string };
  };
  delete rest.time; // LogEntry has a timestamp of its own
  const fields = Object.keys(rest).length > 0 ? JSON.stringify(rest) : "";
  return {
    severity: severities[severity] ?? Severity.INFO,
    message: [message, fields].filter(Boolean).join(" "),
    ...(err?.stack && { trace: err.stack }),
  };
}

function stackIn(args: readonly unknown[]): string | undefined {
  const error = args.find((arg) => arg instanceof Error);
  return error && stackWithCauses(error);
}
