/** Where a sentence of a moment stands: above the bar on a phone, beside the rail and never over it on a desk. */
export const snackbar = {
  anchorOrigin: { vertical: "bottom", horizontal: "left" },
  sx: {
    bottom: { xs: "calc(72px + env(safe-area-inset-bottom))", md: 24 },
    insetInlineStart: { md: 96, lg: 240 },
    insetInlineEnd: { md: "auto" },
  },
} as const;
