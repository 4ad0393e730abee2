import * as grpc from "@grpc/grpc-js";
import { isLoopbackHost } from "../../core/network/proxy";

/** A generated client class of the SDK (apache-beam/proto/*.grpc-client). */
type GrpcClientClass<T> = new (
  address: string,
  credentials: grpc.ChannelCredentials,
  options: grpc.ClientOptions,
) => T;

/**
 * How much a runner may send before it waits for an acknowledgement. With HTTP/2's default of 64 KB
 * an element of 20 MB takes 300 round trips, a minute when the machine is busy.
 */
const flowControlWindowBytes = 16 * 1024 * 1024;

/**
 * A client of a runner's endpoint. Runners listen on loopback or inside their own network and use no
 * TLS. Messages have no size limit: gRPC's default, 4 MB, is less than a group of a thousand coins.
 */
export function grpcClient<T>(Client: GrpcClientClass<T>, endpoint: string): T {
  return new Client(endpoint, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    "grpc-node.flow_control_window": flowControlWindowBytes,
    // The client's own NO_PROXY does not know loopback.
    ...(isLoopbackHost(hostOf(endpoint)) && { "grpc.enable_http_proxy": 0 }),
  });
}

/** The host of `host:port`, or of a URL of gRPC such as `dns:///host:port`. */
function hostOf(endpoint: string): string {
  return endpoint.replace(/^\w+:\/*(?=[^/]*:\d+$)/, "").replace(/:\d+$/, "");
}

/** Every call of a worker carries its id: runners serve many workers on one port. */
export function workerMetadata(workerId: string): grpc.Metadata {
  const metadata = new grpc.Metadata();
  metadata.set("worker_id", workerId);
  return metadata;
}
