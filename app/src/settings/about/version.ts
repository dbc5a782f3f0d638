declare const __APP_VERSION__: string | undefined;

/** As the build was named; a page that was not built has none. */
export const appVersion = typeof __APP_VERSION__ === "undefined" ? "0" : __APP_VERSION__;
