import { expect, test } from "vitest";
import { row } from "../../store/testing/rows.ts";
import { filterOf, rowsIn, type Scope } from "./scope.ts";

const scope = (given: Partial<Scope>): Scope => ({
  kind: "all",
  journal: "",
  tag: "",
  from: "",
  to: "",
  ...given,
});
const on = (docId: string, day: string) => row({ docId, when: { day, zone: "UTC", instant: 0 } });

test("days are taken with both ends, and an empty end is no end", () => {
  const rows = [on("a", "2024-01-01"), on("b", "2024-01-02"), on("c", "2024-01-03")];
  const ids = (given: Partial<Scope>) =>
    rowsIn(rows, filterOf(scope({ kind: "range", ...given }), undefined)).map(({ docId }) => docId);
  expect(ids({ from: "2024-01-01", to: "2024-01-02" })).toEqual(["a", "b"]);
  expect(ids({ from: "2024-01-02" })).toEqual(["b", "c"]);
  expect(ids({})).toEqual(["a", "b", "c"]);
});

test("a tag takes the entries of every tag that was merged into it", () => {
  const rows = [
    row({ docId: "a", tags: [{ id: "swim", name: "swim" }] }),
    row({ docId: "b", tags: [{ id: "swimming", name: "swimming" }] }),
    row({ docId: "c" }),
  ];
  const taxonomy = { journals: [], tags: [{ id: "swimming", name: "swimming", aliases: ["swim"] }] };
  expect(rowsIn(rows, filterOf(scope({ kind: "tag", tag: "swimming" }), taxonomy))).toHaveLength(2);
});
