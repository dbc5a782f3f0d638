import "../../shell/testing/patience.ts";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Provider } from "react-redux";
import { createMemoryRouter, Outlet as RouterOutlet, RouterProvider } from "react-router";
import { Announcer, UndoHost } from "../../shell/pieces/index.ts";
import { ThemeRoot } from "../../shell/theme/index.ts";
import { createStore, VaultProvider } from "../../store/index.ts";
import { JournalClockContext } from "../clock.tsx";
import { journalRoutes } from "../routes.tsx";
import { createSampleVault, type SampleOptions } from "./sample-journal.ts";

/** What jsdom lacks and the pages ask of a browser. Sizes are those of a desk with room for two panes. */
const standIns = (wide: boolean) => {
  class Observer {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  for (const place of [globalThis, document.defaultView])
    Object.assign(place ?? {}, { ResizeObserver: Observer, IntersectionObserver: Observer });
  window.matchMedia = (query: string) =>
    ({
      matches: wide && /min-width: (?:600|900)px/u.test(query),
      media: query,
      addEventListener: () => {},
      removeEventListener: () => {},
      addListener: () => {},
      removeListener: () => {},
    }) as unknown as MediaQueryList;
  for (const [name, size] of [
    ["clientHeight", 800],
    ["clientWidth", 400],
  ] as const)
    Object.defineProperty(Element.prototype, name, { configurable: true, get: () => size });
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  Element.prototype.scrollIntoView = () => {};
  document.elementFromPoint = () => null;
};

export const now = Date.parse("2026-11-24T20:30:00Z");

/** The journal's pages on an invented journal, at an address. */
export const renderJournal = (path: string, options: SampleOptions & { readonly wide?: boolean } = {}) => {
  standIns(options.wide ?? true);
  const sample = createSampleVault(options);
  const store = createStore(sample.vault);
  const router = createMemoryRouter(
    [
      {
        element: (
          <Announcer>
            <UndoHost>
              <RouterOutlet />
            </UndoHost>
          </Announcer>
        ),
        children: journalRoutes,
      },
    ],
    { initialEntries: [path] },
  );
  const view = render(
    <Provider store={store}>
      <VaultProvider vault={sample.vault}>
        <ThemeRoot>
          <JournalClockContext value={{ now: () => now, zone: () => "Europe/Oslo" }}>
            <RouterProvider router={router} />
          </JournalClockContext>
        </ThemeRoot>
      </VaultProvider>
    </Provider>,
  );
  return { ...sample, store, router, view, user: userEvent.setup() };
};
