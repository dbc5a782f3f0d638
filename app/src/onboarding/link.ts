/** `origin/join#code`: the code is base64url and stands in the fragment, which no browser sends to a server. */
const pattern = /^https?:\/\/[^/\s?#]+\/join#[A-Za-z0-9_-]{40,200}$/;

/** Looks like a pairing link; whether it still works only the relay knows. */
export const isPairingLink = (text: string): boolean => pattern.test(text);

/**
 * A pairing link with which the page was opened, or undefined. The code goes from the address and from the history at
 * once, before anything else runs or is fetched.
 */
export const takeLinkFromAddress = (view: Pick<Window, "location" | "history">): string | undefined => {
  const { origin, pathname, hash } = view.location;
  if (pathname !== "/join") return undefined;
  view.history.replaceState(null, "", "/");
  const link = `${origin}/join${hash}`;
  return isPairingLink(link) ? link : undefined;
};
