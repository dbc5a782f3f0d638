/** Addresses of what the app starts with, as the build wrote them into the page (scripts/front-page.ts). */
export const partsOf = (page: Document): readonly string[] =>
  page.querySelector<HTMLMetaElement>("meta[name='ww-parts']")?.content.split(" ").filter(Boolean) ?? [];

/** Fetches them side by side, so that none waits for the one that names it. They do not run by it. */
export const fetchParts = (page: Document, parts: readonly string[]): void => {
  for (const href of parts) {
    const link = page.createElement("link");
    link.rel = href.endsWith(".js") ? "modulepreload" : "prefetch";
    link.href = href;
    page.head.append(link);
  }
};
