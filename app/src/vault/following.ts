/** Observables that outlive a session: they follow the one of now, and say their resting value while locked. */
import type { Observable } from "./api.ts";
import { createSubject } from "./observable.ts";

export interface Following<T> {
  readonly value$: Observable<T>;
  readonly follow: (source: Observable<T>) => void;
  readonly rest: () => void;
}
export const createFollowing = <T>(resting: T): Following<T> => {
  const value$ = createSubject(resting);
  let stop = () => {};
  return {
    value$,
    follow: (source) => {
      stop();
      stop = source.subscribe(value$.set);
    },
    rest: () => {
      stop();
      stop = () => {};
      value$.set(resting);
    },
  };
};
