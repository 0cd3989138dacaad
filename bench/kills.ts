import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { Rand } from '../src/demo-org/random';
import {
  begun,
  buildPrograms,
  resultOf,
  startCollection,
  startOrg,
  type CollectOptions,
  type OrgProcess,
  type Programs,
} from '../test/builders/collect-process';
import { contentOf, differences } from '../test/builders/content';
import { tempFolder } from '../test/builders/db';
import { killUntilComplete, PHASES, TARGETS, type Kill, type Victim } from '../test/builders/kills';
import { addOrg, collect, databaseOf, startApp } from './app';
import { log } from './log';

export interface KillOptions {
  kills: number;
  /** How many of them meet the built app; the others meet the same code in plain Node, which starts faster. */
  appKills: number;
  seed: number;
  users: number;
  logins: number;
}

export interface KillReport {
  seed: number;
  users: number;
  logins: number;
  kills: number;
  databases: number;
  /** Databases whose content is not that of the undisturbed one; the aim is 0. */
  different: number;
  differences: string[];
  byProgram: Record<string, number>;
  byTarget: Record<string, number>;
  byPhase: Record<string, number>;
  /** SHA-256 of the undisturbed contents: first collection by REST, by bulk, by the app. */
  contents: Record<string, string>;
}

/** No database is killed for ever. */
const MOST_KILLS_OF_ONE = 8;
const LATENCY_MS = 15;

interface Scene {
  program: 'Node' | 'app';
  name: string;
  wanted: string;
  /** Length of an undisturbed run, ms: kills fall anywhere into it. */
  spanMs: number;
  victim(dataDir: string): Victim;
  /** Makes a data directory that a collection can begin in. */
  prepare(dataDir: string): Promise<void>;
}

/** 200 processes killed at random instants, and what the databases say that they left. */
export async function kills(options: KillOptions): Promise<KillReport> {
  const { folder, remove } = tempFolder();
  const programs = await buildPrograms();
  const standsAt = Date.now();
  const org = await startOrg(programs, {
    users: options.users,
    logins: options.logins,
    live: false,
    dailyLimit: 100_000_000,
    standsAt,
  });
  try {
    await org.control({ latencyMs: LATENCY_MS });
    const random = new Rand(options.seed);
    const done: (Kill & { program: string })[] = [];
    const different: string[] = [];
    const contents: Record<string, string> = {};
    let databases = 0;

    const play = async (scenes: readonly Scene[], until: number): Promise<void> => {
      for (let round = 0; done.length < until; round += 1) {
        const scene = random.pick(scenes);
        const dataDir = join(folder, `killed-${databases}`);
        await scene.prepare(dataDir);
        let left = random.int(1, MOST_KILLS_OF_ONE);
        await killUntilComplete(scene.victim(dataDir), {
          next: () =>
            done.length >= until || left <= 0
              ? null
              : {
                  // One in six while the program starts and opens its database.
                  ...(random.chance(1 / 6)
                    ? { since: 'start' as const, afterMs: random.float() * 1_500 }
                    : { since: 'beginning' as const, afterMs: random.float() * scene.spanMs }),
                  target: random.pick(TARGETS),
                },
          onKill: (kill) => {
            left -= 1;
            done.push({ ...kill, program: scene.program });
            log(`kill ${done.length}: ${scene.name}, ${kill.target}, ${kill.phase}`);
          },
        });
        databases += 1;
        const lines = differences(databaseOf(dataDir), scene.wanted);
        if (lines.length > 0) different.push(`${scene.name} in ${dataDir}:\n${lines.join('\n')}`);
      }
    };

    const node = [
      await nodeScene(programs, org, join(folder, 'rest'), standsAt, 'never'),
      await nodeScene(programs, org, join(folder, 'bulk'), standsAt, 'always'),
    ];
    const app = options.appKills > 0 ? [await appScene(org, join(folder, 'app'))] : [];
    for (const { name, wanted } of [...node, ...app]) contents[name] = contentOf(wanted).hash;
    await play(node, options.kills - options.appKills);
    if (app.length > 0) await play(app, options.kills);

    const tally = (key: (kill: (typeof done)[number]) => string, names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [name, done.filter((kill) => key(kill) === name).length]));
    return {
      seed: options.seed,
      users: options.users,
      logins: options.logins,
      kills: done.length,
      databases,
      different: different.length,
      differences: different,
      byProgram: tally(({ program }) => program, ['Node', 'app']),
      byTarget: tally(({ target }) => target, TARGETS),
      byPhase: tally(({ phase }) => phase, PHASES),
      contents,
    };
  } finally {
    await org.close();
    programs.remove();
    remove();
  }
}

async function nodeScene(
  programs: Programs,
  org: OrgProcess,
  folder: string,
  standsAt: number,
  bulk: CollectOptions['bulk'],
): Promise<Scene> {
  const offset = standsAt - Date.now();
  const options = (dataDir: string): CollectOptions => ({
    dataDir,
    clockOffset: offset,
    sleepScale: 0.01,
    bulk,
    bulkPageSize: 2_000,
    waitMs: 10_000,
  });
  const result = await resultOf(startCollection(programs, org, options(folder)));
  if (result.state !== 'complete') throw new Error(`The undisturbed collection: ${JSON.stringify(result)}`);
  const wanted = databaseOf(folder);
  return {
    program: 'Node',
    name: bulk === 'always' ? 'Node, bulk' : 'Node, REST',
    wanted,
    spanMs: result.ms,
    victim: (dataDir) => ({
      start: () => startCollection(programs, org, options(dataDir)),
      begun,
      dataDir,
      stats: () => org.stats(),
      streams: streamsOf(wanted),
    }),
    prepare: async (dataDir) => void mkdirSync(dataDir),
  };
}

async function appScene(org: OrgProcess, folder: string): Promise<Scene> {
  mkdirSync(folder);
  await addOrg(org, folder);
  const start = performance.now();
  await collect(folder);
  const spanMs = performance.now() - start;
  const wanted = databaseOf(folder);
  return {
    program: 'app',
    name: 'app',
    wanted,
    spanMs,
    victim: (dataDir) => ({
      start() {
        const child = startApp(['collect', 'Acme', '--json', '--quiet'], dataDir);
        child.stdin?.end();
        child.stdout?.resume();
        child.stderr?.resume();
        return child;
      },
      begun: (child) => untilAsked(org, child),
      dataDir,
      stats: () => org.stats(),
      streams: streamsOf(wanted),
    }),
    async prepare(dataDir) {
      mkdirSync(dataDir);
      await addOrg(org, dataDir);
    },
  };
}

/** The app begins when the org hears of it. */
async function untilAsked(org: OrgProcess, child: ChildProcess): Promise<void> {
  const asked = async (): Promise<number> =>
    Object.values((await org.stats()).requests).reduce((sum, count) => sum + count, 0);
  const before = await asked();
  while (child.exitCode === null && (await asked()) === before) await delay(5);
}

const streamsOf = (file: string): number => contentOf(file).tables['stream_checkpoint']?.rows ?? 0;
