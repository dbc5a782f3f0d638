/** Everything a browser asked of the network, and everything it complained about. */
import type { BrowserContext, Page } from "playwright";

export interface Recorder {
  /** Addresses, headers, bodies and socket frames in both directions, one text or byte string each. */
  readonly sent: () => readonly Buffer[];
  /** Console errors, unheard rejections, refusals of the content security policy. */
  readonly problems: () => readonly string[];
  /** From now on a relay that does not answer is no problem: the journey stops it on purpose. */
  readonly expectRelayAway: () => void;
  /** This answer is asked for on purpose. */
  readonly expectProblem: (like: RegExp) => void;
  readonly frames: () => number;
}

/** What Chromium itself prints when a server cannot be reached. */
const unreachable =
  /net::ERR_(CONNECTION|INTERNET|NETWORK|EMPTY_RESPONSE|ABORTED|FAILED)|WebSocket connection to .* failed|An unknown error occurred when fetching the script|Failed to update a ServiceWorker/;

export const record = (context: BrowserContext): Recorder => {
  const sent: Buffer[] = [];
  const problems: string[] = [];
  let frames = 0;
  let away = false;
  const expected: RegExp[] = [];
  const note = (problem: string) => {
    const known = expected.some((like) => like.test(problem));
    if (!known && !(away && unreachable.test(problem))) problems.push(problem);
  };
  const keep = (...pieces: readonly (string | Buffer | null | undefined)[]) => {
    for (const piece of pieces) if (piece) sent.push(Buffer.from(piece));
  };
  context.on("console", (message) => {
    if (message.type() === "error")
      note(`console: ${message.text()} (${message.location().url}:${message.location().lineNumber})`);
  });
  context.on("weberror", (error) => note(`error: ${error.error().stack ?? error.error().message}`));
  context.on("request", (request) => {
    keep(request.url(), JSON.stringify(request.headers()), request.postDataBuffer());
  });
  const follow = (page: Page) => {
    page.on("crash", () => note(`the page ${page.url()} crashed`));
    page.on("websocket", (socket) => {
      keep(socket.url());
      const frame = ({ payload }: { readonly payload: string | Buffer }) => {
        frames += 1;
        keep(payload);
      };
      socket.on("framesent", frame);
      socket.on("framereceived", frame);
    });
  };
  context.pages().forEach(follow);
  context.on("page", follow);
  return {
    sent: () => sent,
    problems: () => problems,
    expectProblem: (like) => {
      expected.push(like);
    },
    expectRelayAway: () => {
      away = true;
    },
    frames: () => frames,
  };
};
