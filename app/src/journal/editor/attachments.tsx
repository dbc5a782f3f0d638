import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type * as Y from "yjs";
import { attachmentsOf } from "../../documents/entry-row.ts";
import type { Attachment } from "../../documents/index.ts";

const Attachments = createContext<readonly Attachment[]>([]);

/** The open entry's attachments, kept current while others add to them. */
export const AttachmentsProvider = ({
  ydoc,
  children,
}: {
  readonly ydoc: Y.Doc;
  readonly children: ReactNode;
}) => {
  const [attachments, setAttachments] = useState(() => attachmentsOf(ydoc));
  useEffect(() => {
    const map = ydoc.getMap("attachments");
    const read = () => setAttachments(attachmentsOf(ydoc));
    read();
    map.observeDeep(read);
    return () => map.unobserveDeep(read);
  }, [ydoc]);
  return <Attachments value={attachments}>{children}</Attachments>;
};

export const useAttachment = (id: unknown): Attachment | undefined =>
  useContext(Attachments).find((attachment) => attachment.id === id);
