import { z } from 'zod';

/** What an administrator of the computer can take away from everybody who uses it. */
export const POLICY_FEATURES = [
  'export',
  'publish',
  'import',
  'updates',
  'metrics',
  'schedule',
  'demo-org',
] as const;
export const PolicyFeature = z.enum(POLICY_FEATURES);
export type PolicyFeature = z.infer<typeof PolicyFeature>;

/** No name and password: everybody on the computer may read the file. */
const PROXY = /^(?:direct|system|(?:https?|socks4|socks5):\/\/(?:\[[\da-f:.]+\]|[\w.-]+):\d{1,5})$/i;
const HOST = /^(?:\*\.)?(?:\[[\da-f:.]+\]|[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?)$/iu;
/** Plain http only on this computer, where a test or a tunnel listens. */
const SOURCE = /^(?:https:\/\/|http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])[:/])\S+$/i;
/** An Ed25519 public key: 44 bytes of SubjectPublicKeyInfo, which always begin alike, in base64. */
const PUBLIC_KEY = /^MCowBQYDK2VwAyEA[\w+/]{43}=$/;

/**
 * The machine-wide policy file, as written by administrators: what stands in it cannot be changed by a person or
 * a command. Unknown names are refused, so that a misspelled rule is never a rule that silently does not hold.
 */
export const Policy = z.strictObject({
  /** `http://host:port`, `https://…`, `socks4://…`, `socks5://host:port`, "direct" or "system". */
  proxy: z
    .string()
    .regex(PROXY, 'Give "direct", "system", or a proxy like http://proxy.example.com:3128.')
    .optional(),
  /** Hosts that requests may go to: `acme.my.salesforce.com`, `*.my.salesforce.com`. Missing: any. */
  allowedHosts: z
    .array(z.string().regex(HOST, 'Give names of hosts alone, like *.my.salesforce.com.'))
    .optional(),
  /** The highest threshold (percent of the org's daily API requests) that anybody may choose. */
  maxThresholdPercent: z.number().min(1).max(100).optional(),
  /** Most requests Seatwatch may make per org and 24 hours. */
  maxDailyCalls: z.number().int().min(1).optional(),
  disabledFeatures: z.array(PolicyFeature).optional(),
  /** Where updates are looked for (https URL of the manifest); with it, people cannot choose another. */
  updateSource: z.string().regex(SOURCE, 'Give the https address of a manifest.').optional(),
  /** Public keys, besides the built-in ones, whose signature of an update is trusted. */
  updateKeys: z
    .array(z.string().regex(PUBLIC_KEY, 'Give Ed25519 public keys in base64 (MCowBQYDK2VwAyEA…).'))
    .optional(),
  /** Sign-ins older than this many days are removed from every org. */
  keepLoginsDays: z.number().int().min(180).max(36_500).optional(),
  /** How often backups are made, whatever people choose. */
  backupEvery: z.enum(['daily', 'weekly']).optional(),
});
export type Policy = z.infer<typeof Policy>;

/** What the window shows of it. */
export const PolicyStatus = z.object({
  /** Where it was read from; null: there is none on this computer. */
  file: z.string().nullable(),
  policy: Policy,
});
export type PolicyStatus = z.infer<typeof PolicyStatus>;
