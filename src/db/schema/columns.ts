import { integer } from 'drizzle-orm/sqlite-core';

/** Number of the full pass that last saw the row; rows of older passes go when a pass ends. */
export const pass = () => integer('pass').notNull();
