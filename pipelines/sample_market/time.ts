export const hoursPerDay = 24;
export const hoursPerWeek = 168;
export const msPerHour = 3_600_000;
export const msPerDay = hoursPerDay * msPerHour;
