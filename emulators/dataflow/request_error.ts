/** A request that the service refuses, in the form of Google's APIs: https://google.aip.dev/193. */
export class RequestError extends Error {
  constructor(
    readonly code: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }

  toJSON(): object {
    const status = { 400: "INVALID_ARGUMENT", 404: "NOT_FOUND", 409: "ALREADY_EXISTS" }[this.code];
    return { error: { code: this.code, message: this.message, status } };
  }
}
