import { describe, expect, it } from 'vitest';
import { readFields } from './read-fields';
import { STREAMS, STREAM_ORDER } from './streams';
import type { StreamDefinition } from './streams/definition';

const pathsOf = (stream: StreamDefinition) => stream.fields.map(({ path }) => path);
const without = (stream: StreamDefinition, ...left: string[]) =>
  pathsOf(stream).filter((path) => !left.includes(path));

describe('the fields a query fills in', () => {
  it.each(STREAM_ORDER)('are all of %s when everything is asked for', (name) => {
    const stream: StreamDefinition = STREAMS[name];
    const read = readFields(stream, pathsOf(stream));
    if (stream.read !== undefined) {
      expect(read).toBeUndefined();
      return;
    }
    // Rows that never change may have a path that only stands in for another.
    if (stream.mode === 'append') return;
    // Leaving out any one path, but those that only order or filter, leaves out some field.
    for (const { path } of stream.fields) {
      const less = readFields(stream, without(stream, path));
      expect(less?.length).toBeLessThanOrEqual(read?.length ?? 0);
      if (!stream.clocks.includes(path)) expect(less).not.toEqual(read);
    }
  });

  it('lack what was not asked for', () => {
    const read = readFields(
      STREAMS.users,
      without(STREAMS.users, 'Department', 'FederationIdentifier', 'Name'),
    );
    expect(read).toContain('username');
    expect(read).not.toContain('department');
    expect(read).not.toContain('federationId');
    // A row without a name bears the username, which is not the name.
    expect(read).not.toContain('name');
  });

  it('name each flag of a list', () => {
    const paths = [...pathsOf(STREAMS.users), 'UserPermissionsMarketingUser', 'UserPermissionsNewThing'];
    const read = readFields(STREAMS.users, paths);
    expect(read).toEqual(expect.arrayContaining(['features.MarketingUser', 'features.NewThing', 'email']));
    expect(read).not.toContain('features');
  });

  it('need every field that a value is made of', () => {
    const { permissionSets } = STREAMS;
    expect(readFields(permissionSets, without(permissionSets, 'IsOwnedByProfile'))).not.toContain(
      'isOwnedByProfile',
    );
    expect(readFields(permissionSets, without(permissionSets, 'ProfileId'))).not.toContain('profileId');
  });
});
