import { randomInt } from 'node:crypto';
import { encodeId, idChecksum, toId15 } from '../../ids';
import { DAY_MS } from '../../options';
import { Job, type JobPlan, type JobRequest } from './job';
import { Locators } from './locators';
import type { Snapshot } from './snapshot';

/** Jobs are kept for seven days (Bulk API 2.0 limits). */
const LIFETIME_MS = 7 * DAY_MS;
const KEY_PREFIX = '750';
/** Largest random part of an id. */
const ID_SPACE = 2 ** 47;

/** What query jobs of the last 24 hours have used. */
export interface BulkUsage {
  jobs: number;
  /** Results made, in KB. */
  storageKB: number;
}

/** The org's query jobs, oldest first. */
export class BulkJobs {
  readonly locators = new Locators();
  readonly #jobs = new Map<string, Job>();
  /** Also of jobs deleted since: these have used their share, too. */
  #used: { at: number; storageKB: number }[] = [];
  #serial = 0;

  constructor(
    /** Characters 4 to 6 of every id. */
    readonly instance: string,
    readonly now: () => number,
  ) {}

  /** Name for a job's result table. */
  nextTable(): string {
    return `bulk_${++this.#serial}`;
  }

  /** Differs from job to job, and is the same for the same jobs in the same order. */
  nextSeed(): number {
    return ++this.#serial;
  }

  add(request: JobRequest, plan: JobPlan, snapshot: Snapshot | undefined, storageKB: number): Job {
    let id: string;
    // Random, so that a job of an earlier run of this org is not taken for a new one.
    do id = encodeId(KEY_PREFIX, this.instance, randomInt(ID_SPACE));
    while (this.#jobs.has(id));
    const job = new Job(id, request, plan, snapshot, this.now());
    this.#jobs.set(id, job);
    this.#used.push({ at: job.createdAt, storageKB });
    return job;
  }

  /** By its 15- or 18-character id. */
  find(id: string): Job | undefined {
    this.#forgetOld();
    const id15 = toId15(id);
    return id15 === undefined ? undefined : this.#jobs.get(id15 + idChecksum(id15));
  }

  list(): Job[] {
    this.#forgetOld();
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) job.moveOn(this.now(), true);
    return jobs;
  }

  delete(job: Job): void {
    this.#jobs.delete(job.id);
    job.snapshot?.drop();
  }

  /** What an administrator can do to everybody's jobs: those that run stop, or all of them go. */
  interfere(how: 'abort' | 'delete'): void {
    for (const job of [...this.#jobs.values()]) {
      job.moveOn(this.now(), false);
      if (how === 'delete') this.delete(job);
      else if (!job.terminal) this.abort(job);
    }
  }

  /** The rows found so far are of no use to anybody. */
  abort(job: Job): void {
    job.abort(this.now());
    job.snapshot?.drop();
  }

  get used(): BulkUsage {
    const since = this.now() - DAY_MS;
    this.#used = this.#used.filter((one) => one.at > since);
    return {
      jobs: this.#used.length,
      storageKB: this.#used.reduce((sum, one) => sum + one.storageKB, 0),
    };
  }

  #forgetOld(): void {
    const now = this.now();
    for (const job of [...this.#jobs.values()]) {
      // Jobs come in the order they were made.
      if (now - job.createdAt <= LIFETIME_MS) return;
      this.delete(job);
    }
  }
}
