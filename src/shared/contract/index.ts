import { z } from 'zod';
import { AppErrorShape } from '../model/errors';
import { app } from './app';
import { collect } from './collect';
import { data } from './data';
import type { Client } from './define';
import { licenses } from './licenses';
import { orgs } from './orgs';
import { review } from './review';
import { security } from './security';
import { system } from './system';

/** Every service the window may call. There is no other way in. */
export const contract = { app, orgs, collect, review, licenses, security, data, system };
export type ContractType = typeof contract;
export type Api = { [S in keyof ContractType]: Client<ContractType[S]> };

/** How a reply travels: errors are encoded, because Electron flattens thrown ones to a string. */
export const Reply = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: AppErrorShape }),
]);
export type Reply = z.infer<typeof Reply>;
