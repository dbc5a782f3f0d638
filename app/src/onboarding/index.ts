import "./en.ts";

export { takeLinkFromAddress } from "./link.ts";
export { default as Onboarding } from "./Onboarding.tsx";
