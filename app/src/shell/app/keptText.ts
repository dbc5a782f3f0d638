/** The text that stands in fields and editors of a page, for when the page breaks under it. */
export const keptText = (root: ParentNode): string =>
  [...root.querySelectorAll<HTMLElement>("[contenteditable='true'], textarea")]
    // biome-ignore lint/performance/useDomNodeTextContent: paragraphs must stay paragraphs
    .map((field) => (field instanceof HTMLTextAreaElement ? field.value : field.innerText))
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .join("\n\n");
