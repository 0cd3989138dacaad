import type { DemoOrgOptions, GenerationProgress } from './options';

/** What survives a message between processes: no functions. */
export type HostOptions = Omit<DemoOrgOptions, 'now' | 'onProgress' | 'signal'>;

/** To the demo org's process. The first message must be `start`. */
export type ToDemoOrgHost = { type: 'start'; options: HostOptions } | { type: 'stop' };

/** From the demo org's process. After `error` or `stopped` it ends by itself. */
export type FromDemoOrgHost =
  | { type: 'progress'; progress: GenerationProgress }
  | {
      type: 'ready';
      url: string;
      consumerKey: string;
      consumerSecret: string;
      runAsUsername: string;
      organizationId: string;
    }
  /** `code` is PORT_IN_USE, INVALID_OPTION, or a system error's code. */
  | { type: 'error'; code: string; message: string }
  | { type: 'stopped' };
