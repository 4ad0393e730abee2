import { once } from "node:events";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A call that a double received. */
export interface Call {
  /** In order of arrival, from 0. */
  readonly index: number;
  /** As the service's documentation names it, such as `storage.objects.compose`. */
  readonly name: string;
  readonly path: string;
}

/**
 * How a call goes wrong: answered with a status or an error, its connection reset, or never answered; `cut` ends
 * the connection in the middle of the request's or the answer's body.
 */
export type Fault = 429 | 500 | 503 | "reset" | "timeout" | "cut" | ApiError;

/** Called before and after a call takes effect: the result is the fault at that moment. */
export type FaultPlan = (
  call: Call,
  moment: "before" | "after",
) => Fault | undefined | Promise<Fault | undefined>;

/** An error as Google's JSON APIs give it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Request {
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sent as JSON, but bytes as they are. */
  readonly body?: unknown;
}

/** What a call does; `groups` are those of its path's pattern, decoded. */
export type Handler = (request: Request, groups: string[]) => Answer | Promise<Answer>;

/** A call of the service: how it is recognised, and what it does. */
export interface Route {
  readonly name: string;
  readonly method: string;
  /** Matched against the path as it is in the URL. */
  readonly path: RegExp;
  readonly handle: Handler;
}

export function route(name: string, method: string, path: RegExp, handle: Handler): Route {
  return { name, method, path, handle };
}

/** A server on loopback that answers as a service does, records the calls, and fails them on demand. */
export class ApiDouble {
  readonly calls: Call[] = [];
  faults: FaultPlan = () => undefined;
  private readonly server: Server;

  constructor(private readonly routes: readonly Route[]) {
    this.server = createServer((request, response) => {
      void this.serve(request, response);
    });
  }

  /** @returns the server's URL. */
  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? "/", this.url);
      const { route, groups } = this.find(request.method ?? "GET", url);
      const call = { index: this.calls.length, name: route.name, path: url.pathname + url.search };
      this.calls.push(call);

      const before = await this.faults(call, "before");
      if (before === "cut") {
        // With a body: when its first chunk has arrived.
        await request[Symbol.asyncIterator]().next();
        request.socket.destroy();
        return;
      }
      const body = await bodyOf(request);
      if (before !== undefined) {
        fail(response, before);
        return;
      }
      const answer = await route.handle({ url, headers: request.headers, body }, groups);
      const after = await this.faults(call, "after");
      if (after === undefined || after === "cut") send(response, answer, after === "cut");
      else fail(response, after);
    } catch (error) {
      if (response.destroyed) return;
      if (error instanceof ApiError) send(response, errorAnswer(error));
      else send(response, errorAnswer(new ApiError(500, "internalError", String(error))));
    }
  }

  private find(method: string, { pathname }: URL): { route: Route; groups: string[] } {
    for (const route of this.routes) {
      const match = route.method === method && route.path.exec(pathname);
      if (match) {
        return { route, groups: match.slice(1).map((group) => decodeURIComponent(group)) };
      }
    }
    throw new ApiError(404, "notFound", `The double has no ${method} ${pathname}.`);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function fail(response: ServerResponse, fault: Fault): void {
  if (fault === "timeout") return;
  if (fault === "reset" || fault === "cut") response.socket?.resetAndDestroy();
  else if (fault instanceof ApiError) send(response, errorAnswer(fault));
  else send(response, errorAnswer(new ApiError(fault, reasons[fault], `Injected ${fault}.`)));
}

const reasons = { 429: "rateLimitExceeded", 500: "internalError", 503: "backendError" };

function errorAnswer({ status, reason, message }: ApiError): Answer {
  const error = { code: status, message, errors: [{ domain: "global", reason, message }] };
  return { status, body: { error } };
}

function send(response: ServerResponse, answer: Answer, cut = false): void {
  const { body } = answer;
  const isBytes = body instanceof Uint8Array;
  const bytes = isBytes ? body : Buffer.from(body === undefined ? "" : JSON.stringify(body));
  response.writeHead(answer.status ?? (body === undefined ? 204 : 200), {
    ...(body !== undefined && !isBytes && { "content-type": "application/json; charset=UTF-8" }),
    ...((answer.status ?? 200) !== 204 && { "content-length": bytes.length }),
    ...answer.headers,
  });
  if (cut) response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
  else response.end(bytes);
}
