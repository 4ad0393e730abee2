import { format } from "node:util";
import { symbols, type Logger } from "pino";
import { stackWithCauses } from "./bundle_failure";
import { type LogLine, Severity } from "./fn_logging";

/** The severities of Cloud Logging, as pipelines/core/log.ts writes them, in Beam's. */
const SEVERITIES: Readonly<Record<string, Severity>> = {
  DEBUG: Severity.DEBUG,
  INFO: Severity.INFO,
  NOTICE: Severity.NOTICE,
  WARNING: Severity.WARN,
  ERROR: Severity.ERROR,
  CRITICAL: Severity.CRITICAL,
};

const CONSOLE: Readonly<Partial<Record<keyof Console, Severity>>> = {
  debug: Severity.DEBUG,
  log: Severity.INFO,
  info: Severity.INFO,
  warn: Severity.WARN,
  error: Severity.ERROR,
};

/** Sends what is printed with console to `log`. */
export function captureConsole(log: (line: LogLine) => void): void {
  for (const [method, severity] of Object.entries(CONSOLE)) {
    const print = (...args: unknown[]) => {
      const trace = stackIn(args);
      log({ severity, message: format(...args), ...(trace && { trace }) });
    };
    Object.assign(console, { [method]: print });
  }
}

/** Sends a pino logger's lines to `log`, and those of its children. */
export function capturePino(logger: Logger, log: (line: LogLine) => void): void {
  const write = (line: string) => {
    log(fromPino(line));
  };
  Object.assign(logger, { [symbols.streamSym]: { write } });
}

/** A line as pipelines/core/log.ts writes it. Its further fields follow the message, as JSON. */
function fromPino(line: string): LogLine {
  const { severity, message, err, ...rest } = JSON.parse(line) as {
    severity: string;
    message?: string;
    time?: string;
    err?: { stack?: string };
  };
  delete rest.time; // LogEntry has a timestamp of its own
  const fields = Object.keys(rest).length > 0 ? JSON.stringify(rest) : "";
  return {
    severity: SEVERITIES[severity] ?? Severity.INFO,
    message: [message, fields].filter(Boolean).join(" "),
    ...(err?.stack && { trace: err.stack }),
  };
}

function stackIn(args: readonly unknown[]): string | undefined {
  const error = args.find((arg) => arg instanceof Error);
  return error && stackWithCauses(error);
}
