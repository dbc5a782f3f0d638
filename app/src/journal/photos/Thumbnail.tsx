import Box from "@mui/material/Box";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { EntryRow } from "../../documents/index.ts";
import { role } from "../../shell/theme/index.ts";
import { useBlobPicture } from "./BlobUrlsProvider.tsx";

/** True from when the place comes near the window: a long wall must not open every photo at once. */
const useNear = (place: RefObject<HTMLElement | null>): boolean => {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const watch = new IntersectionObserver(
      (seen) => setNear(seen.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: "800px" },
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [place]);
  return near;
};

export interface ThumbnailProps {
  readonly thumbnail: NonNullable<EntryRow["thumbnail"]>;
  /** Width over height; in lists a photo is never taller than 16 : 7. */
  readonly ratio?: number;
}

/** A photo in a list, decorative there: the entry's words stand beside it. Its place is kept before it has come. */
export const Thumbnail = ({ thumbnail, ratio = 16 / 7 }: ThumbnailProps) => {
  const place = useRef<HTMLDivElement>(null);
  const near = useNear(place);
  const picture = useBlobPicture(near ? thumbnail : undefined, thumbnail.type);
  return (
    <Box
      ref={place}
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
