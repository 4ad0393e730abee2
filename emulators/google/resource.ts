/** A resource of a project, as the API's JSON has it. */
export type Resource = Record<string, unknown>;

/** A role of an IAM policy. */
export interface Binding {
  readonly role: string;
  readonly members: string[];
}

/** What statements of the set-up read and change in a project; paths as in `ProjectState`. */
export interface ResourceStore {
  read(path: string): Resource;
  has(path: string): boolean;
  put(path: string, resource: Resource): void;
  policy(path: string): Resource;
  setPolicy(path: string, policy: Resource): Resource;
}
