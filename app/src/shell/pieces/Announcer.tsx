import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import { Hidden } from "./Hidden.tsx";

const Announce = createContext<(sentence: string) => void>(() => undefined);

/** Long enough to be spoken; after that nobody who walks the page by ear meets an old sentence. Milliseconds. */
const staysFor = 8000;

/** Says a sentence to those who listen, once, politely: where the page's own words do not. */
export const useAnnounce = (): ((sentence: string) => void) => useContext(Announce);

export const Announcer = ({ children }: { readonly children: ReactNode }) => {
  const [said, setSaid] = useState({ sentence: "", times: 0 });
  const say = useCallback((sentence: string) => setSaid(({ times }) => ({ sentence, times: times + 1 })), []);
  useEffect(() => {
    if (said.sentence === "") return undefined;
    const timer = setTimeout(() => setSaid(({ times }) => ({ sentence: "", times })), staysFor);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Announce.Provider value={say}>
      {children}
      <Hidden role="status">
        <span key={said.times}>{said.sentence}</span>
      </Hidden>
    </Announce.Provider>
  );
};
