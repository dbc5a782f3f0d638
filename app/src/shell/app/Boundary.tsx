import { Component, type ReactNode } from "react";
import { CrashPage } from "./CrashPage.tsx";
import { keptText } from "./keptText.ts";

type State = { readonly broken: false } | { readonly broken: true; readonly text: string };

/**
 * Catches what breaks while drawing. At that moment the old page is still in the document, so the text in its fields
 * can be kept before it goes.
 */
export class Boundary extends Component<{ readonly children: ReactNode; readonly place?: string }, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true, text: keptText(document) };
  }

  /** Going elsewhere tries again. */
  override componentDidUpdate(before: { readonly place?: string }) {
    if (this.state.broken && before.place !== this.props.place) this.setState({ broken: false });
  }

  override render() {
    return this.state.broken ? <CrashPage text={this.state.text} /> : this.props.children;
  }
}
