import { createServer, request as forward } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/**
 * An HTTP proxy as a program of its own: it leads each host of ROUTES (JSON: host to port) to a port
 * of this machine, and refuses those that don't have the credentials of PROXY_USER. It prints its own
 * port, and then a line for each request.
 */
const routes = JSON.parse(process.env.ROUTES ?? "{}") as Record<string, number>;
const user = process.env.PROXY_USER ?? "";
const expected = `Basic ${Buffer.from(user).toString("base64")}`;

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function isRefused(authorization: string | undefined): boolean {
  return user !== "" && authorization !== expected;
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "");
  const refused = isRefused(request.headers["proxy-authorization"]);
  print({ method: request.method, host: url.hostname, refused });
  const port = routes[url.hostname];
  if (refused || port === undefined) {
    response.writeHead(refused ? 407 : 403).end("<html><title>Proxy</title></html>");
    return;
  }
  const { "proxy-authorization": _, ...headers } = request.headers;
  const path = url.pathname + url.search;
  const onward = forward(
    { host: "127.0.0.1", port, method: request.method, path, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on("error", () => response.destroy());
  request.pipe(onward);
});

server.on("connect", (request, socket: Socket) => {
  const host = (request.url ?? "").replace(/:\d+$/, "");
  const refused = isRefused(request.headers["proxy-authorization"]);
  print({ method: "CONNECT", host, refused });
  socket.on("error", () => socket.destroy());
  const port = routes[host];
  if (refused || port === undefined) {
    socket.end(`HTTP/1.1 ${refused ? "407 Wrong" : "403 Forbidden"}\r\n\r\n`);
    return;
  }
  const onward = connect(port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 Connected\r\n\r\n");
    onward.pipe(socket).pipe(onward);
  });
  onward.on("error", () => socket.destroy());
});

server.listen(0, "127.0.0.1", () => {
  print({ port: (server.address() as AddressInfo).port });
});
