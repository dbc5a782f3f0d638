/**
 * A MongoDB server for tests: the one MONGO_URL names, else `mongod` of this machine, else a stand-in in Java that
 * Maven brings (testing/pom.xml) and that speaks the same wire protocol. Without any of them tests say what they skip.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { MongoClient } from "mongodb";
import { freePort } from "./free-port.ts";

export interface MongoForTests extends AsyncDisposable {
  /** With a database of its own. */
  readonly url: string;
  /** Ends it as a power cut would and starts it on the same data and port. undefined: it is not ours to kill. */
  readonly crash: (() => Promise<void>) | undefined;
}

const javaSource = fileURLToPath(new URL("../../testing/MongoForTests.java", import.meta.url));
const pom = fileURLToPath(new URL("../../testing/pom.xml", import.meta.url));
const jars = fileURLToPath(new URL("../../../.build/mongo-for-tests", import.meta.url));
const isThere = (program: string, flag: string): boolean => spawnSync(program, [flag]).status === 0;

/** Once a checkout: a folder that is there is whole, because it is renamed into place. */
const bringJars = (): boolean => {
  if (existsSync(jars)) return true;
  if (!isThere("java", "-version") || !isThere("mvn", "--version")) return false;
  const beside = `${jars}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  const goal = ["-q", "-B", "-f", pom, "dependency:copy-dependencies", `-DoutputDirectory=${beside}`];
  const isBrought = spawnSync("mvn", goal, { timeout: 240_000 }).status === 0;
  if (isBrought && !existsSync(jars)) renameSync(beside, jars);
  else rmSync(beside, { recursive: true, force: true });
  return existsSync(jars);
};

type Command = (directory: string, port: number) => readonly [program: string, args: readonly string[]];
const commandHere = (): Command | undefined => {
  if (isThere("mongod", "--version"))
    return (directory, port) => [
      "mongod",
      ["--dbpath", directory, "--port", String(port), "--bind_ip", "127.0.0.1", "--quiet"],
    ];
  if (!bringJars()) return undefined;
  return (directory, port) => [
    "java",
    ["-Xmx256m", "-cp", join(jars, "*"), javaSource, join(directory, "store"), String(port)],
  ];
};

const answers = async (url: string): Promise<void> => {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 40_000 });
  await client.connect();
  await client.db("admin").command({ ping: 1 });
  await client.close();
};

/** undefined when this machine has none; the reason was printed. */
export const startMongo = async (): Promise<MongoForTests | undefined> => {
  const database = `ww_test_${process.pid}_${Date.now()}`;
  const given = process.env.MONGO_URL;
  if (given !== undefined) {
    const named = new URL(given);
    named.pathname = `/${database}`;
    return {
      url: named.href,
      crash: undefined,
      [Symbol.asyncDispose]: async () => {
        const client = await new MongoClient(named.href).connect();
        await client.db().dropDatabase();
        await client.close();
      },
    };
  }
  const command = commandHere();
  if (command === undefined) {
    process.stderr.write(
      "skipped: MongoDB (no MONGO_URL, no mongod, no java with mvn to bring a stand-in)\n",
    );
    return undefined;
  }
  const directory = mkdtempSync(join(tmpdir(), "ww-mongo-"));
  const port = await freePort();
  const url = `mongodb://127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const [program, args] = command(directory, port);
    server = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
    if (server.stdout) createInterface(server.stdout).on("line", () => undefined);
    await answers(url);
  };
  const kill = async (): Promise<void> => {
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server?.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    url,
    crash: async () => {
      await kill();
      await start();
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
