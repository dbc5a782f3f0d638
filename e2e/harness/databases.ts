/** What a page's own databases hold, value by value: files on disk are compressed, values are not. */
import type { Page } from "@playwright/test";

/** Every key and value of every store of every database of this origin, as text and bytes. */
export const databaseValues = async (page: Page): Promise<readonly Buffer[]> => {
  const pieces = await page.evaluate(async () => {
    const settle = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const taken: string[] = [];
    const take = (value: unknown): void => {
      if (typeof value === "string") taken.push(btoa(unescape(encodeURIComponent(value))));
      else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes = ArrayBuffer.isView(value)
          ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
          : new Uint8Array(value);
        let text = "";
        for (const byte of bytes) text += String.fromCharCode(byte);
        taken.push(btoa(text));
      } else if (value instanceof Map) for (const pair of value) take(pair);
      else if (value !== null && typeof value === "object")
        for (const [key, inside] of Object.entries(value)) {
          take(key);
          take(inside);
        }
    };
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await settle(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        take(await settle(all.getAllKeys()));
        take(await settle(all.getAll()));
      }
      database.close();
    }
    take({ ...localStorage });
    take({ ...sessionStorage });
    return taken;
  });
  return pieces.map((piece) => Buffer.from(piece, "base64"));
};
