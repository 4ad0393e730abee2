import type { Row } from "../../../../schemas/table";
import type { Run } from "../../../run/run";

/** How the answer to an extra becomes the rows of its table. */
export interface ExtraSpec<R extends Row = Row> {
  /**
   * Whether a body has nothing to make rows of.
   * @throws FieldError where it is of another shape than documented
   */
  readonly isEmpty: (body: unknown) => boolean;
  /** The text of a body as that of a JSON list of its elements, each of which becomes a row or a reject. */
  readonly listText: (body: string) => string;
  /**
   * @param ingestedAt when the answer was fetched
   * @throws FieldError when a field is of another type than documented
   */
  readonly toRow: (
    element: unknown,
    run: Pick<Run, "snapshotDate" | "vsCurrency">,
    ingestedAt: string,
  ) => R;
}
