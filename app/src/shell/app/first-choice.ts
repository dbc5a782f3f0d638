/** The answers of the first page. */
export const firstChoices = ["start", "have", "device", "backup"] as const;
export type FirstChoice = (typeof firstChoices)[number];
