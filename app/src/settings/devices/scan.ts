/** Reads a code from the camera. Pictures are looked at and let go; none is kept or sent. */
export type Scan = { readonly state: "found"; readonly text: string } | { readonly state: "refused" };

const lookEvery = 200;
/** Long enough a side for a code held at arm's length, short enough to be read in a few milliseconds. */
const side = 480;

/** Resolves with the first code seen, or `refused` when there is no camera or no leave to use it. Abort ends it. */
export const startScanning = async (video: HTMLVideoElement, signal: AbortSignal): Promise<Scan> => {
  const { default: jsQr } = await import("jsqr");
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    if (error instanceof DOMException) return { state: "refused" };
    throw error;
  }
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) {
    end();
    return { state: "refused" };
  }
  video.srcObject = stream;
  await video.play().catch(() => undefined); // Some browsers play by themselves and refuse the call.
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return new Promise((resolve) => {
    const look = () => {
      const { videoWidth: width, videoHeight: height } = video;
      const edge = Math.min(width, height);
      if (context === null || edge === 0) return;
      context.drawImage(video, (width - edge) / 2, (height - edge) / 2, edge, edge, 0, 0, side, side);
      const seen = jsQr(context.getImageData(0, 0, side, side).data, side, side);
      if (seen === null || seen.data === "") return;
      finish({ state: "found", text: seen.data });
    };
    const timer = setInterval(look, lookEvery);
    const finish = (scan: Scan) => {
      clearInterval(timer);
      end();
      resolve(scan);
    };
    signal.addEventListener("abort", () => finish({ state: "refused" }), { once: true });
  });
};
