import Box from "@mui/material/Box";
import { PaperclipIcon } from "@phosphor-icons/react/dist/csr/Paperclip";
import { NodeViewWrapper, type ReactNodeViewProps } from "@tiptap/react";
import { useFormat, useTranslation } from "../../shell/i18n/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useAttachment } from "./attachments.tsx";

/** A sound, film or document at its place in the text: its name and size. */
export const FileView = ({ node }: ReactNodeViewProps) => {
  const { t } = useTranslation("journal");
  const format = useFormat();
  const attachment = useAttachment(node.attrs.attachment);
  const name = attachment?.name ?? String(node.attrs.name ?? "");
  return (
    <NodeViewWrapper contentEditable={false} data-drag-handle>
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 3,
          borderBlock: `1px solid ${role.hairline}`,
          padding: "12px 0",
          marginBottom: 4,
          typography: "ui",
          color: role.ink2,
        }}
      >
        <PaperclipIcon size={20} weight="light" aria-hidden />
        <Box component="span" sx={{ overflowWrap: "anywhere" }}>
          {name || t("file.unnamed")}
        </Box>
        <Box component="span" sx={{ typography: "caption", color: role.ink3, marginInlineStart: "auto" }}>
          {attachment === undefined ? t("file.absent") : format.bytes(attachment.manifest.size)}
        </Box>
      </Box>
    </NodeViewWrapper>
  );
};
