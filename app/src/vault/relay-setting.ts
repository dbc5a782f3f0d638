/** Which relay this device talks to, and whether it does. Kept in the clear: the address is in every request anyway. */
import { fieldsOf } from "./checked.ts";
import { metaField } from "./log/meta.ts";

export interface RelaySetting {
  /** As `URL.origin` spells it. */
  readonly origin: string;
  readonly on: boolean;
}
export const relaySetting = metaField("relay", (value): RelaySetting | undefined => {
  const fields = fieldsOf(value);
  return typeof fields?.origin === "string" && typeof fields.on === "boolean"
    ? { origin: fields.origin, on: fields.on }
    : undefined;
});
