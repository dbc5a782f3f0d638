/** Finds a QR code in a picture; the platform's detector where there is one, else one in JavaScript, asked for then. */
export type Decode = (source: HTMLVideoElement) => Promise<string | undefined>;

interface Detector {
  readonly detect: (source: CanvasImageSource) => Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  readonly getSupportedFormats: () => Promise<readonly string[]>;
}

const platformDecode = async (): Promise<Decode | undefined> => {
  const { BarcodeDetector } = globalThis as { readonly BarcodeDetector?: DetectorClass };
  if (BarcodeDetector === undefined) return undefined;
  if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return undefined;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (source) => (await detector.detect(source))[0]?.rawValue;
};

/** Larger pictures only take longer: a code that fills a third of 640 px has pixels to spare. */
const widest = 640;
const ownDecode = async (): Promise<Decode> => {
  const { default: jsQr } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    if (context === null || source.videoWidth === 0) return undefined;
    const scale = Math.min(1, widest / source.videoWidth);
    canvas.width = Math.round(source.videoWidth * scale);
    canvas.height = Math.round(source.videoHeight * scale);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQr(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data;
  };
};

export const loadDecode = async (): Promise<Decode> => (await platformDecode()) ?? (await ownDecode());
