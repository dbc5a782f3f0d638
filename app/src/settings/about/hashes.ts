/** What this page runs, as SHA-256: for comparing with the list of a release. */
export interface CodeHash {
  /** Path below the app's address. */
  readonly path: string;
  /** 64 hex digits; absent when the file could not be had again. */
  readonly sha256?: string;
}

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The page itself and every script and style of our own that it has loaded, by path. */
export const loadedCode = (
  document: Document,
  resources: readonly { readonly name: string }[],
): readonly string[] => {
  const { origin } = document.location;
  const named = [
    ...[...document.scripts].map((script) => script.src),
    ...resources.map(({ name }) => name),
  ].filter((name) => name.startsWith(`${origin}/`) && /\.(?:m?js|css|wasm)(?:\?|$)/.test(name));
  const paths = named.map((name) => new URL(name).pathname);
  return ["/", ...new Set(paths.toSorted())];
};

/** Reads each again from the browser's cache, or from the server where it is not cached, and digests it. */
export const hashCode = async (paths: readonly string[], get: typeof fetch): Promise<readonly CodeHash[]> => {
  const hashOf = async (path: string): Promise<CodeHash> => {
    try {
      const response = await get(path, { cache: "force-cache", credentials: "omit" });
      if (!response.ok) return { path };
      return { path, sha256: hex(await crypto.subtle.digest("SHA-256", await response.arrayBuffer())) };
    } catch (error) {
      if (error instanceof TypeError) return { path }; // Offline and not cached.
      throw error;
    }
  };
  return Promise.all(paths.map(hashOf));
};
