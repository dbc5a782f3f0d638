import {
  type ComponentType,
  lazy,
  Suspense,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { RouterProvider } from "react-router/dom";
import { useVaultState } from "../../store/index.ts";
import { keepJoinLink } from "../join-link.ts";
import { earlyKeys } from "../keys/early-keys.ts";
import { LockScreen } from "../lock/LockScreen.tsx";
import { BlockedPage, StartingPage, UnreadablePage, VanishedPage } from "../lock/Trouble.tsx";
import { paths } from "../paths.ts";
import { CrashPage } from "./CrashPage.tsx";
import type { FirstChoice } from "./first-choice.ts";
import type { AppRouter } from "./router.tsx";

/** Where someone enters who has no journal in this browser yet. */
export interface OnboardingProps {
  readonly start: "welcome" | "have";
  /** A pairing link with which the page was opened. */
  readonly link?: string;
  /** What was answered before the app was here. */
  readonly choice?: FirstChoice;
  /** There is a journal now, and its words were shown: go in. */
  readonly onDone: (then: "write" | "journal") => void;
}
/** Says that what stands beside it is drawn. */
const Drawn = ({ tell }: { readonly tell: () => void }) => {
  useLayoutEffect(tell, [tell]);
  return null;
};
export type LoadOnboarding = () => Promise<{ readonly default: ComponentType<OnboardingProps> }>;

/**
 * One screen for each state of the vault. The router exists only while the journal is open, so nothing of a room stays
 * when it is locked; it comes back at the same address.
 */
export const App = ({
  makeRouter,
  loadOnboarding,
  link,
  choice,
  onDrawn,
}: {
  readonly makeRouter: () => Promise<AppRouter>;
  readonly loadOnboarding: LoadOnboarding;
  readonly link?: string;
  readonly choice?: FirstChoice;
  /** There is something to see: whatever stood in the page before may go. */
  readonly onDrawn: () => void;
}) => {
  const state = useVaultState();
  const Onboarding = useMemo(() => lazy(loadOnboarding), [loadOnboarding]);
  // Making a journal unlocks it at once, but its words must be read first: entering ends when onboarding says so.
  const [entering, setEntering] = useState<"welcome" | "have" | undefined>();
  const vanished = state.phase === "absent" && state.vanished;
  useEffect(() => {
    if (state.phase === "absent" && !state.vanished) setEntering((before) => before ?? "welcome");
    if (state.phase === "locked") setEntering(undefined);
  }, [state]);

  const empty = state.phase === "starting" || (state.phase === "absent" && !state.vanished);
  useLayoutEffect(() => {
    if (!empty) onDrawn();
  }, [empty, onDrawn]);

  // Opened where the journal already is, the link adds the other device instead.
  const given = useRef(link);
  useEffect(() => {
    if (state.phase !== "unlocked" || entering !== undefined || given.current === undefined) return;
    keepJoinLink(given.current);
    given.current = undefined;
    location.hash = `#${paths.addDevice}`;
  }, [state, entering]);

  if (entering !== undefined && state.phase !== "locked")
    return (
      <Suspense fallback={<StartingPage />}>
        <Onboarding
          start={link === undefined ? entering : "have"}
          {...(link === undefined ? {} : { link })}
          {...(choice === undefined ? {} : { choice })}
          onDone={(then) => {
            given.current = undefined;
            if (then === "write") earlyKeys.begin();
            location.hash = `#${then === "write" ? paths.write : paths.journal}`;
            setEntering(undefined);
          }}
        />
        <Drawn tell={onDrawn} />
      </Suspense>
    );
  switch (state.phase) {
    case "starting":
      return <StartingPage />;
    case "absent":
      return vanished ? (
        <VanishedPage onRestore={() => setEntering("have")} onFresh={() => setEntering("welcome")} />
      ) : (
        <StartingPage />
      );
    case "locked":
      return <LockScreen />;
    case "blocked":
      return <BlockedPage />;
    case "unreadable":
      return <UnreadablePage code={state.code} />;
    case "unlocked":
      return <Rooms makeRouter={makeRouter} />;
  }
};

const Rooms = ({ makeRouter }: { readonly makeRouter: () => Promise<AppRouter> }) => {
  const [router, setRouter] = useState<AppRouter>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let here = true;
    let made: AppRouter | undefined;
    makeRouter().then(
      (ready) => {
        made = ready;
        if (here) setRouter(ready);
        else ready.dispose();
      },
      // A part of the app could not be fetched: offline before it was ever stored, or a version that is gone.
      () => setFailed(true),
    );
    return () => {
      here = false;
      made?.dispose();
    };
  }, [makeRouter]);
  if (failed) return <CrashPage text="" />;
  return router === undefined ? <StartingPage /> : <RouterProvider router={router} />;
};
