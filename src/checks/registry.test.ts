import { describe, expect, it } from 'vitest';
import { CheckInfo, type ParameterInfo } from '../shared/model/checks';
import { kebab, namesOfCheck } from '../shared/model/check-names';
import { STREAM_TITLES } from '../shared/model/streams';
import { problemWith, withDefaults } from './parameters';
import { CHECKS, findCheck } from './registry';

const infos = CHECKS.map(({ info }) => info);
const named = infos.map((info) => [info.id, info] as const);

/** A sentence, or several. */
const SENTENCE = /^[^a-z].*[.!?]$/s;
const CAMEL_CASE = /^[a-z][a-zA-Z0-9]*$/;

describe('the registry', () => {
  it('knows every check by its id, its title and its other names, and no two by one', () => {
    const names = infos.flatMap((info) => namesOfCheck(info).map((name) => ({ name, id: info.id })));
    expect(names.filter(({ name }, at) => names.findIndex((other) => other.name === name) !== at)).toEqual(
      [],
    );
    for (const info of infos)
      for (const name of [info.id, info.title, info.title.toUpperCase(), ...info.alsoKnownAs])
        expect(findCheck(name)?.info.id).toBe(info.id);
    expect(findCheck('no-such-check')).toBeNull();
    expect(findCheck('')).toBeNull();
  });

  it('lists them by title', () => {
    const titles = infos.map(({ title }) => title);
    expect(titles).toEqual([...titles].sort((a, b) => a.localeCompare(b, 'en')));
    expect(infos.some(({ category }) => category === 'posture')).toBe(true);
    expect(infos.some(({ category }) => category === 'threat')).toBe(true);
  });
});

describe.each(named)('%s', (id, info) => {
  it('is defined in the words that the catalog shows', () => {
    expect(CheckInfo.parse(info)).toEqual(info);
    expect(id).toBe(kebab(info.title));
    for (const words of [info.finds, info.matters, info.severityRule]) expect(words).toMatch(SENTENCE);
    // "12 active users".
    expect(info.subjects).toMatch(/^[^.]+[^.\s]$/);
    expect(info.remediation.length).toBeGreaterThan(0);
    for (const step of info.remediation) expect(step).toMatch(SENTENCE);
  });

  it('has a weight in the posture score, or none', () => {
    if (info.category === 'threat') expect(info.weight).toBe(0);
    // A list of what there is finds nothing wrong, and so has no part in the score.
    else if (info.weight === 0) expect(info.title).toMatch(/inventory/i);
    else {
      expect(info.weight).toBeGreaterThanOrEqual(1);
      expect(info.weight).toBeLessThanOrEqual(10);
    }
  });

  it('needs streams that there are, each field once', () => {
    for (const { stream, fields, without } of info.needs) {
      expect(Object.keys(STREAM_TITLES)).toContain(stream);
      for (const field of fields) expect(field).toMatch(/^[A-Z]\w*(\.[A-Z]\w*)*$/);
      if (without !== null) expect(without).toMatch(SENTENCE);
    }
    const fields = info.needs.flatMap(({ stream, fields: some }) =>
      (some.length === 0 ? [''] : some).map((field) => `${stream}.${field}`),
    );
    expect(fields.filter((field, at) => fields.indexOf(field) !== at)).toEqual([]);
  });

  it('explains every entry of its evidence', () => {
    for (const [key, says] of Object.entries(info.evidence)) {
      expect(key).toMatch(CAMEL_CASE);
      expect(says.trim()).not.toBe('');
    }
    expect(Object.keys(info.evidence).length).toBeGreaterThan(0);
  });

  it('can be set, and its defaults are allowed', () => {
    const { parameters } = info;
    expect(new Set(parameters.map((parameter) => parameter.id)).size).toBe(parameters.length);
    expect(problemWith(parameters, withDefaults(parameters, {}))).toBeNull();
    for (const parameter of parameters) {
      expect(parameter.id).toMatch(CAMEL_CASE);
      expect(parameter.title.trim()).not.toBe('');
      if (parameter.kind === 'number') expectRange(parameter);
    }
  });

  it('refers to each technique once', () => {
    const ids = info.references.map((reference) => reference.id);
    expect(new Set(ids).size).toBe(ids.length);
    if (info.category === 'threat') expect(ids.length).toBeGreaterThan(0);
  });
});

function expectRange({ min, max, step, unit }: ParameterInfo): void {
  expect(min).not.toBeNull();
  expect(max).not.toBeNull();
  expect(max ?? 0).toBeGreaterThan(min ?? 0);
  expect(step ?? 0).toBeGreaterThan(0);
  expect(unit).not.toBe('');
}
