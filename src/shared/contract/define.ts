import type { z } from 'zod';

/** One callable channel: what goes in, what comes out. Both are parsed at the border. */
export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

export function method<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O> {
  return { input, output };
}

export type Service = Readonly<Record<string, Method>>;
export type Contract = Readonly<Record<string, Service>>;

/** What a caller may pass (before defaults are filled in). */
export type InputOf<M> = M extends Method<infer I> ? z.input<I> : never;
/** What a handler receives (after parsing). */
export type ParsedInputOf<M> = M extends Method<infer I> ? z.output<I> : never;
export type OutputOf<M> = M extends Method<z.ZodType, infer O> ? z.output<O> : never;

/** The handlers main must provide for a service. */
export type Handlers<S extends Service> = {
  [K in keyof S]: (input: ParsedInputOf<S[K]>) => Promise<OutputOf<S[K]>> | OutputOf<S[K]>;
};

/** The client the renderer gets for a service. Rejects with an `AppError`. */
export type Client<S extends Service> = {
  [K in keyof S]: InputOf<S[K]> extends void
    ? () => Promise<OutputOf<S[K]>>
    : (input: InputOf<S[K]>) => Promise<OutputOf<S[K]>>;
};
