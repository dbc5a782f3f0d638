import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useEffect, useState } from "react";
import { ErrorNotice } from "../errors/index.ts";
import { useTranslation } from "../i18n/index.ts";
import { Notice } from "../pieces/Notice.tsx";
import { role } from "../theme/index.ts";
import { ClosedPage } from "./ClosedPage.tsx";

const Title = ({ children }: { readonly children: string }) => (
  <Typography
    variant="h3"
    component="h1"
    sx={{ margin: 0, fontStyle: "italic", fontSize: { xs: "1.625rem", md: "2.125rem" }, lineHeight: 1.25 }}
  >
    {children}
  </Typography>
);
const reload = () => location.reload();

const quietFor = 400;
/** While storage is being opened: an empty desk, words only when it takes long enough to wonder. */
export const StartingPage = () => {
  const { t } = useTranslation("shell");
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), quietFor);
    return () => clearTimeout(timer);
  }, []);
  return (
    <ClosedPage
      words={
        <Typography
          variant="ui"
          component="p"
          role="status"
          sx={{ margin: "6px 0 0", color: role.ink3, minHeight: 24 }}
        >
          {slow ? t("trouble.starting") : ""}
        </Typography>
      }
      controls={null}
    />
  );
};

/** Another tab with an older version keeps the database. */
export const BlockedPage = () => {
  const { t } = useTranslation("shell");
  return (
    <ClosedPage
      words={<Title>{t("trouble.blocked.title")}</Title>}
      controls={
        <>
          <Notice tone="caution" title={t("trouble.blocked.what")}>
            {t("trouble.blocked.safe")} {t("trouble.blocked.next")}
          </Notice>
          <Button onClick={reload} sx={{ marginTop: 6 }}>
            {t("trouble.again")}
          </Button>
        </>
      }
    />
  );
};

/** Storage answered, but not with what it should hold. Never a fresh welcome. */
export const UnreadablePage = ({
  code,
}: {
  readonly code: "storage-unreadable" | "key-unreadable" | "storage-newer";
}) => {
  const { t } = useTranslation("shell");
  return (
    <ClosedPage
      words={<Title>{t("trouble.unreadable")}</Title>}
      controls={
        <>
          <ErrorNotice code={code} />
          <Button onClick={reload} sx={{ marginTop: 6 }}>
            {t("trouble.again")}
          </Button>
        </>
      }
    />
  );
};

/** A journal was set up here and its storage is empty now. */
export const VanishedPage = ({
  onRestore,
  onFresh,
}: {
  readonly onRestore: () => void;
  readonly onFresh: () => void;
}) => {
  const { t } = useTranslation("shell");
  return (
    <ClosedPage
      words={
        <>
          <Title>{t("trouble.vanished.title")}</Title>
          <Typography variant="body2" component="p" sx={{ margin: "12px 0 0", color: role.ink2 }}>
            {t("trouble.vanished.what")}
          </Typography>
          <Typography variant="body2" component="p" sx={{ margin: "12px 0 0", color: role.ink2 }}>
            {t("trouble.vanished.safe")} {t("trouble.vanished.next")}
          </Typography>
        </>
      }
      controls={
        <>
          <Button variant="contained" fullWidth onClick={onRestore}>
            {t("trouble.vanished.restore")}
          </Button>
          <Button fullWidth onClick={onFresh} sx={{ marginTop: 2 }}>
            {t("trouble.vanished.fresh")}
          </Button>
        </>
      }
    />
  );
};
