import type { ObjectStore } from "../../pipelines/storage/object_store";

export async function pathsOf(store: ObjectStore, folder = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of store.list(folder)) paths.push(path);
  return paths;
}

export async function sizesOf(store: ObjectStore, folder: string): Promise<number[]> {
  const sizes: number[] = [];
  for await (const { bytes } of store.list(folder)) sizes.push(bytes);
  return sizes;
}

export async function contentOf(store: ObjectStore, path: string): Promise<Buffer | null> {
  const stream = await store.read(path);
  if (!stream) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function textOf(store: ObjectStore, path: string): Promise<string | undefined> {
  return (await contentOf(store, path))?.toString();
}
