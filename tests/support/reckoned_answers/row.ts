/** Some columns of a row of an answer. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;
