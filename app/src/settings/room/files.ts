/**
 * Files that leave the app: through the browser's file picker where there is one, else as a download. What is written
 * becomes a file only when its sink is closed.
 */
export interface FileTarget {
  /** `file`: a place the person chose, which can be read back. `download`: handed to the browser when it is whole. */
  readonly kind: "file" | "download";
  readonly sink: WritableStream<Uint8Array>;
  /** After the sink is closed: the file as it lies on disk; for a download nothing, the browser alone knows where it is. */
  readonly finish: () => Promise<File | undefined>;
}
export type OpenTarget = (name: string, type: string) => Promise<FileTarget | "stopped">;

interface SaveHandle {
  readonly createWritable: () => Promise<WritableStream<Uint8Array>>;
  readonly getFile: () => Promise<File>;
}
interface WithPicker {
  readonly showSaveFilePicker?: (options: {
    readonly suggestedName: string;
    readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
  }) => Promise<SaveHandle>;
}

const isStopped = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

/** Hands a whole file to the browser. */
export const download = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

const downloadTarget = (name: string, type: string): FileTarget => {
  // One Blob per piece: browsers keep large ones on disk.
  const pieces: Blob[] = [];
  return {
    kind: "download",
    sink: new WritableStream<Uint8Array>({
      write: (bytes) => {
        pieces.push(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      },
    }),
    finish: async () => {
      download(new Blob(pieces, { type }), name);
      return undefined;
    },
  };
};

/** Must be called while a press or key still counts as the person's own act. `stopped`: they closed the picker. */
export const openTarget: OpenTarget = async (name, type) => {
  const { showSaveFilePicker } = globalThis as WithPicker;
  if (showSaveFilePicker === undefined) return downloadTarget(name, type);
  const ending = name.slice(name.lastIndexOf("."));
  try {
    const handle = await showSaveFilePicker({
      suggestedName: name,
      types: [{ accept: { [type]: [ending] } }],
    });
    return { kind: "file", sink: await handle.createWritable(), finish: () => handle.getFile() };
  } catch (error) {
    if (isStopped(error)) return "stopped";
    // Not allowed here (an embedded or managed browser): the download still is.
    if (error instanceof DOMException || error instanceof TypeError) return downloadTarget(name, type);
    throw error;
  }
};

/** `whisperwell-2026-11-24.zip`, by the screen's own calendar. */
export const datedName = (kind: string, ending: string, now: number): string => {
  const date = new Date(now);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${kind}-${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}.${ending}`;
};
