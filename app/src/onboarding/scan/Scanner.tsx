import Box from "@mui/material/Box";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { Notice } from "../../shell/pieces/index.ts";
import { role } from "../../shell/theme/index.ts";
import { loadDecode } from "./decode.ts";

const lookEvery = 200;

/** Reads codes from the camera until one is taken or the component goes; the camera is let go of with it. */
const scan = async (
  video: HTMLVideoElement,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<void> => {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
    audio: false,
  });
  const release = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) return release();
  signal.addEventListener("abort", release, { once: true });
  video.srcObject = stream;
  await video.play();
  const decode = await loadDecode();
  const look = async () => {
    if (signal.aborted) return;
    const text = await decode(video);
    if (text !== undefined && !signal.aborted) onText(text);
    setTimeout(() => void look(), lookEvery);
  };
  await look();
};

export const Scanner = ({ onText }: { readonly onText: (text: string) => void }) => {
  const { t } = useTranslation("onboarding");
  const video = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  const take = useRef(onText);
  take.current = onText;
  useEffect(() => {
    const view = video.current;
    if (view === null) return undefined;
    const life = new AbortController();
    // No camera, no permission, or a page that is not served securely: the link does the same.
    scan(view, life.signal, (text) => take.current(text)).catch(() => {
      if (!life.signal.aborted) setRefused(true);
    });
    return () => life.abort();
  }, []);
  if (refused) return <Notice tone="neutral" title={t("join.scan.refused")} />;
  return (
    <Box
      component="video"
      ref={video}
      muted
      playsInline
      aria-label={t("join.scan.video")}
      sx={{
        display: "block",
        width: "100%",
        maxWidth: 360,
        aspectRatio: "1",
        objectFit: "cover",
        backgroundColor: role.wash,
        borderRadius: "2px",
      }}
    />
  );
};
