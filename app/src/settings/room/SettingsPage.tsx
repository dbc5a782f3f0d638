import type { ReactNode } from "react";
import { paths } from "../../shell/paths.ts";
import { MarginPage, PageHeader } from "../../shell/pieces/index.ts";
import { Flat, useTwoPanes, useWide } from "./Flat.tsx";

/** One page of settings: a way back where the list does not stand beside it, a name, what it says. */
export const SettingsPage = ({
  title,
  back = paths.settings,
  flat = false,
  children,
}: {
  readonly title: string;
  readonly back?: string;
  /** Takes the whole width of a phone. */
  readonly flat?: boolean;
  readonly children: ReactNode;
}) => {
  const wide = useWide();
  const twoPanes = useTwoPanes();
  const needsBack = !twoPanes || back !== paths.settings;
  const header = <PageHeader title={title} {...(needsBack ? { back } : {})} />;
  return (
    <MarginPage line={flat && !wide ? "none" : "margin"}>
      {header}
      {flat ? <Flat>{children}</Flat> : children}
    </MarginPage>
  );
};
