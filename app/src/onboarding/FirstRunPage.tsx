import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { CaretLeftIcon } from "@phosphor-icons/react/dist/csr/CaretLeft";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "../shell/i18n/index.ts";
import { IconAction, MarginPage, MarginRow, Mark } from "../shell/pieces/index.ts";
import { isRightToLeft, role, wide } from "../shell/theme/index.ts";

/** The left half on wide screens: the mark, one sentence, what it means. */
const Aside = ({
  title,
  children,
  note,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly note: ReactNode;
}) => (
  <Box
    component="aside"
    sx={{
      display: "none",
      [wide]: { display: "flex" },
      flexDirection: "column",
      width: "50%",
      maxWidth: 720,
      flexShrink: 0,
      minHeight: "100dvh",
      position: "sticky",
      top: 0,
      alignSelf: "flex-start",
      height: "100dvh",
      backgroundColor: role.desk,
      borderInlineEnd: `1px solid ${role.hairline}`,
      padding: "72px clamp(32px, 7vw, 112px) 64px clamp(40px, 6.1vw, 96px)",
    }}
  >
    <Mark size={40} />
    <Box sx={{ marginTop: "clamp(48px, 12dvh, 108px)" }}>
      <Typography variant="h1" component="p" sx={{ margin: 0, whiteSpace: "pre-line" }}>
        {title}
      </Typography>
      {children}
    </Box>
    <Typography variant="caption" component="p" sx={{ margin: "auto 0 0", maxWidth: 340, color: role.ink3 }}>
      {note}
    </Typography>
  </Box>
);

/** What you, your disk and a relay see of one sentence. */
export const WhoSeesWhat = () => {
  const { t } = useTranslation("onboarding");
  const line = {
    display: "grid",
    gridTemplateColumns: "104px 1fr",
    columnGap: 2,
    alignItems: "baseline",
    marginTop: 4,
  };
  const label = { typography: "caption", color: role.ink3, margin: 0 };
  const noise = { typography: "ui", color: role.ink2, margin: 0, letterSpacing: ".02em", lineHeight: 1.75 };
  return (
    <Box component="dl" sx={{ margin: "32px 0 0", paddingTop: 2, borderTop: `1px solid ${role.hairline}` }}>
      <Box sx={line}>
        <Box component="dt" sx={label}>
          {t("sees.you")}
        </Box>
        <Box
          component="dd"
          sx={{ margin: 0, typography: "body2", fontSize: "1.125rem", lineHeight: 1.5, color: role.ink }}
        >
          {t("sees.youText")}
        </Box>
      </Box>
      <Box sx={line}>
        <Box component="dt" sx={label}>
          {t("sees.disk")}
        </Box>
        <Box component="dd" sx={noise}>
          {t("sees.diskText")}
        </Box>
      </Box>
      <Box sx={line}>
        <Box component="dt" sx={label}>
          {t("sees.relay")}
        </Box>
        <Box component="dd" sx={noise}>
          {t("sees.relayText")}
        </Box>
      </Box>
    </Box>
  );
};

/**
 * A page of the first run: on a phone one column with its actions at the foot, on wide screens two halves. `step` stands
 * in the margin where there is one, else above.
 */
export const FirstRunPage = ({
  aside,
  asideText = <WhoSeesWhat />,
  asideNote,
  title,
  step,
  onBack,
  children,
  footer,
  line = "margin",
}: {
  readonly aside?: string;
  readonly asideText?: ReactNode;
  readonly asideNote?: ReactNode;
  readonly title: string;
  readonly step?: { readonly number: number; readonly of: number };
  readonly onBack?: () => void;
  readonly children: ReactNode;
  readonly footer: ReactNode | null;
  /** Phones leave the line out where the text needs the width. */
  readonly line?: "margin" | "wideOnly";
}) => {
  const { t } = useTranslation("onboarding");
  const { t: shell } = useTranslation("shell");
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new page
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLInputElement))
      heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <Box sx={{ display: "flex", minHeight: "100dvh" }}>
      <Aside title={aside ?? t("headline")} note={asideNote ?? t("sees.nothingSent")}>
        {asideText}
      </Aside>
      <Box
        component="main"
        sx={{
          flex: 1,
          minWidth: 0,
          display: "flex",
          flexDirection: "column",
          backgroundColor: role.paper,
          ...(line === "wideOnly" && {
            "@media (max-width: 899.95px)": {
              "& > div > div": {
                "--ww-margin": "0px !important",
                "--ww-margin-gap": "0px !important",
                "--ww-text-gap": "20px !important",
                "&::before": { display: "none" },
              },
            },
          }),
        }}
      >
        <MarginPage>
          <Box
            sx={{
              display: "flex",
              alignItems: "center",
              gap: 2,
              minHeight: 56,
              padding: onBack === undefined ? "4px 20px" : "4px 8px",
              // The line begins below the head on a phone.
              position: "relative",
              backgroundColor: role.paper,
              [wide]: { minHeight: 88, backgroundColor: "transparent" },
            }}
          >
            {onBack !== undefined && (
              <IconAction label={shell("back")} onClick={onBack}>
                <CaretLeftIcon size={22} weight="light" mirrored={isRightToLeft()} />
              </IconAction>
            )}
            {step !== undefined && (
              <Typography variant="caption" sx={{ color: role.ink3, [wide]: { display: "none" } }}>
                {t("step", { step: step.number, of: step.of })}
              </Typography>
            )}
          </Box>
          <MarginRow
            measure={520}
            margin={
              step === undefined || line === "wideOnly" ? (
                step === undefined ? undefined : (
                  <StepNumber step={step} />
                )
              ) : (
                <StepNumber step={step} />
              )
            }
          >
            <Typography
              variant="h3"
              component="h1"
              ref={heading}
              tabIndex={-1}
              sx={{
                margin: 0,
                outline: "none",
                whiteSpace: "pre-line",
                fontSize: { xs: "1.625rem", md: "2rem" },
                lineHeight: 1.3,
              }}
            >
              {title}
            </Typography>
            {children}
          </MarginRow>
          {footer !== null && (
            <Box
              sx={{
                position: "sticky",
                bottom: 0,
                // Where text is large for the window, what stands here would cover what is above it.
                "@media (max-height: 34rem)": { position: "static" },
                zIndex: 1,
                marginTop: "auto",
                backgroundColor: role.paper,
                padding: "12px 20px calc(16px + env(safe-area-inset-bottom))",
                ...(line === "margin" && { borderTop: `1px solid ${role.hairline}` }),
                [wide]: {
                  position: "static",
                  margin: 0,
                  border: 0,
                  backgroundColor: "transparent",
                  padding: "32px var(--ww-end) 64px calc(var(--ww-margin) + var(--ww-text-gap))",
                },
              }}
            >
              <Box sx={{ maxWidth: 520 }}>{footer}</Box>
            </Box>
          )}
        </MarginPage>
      </Box>
    </Box>
  );
};

const StepNumber = ({ step }: { readonly step: { readonly number: number; readonly of: number } }) => {
  const { t } = useTranslation("shell");
  return (
    <Box
      sx={{ display: "none", [wide]: { display: "flex" }, flexDirection: "column", alignItems: "flex-end" }}
    >
      <Typography
        variant="h2"
        component="span"
        sx={{ color: role.accent, fontWeight: 400, lineHeight: "42px" }}
      >
        {step.number}
      </Typography>
      <Typography variant="caption" sx={{ color: role.ink3 }}>
        {t("steps.of", { of: step.of })}
      </Typography>
    </Box>
  );
};

/** Actions of a footer: stacked and full width under a thumb, side by side with a pointer. */
export const Actions = ({ children }: { readonly children: ReactNode }) => (
  <Box
    sx={{
      display: "flex",
      flexDirection: "column",
      gap: 2,
      [wide]: { flexDirection: "row", alignItems: "center", flexWrap: "wrap" },
    }}
  >
    {children}
  </Box>
);
