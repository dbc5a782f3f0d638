/** What every answer says to a browser. Nothing of another origin is loaded, framed, or told where it came from. */

/** Emotion fills one empty style element by insertRule: this is the hash of no text at all. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

export const contentSecurityPolicy = (origin: string, connectOrigins: readonly string[]): string => {
  const own = origin.replace(/^http/, "ws");
  const further = connectOrigins.flatMap((other) =>
    other.startsWith("http") ? [other, other.replace(/^http/, "ws")] : [other],
  );
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' ${emptyStyle}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "media-src 'self' blob:",
    `connect-src ${["'self'", own, ...further].join(" ")}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
};

export const securityHeaders = (
  origin: string,
  connectOrigins: readonly string[],
): Readonly<Record<string, string>> => ({
  "content-security-policy": contentSecurityPolicy(origin, connectOrigins),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "permissions-policy":
    "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), serial=(), browsing-topics=()",
  ...(origin.startsWith("https:")
    ? { "strict-transport-security": "max-age=63072000; includeSubDomains" }
    : {}),
});
