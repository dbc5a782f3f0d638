import { createContext, useContext, useEffect, useState } from "react";
import { dayOf } from "../documents/index.ts";
import { useSettings } from "../store/index.ts";

export interface JournalClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The device's IANA zone; it can change while the page lives. */
  readonly zone: () => string;
}
const deviceClock: JournalClock = {
  now: () => Date.now(),
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** The world's clock, or a test's. */
export const JournalClockContext = createContext<JournalClock>(deviceClock);
export const useClock = (): JournalClock => useContext(JournalClockContext);

const lookEvery = 20_000;

/** The journal's present day; turns over by itself at the start of the next one. */
export const useToday = (): string => {
  const clock = useClock();
  const startOfDay = useSettings()?.startOfDay ?? 0;
  const read = () => dayOf(clock.now(), clock.zone(), startOfDay);
  const [day, setDay] = useState(read);
  useEffect(() => {
    const look = () => setDay(dayOf(clock.now(), clock.zone(), startOfDay));
    look();
    const timer = setInterval(look, lookEvery);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [clock, startOfDay]);
  return day;
};
