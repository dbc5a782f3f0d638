import { useEffect, useState } from "react";
import type { Observable } from "../../vault/index.ts";

/** The present value of something that changes, for as long as the component lives. */
export const useObservable = <T>(observable: Observable<T> | undefined): T | undefined => {
  const [value, setValue] = useState<{ readonly of: Observable<T>; readonly value: T }>();
  useEffect(() => observable?.subscribe((next) => setValue({ of: observable, value: next })), [observable]);
  return value !== undefined && value.of === observable ? value.value : undefined;
};
