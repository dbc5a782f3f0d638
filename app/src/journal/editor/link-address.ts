/** What a person types as a link's address, made into one that is safe to keep, or refused. */

const allowed: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/**
 * `example.org` becomes `https://example.org/`, `a@b.org` a mail address. Undefined for anything that is neither a web
 * nor a mail address (`javascript:` above all).
 */
export const linkAddress = (typed: string): string | undefined => {
  const text = typed.trim();
  if (text === "" || /\s/u.test(text)) return undefined;
  if (/^[^\s:/@]+@[^\s:/@]+\.[^\s:/@]+$/u.test(text)) return `mailto:${text}`;
  const candidate =
    /^[a-z][a-z0-9+.-]*:/iu.test(text) && !/^[^/:]+:\d/u.test(text) ? text : `https://${text}`;
  if (!URL.canParse(candidate)) return undefined;
  const url = new URL(candidate);
  if (!allowed.has(url.protocol)) return undefined;
  return url.protocol === "mailto:" || url.hostname !== "" ? url.href : undefined;
};
