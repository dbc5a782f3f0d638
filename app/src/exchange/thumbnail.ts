/** A small picture for lists, made where pictures can be decoded: in the browser's import worker. */
import type { ImportedDocument } from "../vault/api.ts";

type Media = ImportedDocument["media"][number];

/** Long side in pixels: two device pixels for each of a phone's row. */
const longSide = 480;
const quality = 0.8;

/** Width, height and thumbnail of a picture; the medium as it was when the browser cannot decode it. */
export const withThumbnail = async (media: Media): Promise<Media> => {
  if (!media.type.startsWith("image/")) return media;
  const blob = new Blob([media.bytes as Uint8Array<ArrayBuffer>], { type: media.type });
  const bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" }).catch((error: unknown) => {
    // InvalidStateError: not a picture this browser decodes (HEIC, TIFF, a damaged one). It is kept all the same.
    if (error instanceof DOMException) return undefined;
    throw error;
  });
  if (bitmap === undefined) return media;
  const { width, height } = bitmap;
  const scale = Math.min(1, longSide / Math.max(width, height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
  const context = canvas.getContext("2d");
  context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  // Writing WebP takes about six times as long as JPEG, which is most of an import; but JPEG has no transparency. A
  // browser that cannot write WebP writes PNG instead and says so in the type.
  const opaque = media.type === "image/jpeg";
  const small = await canvas.convertToBlob({ type: opaque ? "image/jpeg" : "image/webp", quality });
  return {
    ...media,
    width,
    height,
    thumbnail: { bytes: new Uint8Array(await small.arrayBuffer()), type: small.type },
  };
};
