/**
 * An alarm's id as one piece of an address. Ids are the engine's own and may hold any character; a slash, a dot or a
 * percent sign means something to routers and browsers, so none of them stays: percent encoding with `~` for `%`.
 */
export const alarmAddress = (id: string): string =>
  encodeURIComponent(id.toWellFormed())
    .replace(/[~.]/g, (sign) => (sign === "~" ? "%7E" : "%2E"))
    .replaceAll("%", "~");

/** The id an address names; `undefined` where it is none of ours. */
export const alarmOfAddress = (address: string): string | undefined => {
  try {
    return decodeURIComponent(address.replaceAll("~", "%"));
  } catch {
    return undefined; // Mistyped or cut off.
  }
};
