/**
 * A pairing link that was opened in a browser which holds the journal: the page that adds devices takes it from here.
 * It lives in memory only, once.
 */
let pending: string | undefined;

export const keepJoinLink = (link: string): void => {
  pending = link;
};
/** The link, if there is one; asking again gives nothing. */
export const takeJoinLink = (): string | undefined => {
  const link = pending;
  pending = undefined;
  return link;
};
