/** What is pasted or dropped and is not plain text: tables become what an import makes of them, files are answered. */
import { type Editor, Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";

const key = new PluginKey("pasting");

type Given = Pick<DataTransfer, "getData" | "files">;

/** `table`: HTML with a table, which the editor's own reading would run together. `files`: nothing but files. */
export const kindOfPaste = (given: Given | null): "table" | "files" | "other" => {
  if (given === null) return "other";
  const html = given.getData("text/html");
  if (/<table[\s>]/iu.test(html)) return "table";
  const words = html.replace(/<[^>]*>/gu, "") + given.getData("text/plain");
  return given.files.length > 0 && words.trim() === "" ? "files" : "other";
};

/** Puts in the text what an import would make of this HTML: a table stays a table, cell by cell. */
export const insertHtml = async (editor: Editor, html: string): Promise<void> => {
  const { bodyFromHtml } = await import("../../documents/markdown/read.ts");
  if (editor.isDestroyed) return;
  const { content = [] } = bodyFromHtml(html);
  editor.commands.insertContent([...content]);
};

/** `onFiles` hears that someone gave only files, which an entry cannot take from here. */
export const pastingPlugin = (editor: Editor, onFiles: () => void): Plugin => {
  const answer = (given: DataTransfer | null): boolean => {
    const kind = kindOfPaste(given);
    if (kind === "files") onFiles();
    return kind === "files";
  };
  return new Plugin({
    key,
    props: {
      handlePaste: (_view, event) => {
        const given = event.clipboardData;
        if (kindOfPaste(given) !== "table") return answer(given);
        void insertHtml(editor, given?.getData("text/html") ?? "");
        return true;
      },
      handleDrop: (_view, event) => {
        if (!answer(event.dataTransfer)) return false;
        // Else the browser would leave the page for the picture.
        event.preventDefault();
        return true;
      },
    },
  });
};

/** Before every other answer to a paste. */
export const pastingExtension = (onFiles: () => void) =>
  Extension.create({
    name: "pasting",
    priority: 1100,
    addProseMirrorPlugins() {
      return [pastingPlugin(this.editor, onFiles)];
    },
  });
