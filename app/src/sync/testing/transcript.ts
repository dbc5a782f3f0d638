/** Frames as a reader tells them: names of writers by their first letter of appearance, no random bytes. */
import { parseEnvelope, zeroWriter } from "@whisperwell/crypto";
import { decodeFrame, type Frame, type Item } from "@whisperwell/sync-server/wire";

let names = new Map<string, string>();
export const forgetNames = () => {
  names = new Map();
};
const nameOf = (writerId: string) => {
  if (writerId === zeroWriter) return "m";
  const name = names.get(writerId) ?? `w${names.size + 1}`;
  names.set(writerId, name);
  return name;
};

const tellItems = (items: readonly Item[]): string => {
  const parts: string[] = [];
  let open: { name: string; from: number; to: number; signed: number[] } | undefined;
  const flush = () => {
    if (open === undefined) return;
    const { name, from, to, signed } = open;
    const range = from === to ? `${from}` : `${from}..${to}`;
    parts.push(`${name} ${range}, signed at ${signed.join(" ") || "none"}`);
  };
  for (const { bytes, kind } of items) {
    const parsed = parseEnvelope(bytes, kind);
    if (!parsed.ok) {
      parts.push("noise");
      continue;
    }
    const { header, signed } = parsed.value;
    const name = nameOf(header.writerId);
    if (open?.name !== name || open.to + 1 !== header.wseq) {
      flush();
      open = { name, from: header.wseq, to: header.wseq, signed: [] };
    }
    open.to = header.wseq;
    if (signed) open.signed.push(header.wseq);
  }
  flush();
  return parts.join("; ");
};

const tell = (frame: Frame): string => {
  switch (frame.type) {
    case "hello":
      return `HELLO ${frame.versions.join(" ")}`;
    case "challenge":
      return `CHALLENGE ${frame.version}`;
    case "ready":
      return `READY head ${frame.head}, mseq ${frame.mseq}`;
    case "sub":
      return `SUB after ${frame.cursor.seq}`;
    case "page": {
      const seqs = frame.items.length === 0 ? "empty" : `${frame.from}..${frame.to}`;
      return `PAGE ${seqs}${frame.more ? "" : ", caught up"}`;
    }
    case "append":
      return `APPEND ${frame.req}: ${tellItems(frame.items)}`;
    case "ack":
      return `ACK ${frame.req}: seq ${frame.runs.map(({ seq, n }) => (n === 1 ? seq : `${seq}..${seq + n - 1}`)).join(" ")}`;
    case "nack":
      return `NACK ${frame.req}: ${frame.code}`;
    case "wake":
    case "ping":
      return `${frame.type.toUpperCase()} head ${frame.head}`;
    case "reconcile":
      return `RECONCILE ${frame.heads.map(({ writerId, wseq }) => `${nameOf(writerId)} ${wseq}`).join(", ")}`;
    case "want":
      return `WANT ${frame.writers.map(({ writerId, from }) => `${nameOf(writerId)} from ${from}`).join(", ") || "nothing"}`;
    case "goaway":
      return `GOAWAY ${frame.code}`;
    default:
      return frame.type.toUpperCase();
  }
};
export const tellFrame = (bytes: Uint8Array): string => {
  const decoded = decodeFrame(bytes);
  return decoded.ok ? tell(decoded.value) : `noise (${decoded.error.code})`;
};
