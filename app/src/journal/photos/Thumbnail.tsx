import Box from "@mui/material/Box";
import type { EntryRow } from "../../documents/model.ts";
import { role } from "../../shell/theme/index.ts";
import { useBlobPicture } from "./BlobUrlsProvider.tsx";

export interface ThumbnailProps {
  readonly thumbnail: NonNullable<EntryRow["thumbnail"]>;
  /** Width over height; in lists a photo is never taller than 16 : 7. */
  readonly ratio?: number;
}

/** A photo in a list, decorative there: the entry's words stand beside it. Its place is kept before it has come. */
export const Thumbnail = ({ thumbnail, ratio = 16 / 7 }: ThumbnailProps) => {
  const picture = useBlobPicture(thumbnail, thumbnail.type);
  return (
    <Box
      sx={{ marginTop: 2, borderRadius: "2px", overflow: "hidden", backgroundColor: role.wash }}
      style={{ aspectRatio: ratio }}
    >
      {picture?.state === "present" && (
        <img
          src={picture.url}
          alt=""
          draggable={false}
          style={{ display: "block", width: "100%", height: "100%", objectFit: "cover" }}
        />
      )}
    </Box>
  );
};
