/** Minutes after midnight as a clock shows them: 180 is 03:00. */
export const minutesAsTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** When a new day may begin: every half hour from midnight to six. */
export const dayStarts: readonly number[] = Array.from({ length: 13 }, (_, index) => index * 30);
