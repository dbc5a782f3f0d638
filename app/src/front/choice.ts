import type { FirstChoice } from "../shell/app/App.tsx";

const choices: readonly FirstChoice[] = ["start", "have", "device", "backup"];
/** What `data-choice` of a button of the first page says. */
export const parseChoice = (text: string | undefined): FirstChoice | undefined =>
  choices.find((choice) => choice === text);
