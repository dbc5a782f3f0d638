import { styled } from "@mui/material/styles";
import type { ReactNode } from "react";

const Space = styled("div")({
  position: "relative",
  flex: "1 1 0",
  minHeight: 320,
  "@media print": { position: "static" },
});
const Inside = styled("div")({
  position: "absolute",
  inset: 0,
  display: "flex",
  minWidth: 0,
  "@media print": { position: "static", display: "block" },
});

/** What is left of the window, and no more: its parts scroll by themselves, so each keeps its place. */
export const RoomSpace = ({ children }: { readonly children: ReactNode }) => (
  <Space>
    <Inside>{children}</Inside>
  </Space>
);
