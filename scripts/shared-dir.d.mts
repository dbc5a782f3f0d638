/** Place of a sample inside the shared folder, or undefined after saying on standard error that it is not there. */
export const sharedPath: (what: string) => string | undefined;
