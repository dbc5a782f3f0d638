/** The reminder of the words can wait; kept on this device, because it says nothing about the journal. */
const key = "whisperwell.words-later";
const week = 7 * 24 * 60 * 60 * 1000;

/** Whether it was put off less than a week ago. `now` in milliseconds since 1970. */
export const isPutOff = (now: number): boolean => {
  try {
    const at = Number(localStorage.getItem(key) ?? Number.NaN);
    return now >= at && now - at < week;
  } catch {
    return false; // Without storage it can be put off while the list stands.
  }
};
export const putOff = (now: number): void => {
  try {
    localStorage.setItem(key, String(now));
  } catch {
    return; // `isPutOff` then answers no.
  }
};
