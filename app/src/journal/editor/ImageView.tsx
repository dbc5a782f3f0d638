import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { ImageBrokenIcon } from "@phosphor-icons/react/dist/csr/ImageBroken";
import { NodeViewWrapper, type ReactNodeViewProps } from "@tiptap/react";
import { useState } from "react";
import { useTranslation } from "../../shell/i18n/index.ts";
import { TextField } from "../../shell/pieces/index.ts";
import { role, touch } from "../../shell/theme/index.ts";
import { useBlobPicture } from "../photos/BlobUrlsProvider.tsx";
import { pictureTypes } from "../photos/blob-urls.ts";
import { useAttachment } from "./attachments.tsx";

type Absence = "absent" | "not-here-yet" | "offline" | "damaged" | "not-a-picture";

const Placeholder = ({
  code,
  ratio,
  natural,
}: {
  readonly code: Absence | undefined;
  readonly ratio: number;
  readonly natural: number | undefined;
}) => {
  const { t } = useTranslation("journal");
  return (
    <Box
      role={code === undefined ? undefined : "note"}
      sx={{
        display: "grid",
        placeContent: "center",
        justifyItems: "center",
        gap: 2,
        border: `1px solid ${role.hairline}`,
        borderRadius: "2px",
        color: role.ink3,
        typography: "caption",
        padding: 4,
        textAlign: "center",
        maxHeight: code === undefined ? "none" : 200,
      }}
      style={
        code === undefined
          ? {
              aspectRatio: ratio,
              width: natural === undefined ? undefined : `min(100%, ${natural}px)`,
              padding: 0,
            }
          : undefined
      }
    >
      {code !== undefined && (
        <>
          <ImageBrokenIcon size={24} weight="light" aria-hidden />
          {t(`photo.${code}`)}
        </>
      )}
    </Box>
  );
};

const altLook = {
  typography: "caption",
  color: role.ink3,
  textAlign: "start",
  padding: "4px 0",
  minHeight: 28,
  borderRadius: "2px",
  [touch]: { minHeight: 44 },
  "&:hover": { color: role.ink2, textDecoration: "underline" },
} as const;

/** The question lies over the photo, so that asking takes no room in the text. */
const askLook = {
  position: "absolute",
  insetInlineStart: 8,
  bottom: 8,
  padding: "4px 10px",
  borderRadius: "4px",
  backgroundColor: role.inverse,
  color: role.onInverse,
  "&:focus-visible, figure:hover &": { opacity: 1 },
  "&:hover": { color: role.onInverse },
  [touch]: { minHeight: 44 },
} as const;

/** What a photo shows, in words: read aloud instead of it, and found by the reader below it. */
const AltText = ({
  alt,
  onChange,
  selected,
  beside,
}: {
  readonly alt: string;
  readonly onChange: ((alt: string) => void) | undefined;
  readonly selected: boolean;
  /** Width of a photo too small to lie over: the question stands beside it. */
  readonly beside: number | undefined;
}) => {
  const { t } = useTranslation("journal");
  const [typed, setTyped] = useState<string>();
  if (onChange === undefined) return alt === "" ? null : <Box sx={{ ...altLook, "&:hover": {} }}>{alt}</Box>;
  const finish = (keep: boolean) => {
    if (keep && typed !== undefined && typed !== alt) onChange(typed.trim());
    setTyped(undefined);
  };
  if (typed !== undefined)
    return (
      <TextField
        autoFocus
        label={t("photo.describeLabel")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => finish(true)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") finish(true);
          if (event.key === "Escape") finish(false);
        }}
      />
    );
  return (
    <ButtonBase
      sx={{
        ...altLook,
        ...(alt === "" && {
          ...askLook,
          opacity: selected ? 1 : 0,
          ...(beside !== undefined && { insetInlineStart: beside + 8, top: 0, bottom: "auto" }),
        }),
      }}
      onClick={() => setTyped(alt)}
      aria-label={alt === "" ? t("photo.describe") : t("photo.describeAgain", { alt })}
    >
      {alt === "" ? t("photo.describe") : alt}
    </ButtonBase>
  );
};

/** A photo in the text: its thumbnail first, then itself, at its own shape from the start so that nothing moves. */
export const ImageView = ({ node, updateAttributes, editor, selected }: ReactNodeViewProps) => {
  const { t } = useTranslation("journal");
  const attachment = useAttachment(node.attrs.attachment);
  const shown = attachment !== undefined && pictureTypes.has(attachment.type);
  const picture = useBlobPicture(shown ? attachment.manifest : undefined, attachment?.type ?? "");
  const thumbnail = useBlobPicture(shown ? attachment.thumbnail : undefined, "image/webp");
  const alt = typeof node.attrs.alt === "string" ? node.attrs.alt : "";
  const url =
    picture?.state === "present" ? picture.url : thumbnail?.state === "present" ? thumbnail.url : undefined;
  const natural = attachment?.width;
  const small = natural !== undefined && natural < 200;
  const ratio = attachment?.width && attachment.height ? attachment.width / attachment.height : 3 / 2;
  const code: Absence | undefined =
    attachment === undefined
      ? "absent"
      : !shown
        ? "not-a-picture"
        : picture?.state === "absent" || picture?.state === "unreadable"
          ? picture.code
          : undefined;
  return (
    <NodeViewWrapper
      as="figure"
      data-drag-handle
      style={{ position: "relative", margin: "0 0 16px", minHeight: small ? 44 : undefined }}
      contentEditable={false}
    >
      {url === undefined ? (
        <Placeholder code={code} ratio={ratio} natural={natural} />
      ) : (
        <img
          src={url}
          alt={alt || t("photo.undescribed", { name: attachment?.name ?? "" })}
          draggable={false}
          style={{
            display: "block",
            // Never larger than it is: a small picture would only become blurred.
            width: natural === undefined ? "auto" : `min(100%, ${natural}px)`,
            maxWidth: "100%",
            height: "auto",
            aspectRatio: natural === undefined ? "auto" : ratio,
            objectFit: "cover",
            borderRadius: 2,
          }}
        />
      )}
      <AltText
        alt={alt}
        selected={selected}
        beside={small ? natural : undefined}
        onChange={editor.isEditable ? (text) => updateAttributes({ alt: text }) : undefined}
      />
    </NodeViewWrapper>
  );
};
