/** One undo for title and text: what this page wrote, in the order it was written, never what others wrote. */
import { defaultDeleteFilter, defaultProtectedNodes, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { titleOrigin } from "./title-binding.ts";

export const createEntryUndo = (title: Y.Text, body: Y.XmlFragment): Y.UndoManager =>
  new Y.UndoManager([title, body], {
    trackedOrigins: new Set([ySyncPluginKey, titleOrigin]),
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
    captureTransaction: (transaction) => transaction.meta.get("addToHistory") !== false,
    captureTimeout: 500,
  });
