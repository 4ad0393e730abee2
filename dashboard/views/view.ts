import type { Model } from "../data";

/** What a view is given: the data, and the parameters of the address. */
export interface ViewContext {
  readonly model: Model;
  readonly parameters: Readonly<Record<string, string>>;
  /** Changes parameters in the address; the view stays as it is, unless it is to be made again. */
  readonly setParameters: (change: Readonly<Record<string, string>>, remake?: boolean) => void;
}

export interface View {
  readonly title: string;
  readonly content: readonly (Node | string)[];
}
