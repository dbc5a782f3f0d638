import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { CheckIcon } from "@phosphor-icons/react/dist/csr/Check";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "../i18n/index.ts";
import { role } from "../theme/index.ts";
import { Hidden } from "./Hidden.tsx";
import { MarginRow } from "./MarginPage.tsx";

/** Steps of a way with more than one turn. Stands inside a MarginPage. */
export const Steps = ({ children }: { readonly children: ReactNode }) => (
  <Box component="ol" sx={{ margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: 4 }}>
    {children}
  </Box>
);

const DoneStep = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation("shell");
  return (
    <MarginRow
      component="li"
      margin={
        <Box component="span" sx={{ color: role.positive, display: "flex" }}>
          <CheckIcon size={20} aria-hidden="true" />
          <Hidden>{t("steps.done")}</Hidden>
        </Box>
      }
    >
      <Typography variant="body2" component="p" sx={{ margin: 0, color: role.ink2 }}>
        {children}
      </Typography>
    </MarginRow>
  );
};

const CurrentStep = ({
  number,
  of,
  title,
  children,
}: {
  readonly number: number;
  readonly of?: number;
  readonly title: ReactNode;
  readonly children?: ReactNode;
}) => {
  const { t } = useTranslation("shell");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <MarginRow
      component="li"
      margin={
        <Box sx={{ display: "flex", flexDirection: "column", alignItems: "flex-end" }}>
          <Typography variant="h2" component="span" sx={{ color: role.accent, fontWeight: 400 }}>
            {number}
          </Typography>
          {of !== undefined && (
            <Typography variant="caption" sx={{ color: role.ink3 }}>
              {t("steps.of", { of })}
            </Typography>
          )}
        </Box>
      }
    >
      <Typography
        ref={heading}
        tabIndex={-1}
        variant="h2"
        component="h2"
        aria-current="step"
        sx={{
          margin: 0,
          outline: "none",
          fontSize: { xs: "1.5rem", md: "1.75rem" },
          lineHeight: 1.33,
        }}
      >
        {title}
      </Typography>
      {children}
    </MarginRow>
  );
};

const ComingStep = ({ number, children }: { readonly number: number; readonly children: ReactNode }) => (
  <MarginRow
    component="li"
    margin={
      <Typography variant="h6" component="span" sx={{ color: role.ink3, fontWeight: 400 }}>
        {number}
      </Typography>
    }
  >
    <Typography variant="body2" component="p" sx={{ margin: 0, color: role.ink3, lineHeight: 28 / 16 }}>
      {children}
    </Typography>
  </MarginRow>
);

export type StepState = "done" | "current" | "coming";
/** One step: finished it folds to a check and a sentence, coming it is a number and a sentence. */
export const Step = ({
  state,
  number,
  of,
  title,
  doneAs,
  children,
}: {
  readonly state: StepState;
  readonly number: number;
  readonly of?: number;
  readonly title: ReactNode;
  /** The sentence of a finished step; its title where there is none. */
  readonly doneAs?: ReactNode;
  readonly children?: ReactNode;
}) => {
  if (state === "done") return <DoneStep>{doneAs ?? title}</DoneStep>;
  if (state === "coming") return <ComingStep number={number}>{title}</ComingStep>;
  return (
    <CurrentStep number={number} title={title} {...(of === undefined ? {} : { of })}>
      {children}
    </CurrentStep>
  );
};
