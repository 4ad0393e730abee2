/** A date must not shrink below this share of the rows that it holds, unless the run is forced. */
export const leastShareOfRows = 0.9;

/** The same as texts say it: `90%`. */
export const leastShareText = `${leastShareOfRows * 100}%`;

/** How many days one command makes: about 10 years. Each costs memory, and a job's graph names them all. */
export const mostDays = 3_660;

/** How many days of history one call asks for at most. */
export const mostHistoryDays = 365;

/** About 1,000 years: a calendar of this size takes seconds, one of 10,000 years 800 MB and minutes. */
export const mostCalendarDays = 366_000;
