// webpack wants an entry beside the service worker that InjectManifest compiles; this one is thrown away.
export {};
