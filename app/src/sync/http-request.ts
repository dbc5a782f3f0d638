/** One request to the relay and its answer as a value. The relay's JSON is judged here; nothing of it is trusted. */
import { err, ok, type Result } from "@whisperwell/crypto";
import type { ProblemCode } from "@whisperwell/sync-server/wire";
import type { Network } from "./ports.ts";
import { readJson } from "./read-body.ts";

/** unreachable: no answer. not-a-relay: an answer no relay of ours gives. Else the relay's own code. */
export interface HttpFailure {
  readonly code: ProblemCode | "unreachable" | "not-a-relay" | "cancelled";
  /** Milliseconds. */
  readonly retryAfter?: number;
}
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const isProblem = (value: unknown): value is { code: ProblemCode; retryAfter?: unknown } =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as { code?: unknown }).code === "string" &&
  typeof (value as { status?: unknown }).status === "number";

const failureOf = async (response: Response): Promise<HttpFailure> => {
  const problem: unknown = await readJson(response);
  if (!isProblem(problem)) return { code: "not-a-relay" };
  const { code, retryAfter } = problem;
  return typeof retryAfter === "number" ? { code, retryAfter } : { code };
};

/** Redirects are not followed: the origin is part of what this device signs. */
export const request = async (
  network: Pick<Network, "fetch">,
  { method, url, json, bytes, headers, signal }: HttpRequest,
): Promise<Result<Response, HttpFailure>> => {
  const body = json === undefined ? bytes : JSON.stringify(json);
  const type = json === undefined ? "application/octet-stream" : "application/json";
  try {
    const response = await network.fetch(url, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": type }), ...headers },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    return response.ok ? ok(response) : err(await failureOf(response));
  } catch {
    // fetch rejects with one TypeError for every way of not reaching a server
    return err({ code: signal?.aborted === true ? "cancelled" : "unreachable" });
  }
};

/** Answers the value `parse` makes of the JSON, or not-a-relay. */
export const requestJson = async <T>(
  network: Pick<Network, "fetch">,
  asked: HttpRequest,
  parse: (value: Readonly<Record<string, unknown>>, status: number) => T | undefined,
): Promise<Result<T, HttpFailure>> => {
  const answered = await request(network, asked);
  if (!answered.ok) return answered;
  const value: unknown = await readJson(answered.value);
  const parsed =
    typeof value === "object" && value !== null
      ? parse(value as Readonly<Record<string, unknown>>, answered.value.status)
      : undefined;
  return parsed === undefined ? err({ code: "not-a-relay" }) : ok(parsed);
};
