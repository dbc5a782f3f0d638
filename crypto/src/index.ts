export * from "./bytes.ts";
export * from "./epoch.ts";
export * from "./ids.ts";
export * from "./passphrase.ts";
export * from "./principal.ts";
export * from "./random.ts";
export * from "./recovery-phrase.ts";
export * from "./result.ts";
export {
  aeadOpen,
  aeadSeal,
  blake2b,
  equalSecret,
  hash256,
  kdf,
  openWithNonce,
  ready,
  sealWithNonce,
  sign,
  verifySignature,
  wipe,
} from "./sodium.ts";
