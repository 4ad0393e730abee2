import "apache-beam";
import * as grpc from "@grpc/grpc-js";

/** A generated client class of the SDK (apache-beam/proto/*.grpc-client). */
type GrpcClientClass<T> = new (
  address: string,
  credentials: grpc.ChannelCredentials,
  options: grpc.ClientOptions,
) => T;

/**
 * A client of a runner's endpoint. Runners listen on loopback or inside their own network and use no
 * TLS. Elements have no size limit: gRPC's own, 4 MB, is less than a group of a thousand coins.
 */
export function grpcClient<T>(Client: GrpcClientClass<T>, endpoint: string): T {
  return new Client(endpoint, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
}

/** Every call of a worker names the worker: runners serve many on one port. */
export function workerMetadata(workerId: string): grpc.Metadata {
  const metadata = new grpc.Metadata();
  metadata.set("worker_id", workerId);
  return metadata;
}
