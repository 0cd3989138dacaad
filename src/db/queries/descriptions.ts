import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { ObjectDescription } from '../../core/ports';
import type { Connection } from '../connection';
import { droppedField, objectDescription } from '../schema';
import { fromJson, toJson } from './json-column';

const Names = z.array(z.string());

export function descriptions(db: Connection, orgId: string): ObjectDescription[] {
  return db.orm
    .select()
    .from(objectDescription)
    .where(eq(objectDescription.orgId, db.orgKey(orgId)))
    .all()
    .map(({ object, apiVersion, at, names }) => ({ object, apiVersion, at, names: fromJson(Names, names) }));
}

export function saveDescriptions(db: Connection, orgId: string, found: readonly ObjectDescription[]): void {
  db.sqlite.transaction(() => {
    const org = db.orgKey(orgId);
    for (const { object, apiVersion, at, names } of found) {
      const set = { apiVersion, at, names: toJson(names) };
      db.orm
        .insert(objectDescription)
        .values({ orgId: org, object, ...set })
        .onConflictDoUpdate({ target: [objectDescription.orgId, objectDescription.object], set })
        .run();
      // What describe lists may be read again, whatever was refused before.
      if (names === null) continue;
      db.orm
        .delete(droppedField)
        .where(and(eq(droppedField.orgId, org), eq(droppedField.object, object)))
        .run();
    }
  })();
}

export function forgetDescriptions(db: Connection, orgId: string): void {
  db.orm
    .delete(objectDescription)
    .where(eq(objectDescription.orgId, db.orgKey(orgId)))
    .run();
}
