/**
 * The version before this one. A tab may stay on it while another tab takes the new version: rooms it has not been in,
 * importing, backups and the worker that unlocks are still to be fetched, and a server has only the new ones. So what the
 * last version had and this one has not is kept, for one version, and given to whoever asks for it.
 */

const cacheName = "previous";

const isPart = ({ pathname }: URL): boolean => pathname.startsWith("/assets/");

/**
 * Before the precache lets go of them: parts of the version that is running, whose names the new one does not have.
 * `current`: paths of the new one.
 */
export const keepPrevious = async (
  caches: CacheStorage,
  precacheName: string,
  current: ReadonlySet<string>,
): Promise<void> => {
  const running = await caches.open(precacheName);
  const parts = (await running.keys()).filter(({ url }) => {
    const address = new URL(url);
    return isPart(address) && !current.has(address.pathname);
  });
  // The first install, or the same version again: what is kept is still somebody's.
  if (parts.length === 0) return;
  await caches.delete(cacheName);
  const previous = await caches.open(cacheName);
  for (const part of parts) {
    const response = await running.match(part);
    if (response !== undefined) await previous.put(part, response);
  }
};

/** A part of the version before, or undefined. */
export const fromPrevious = async (caches: CacheStorage, request: Request): Promise<Response | undefined> =>
  isPart(new URL(request.url)) ? caches.match(request, { cacheName }) : undefined;
