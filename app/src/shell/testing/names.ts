import { within } from "@testing-library/react";

const roles = ["button", "link", "textbox", "combobox", "option", "switch", "checkbox", "dialog"] as const;

/** Markup of every control that has no name for assistive technology. */
export const namelessControls = (root: Document): readonly string[] =>
  roles.flatMap((role) =>
    within(root.body)
      .queryAllByRole(role, { name: /^\s*$/ })
      .map((control) => control.outerHTML.slice(0, 200)),
  );
