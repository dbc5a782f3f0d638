import "./patience.ts";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { Provider } from "react-redux";
import type { RouteObject } from "react-router";
import { createStore, VaultProvider } from "../../store/index.ts";
import type { FakeVault } from "../../store/testing/fake-vault.ts";
import { App, createAppRouter, type OnboardingProps, ThemeRoot } from "../index.ts";

/** jsdom knows no media queries: a phone in the light that wants no motion. */
export const stubMedia = (): void => {
  window.matchMedia = (query) =>
    ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      addListener: () => undefined,
      removeListener: () => undefined,
    }) as unknown as MediaQueryList;
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
};

/** Anything, standing where rooms stand. */
export const renderInside = (fake: FakeVault, children: ReactNode) =>
  render(
    <ThemeRoot>
      <Provider store={createStore(fake.vault)}>
        <VaultProvider vault={fake.vault}>{children}</VaultProvider>
      </Provider>
    </ThemeRoot>,
  );

const NoOnboarding = (_: OnboardingProps) => null;
/** The whole app around rooms of the test's own. */
export const renderApp = (fake: FakeVault, rooms: readonly RouteObject[]) => {
  location.hash = "#/";
  return renderInside(
    fake,
    <App makeRouter={makeRouterOf(rooms)} loadOnboarding={loadNothing} onDrawn={() => undefined} />,
  );
};
const loadNothing = async () => ({ default: NoOnboarding });
const makeRouterOf = (rooms: readonly RouteObject[]) => () =>
  createAppRouter({ journal: async () => rooms, settings: async () => [] });
