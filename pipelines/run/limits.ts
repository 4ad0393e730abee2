/** A date must not shrink below this share of the rows that it holds, unless the run is forced. */
export const leastShareOfRows = 0.9;

/** The same as texts say it: `90%`. */
export const leastShareText = `${leastShareOfRows * 100}%`;
