import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { Notice } from "../../shell/pieces/index.ts";
import { startScanning } from "./scan.ts";

/** Looks through the camera for a code, once asked to. Without a camera, or without leave to use it, it says so. */
export const Camera = ({ onText }: { readonly onText: (text: string) => void }) => {
  const { t } = useTranslation("settings");
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<"off" | "on" | "refused">("off");
  const found = useEffectEvent(onText);
  useEffect(() => {
    const shown = video.current;
    if (state !== "on" || shown === null) return undefined;
    const stop = new AbortController();
    void startScanning(shown, stop.signal).then((scan) => {
      if (stop.signal.aborted) return;
      if (scan.state === "found") found(scan.text);
      else setState("refused");
    });
    return () => stop.abort();
  }, [state]);
  if (globalThis.navigator?.mediaDevices?.getUserMedia === undefined) return null;
  return (
    <Box sx={{ marginTop: 4 }}>
      {state === "off" && <Button onClick={() => setState("on")}>{t("add.camera")}</Button>}
      {state === "on" && (
        <Box
          component="video"
          ref={video}
          aria-label={t("add.cameraLabel")}
          muted
          playsInline
          sx={{
            display: "block",
            width: 296,
            maxWidth: "100%",
            aspectRatio: "1",
            objectFit: "cover",
            borderRadius: "2px",
          }}
        />
      )}
      {state === "refused" && (
        <Notice tone="neutral" title={t("add.noCamera")}>
          {t("add.noCameraNext")}
        </Notice>
      )}
    </Box>
  );
};
