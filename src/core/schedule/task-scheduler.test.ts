import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { NASTY, request } from '../../../test/builders/schedule-request';
import { taskDefinition, windowsArgument } from './task-scheduler';

describe('Task Scheduler', () => {
  interface Task {
    Task: {
      RegistrationInfo: { URI: string };
      Triggers: { CalendarTrigger: object | object[] };
      Principals: { Principal: { UserId: string; LogonType: string } };
      Settings: Record<string, string>;
      Actions: { Exec: { Command: string; Arguments: string } };
    };
  }
  const parse = (xml: string): Task['Task'] =>
    (new XMLParser({ parseTagValue: false }).parse(xml) as Task).Task;

  it('the definition is XML and says what the entry says', () => {
    const xml = taskDefinition(
      request({ org: NASTY, every: 'weekday' }, 'C:\\Program Files\\R&D\\Seatwatch.exe'),
      'ACME\\ada',
    );
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-16"\?>\r\n/);
    expect(parse(xml)).toMatchObject({
      Triggers: {
        CalendarTrigger: {
          StartBoundary: '2026-01-01T04:30:00',
          RandomDelay: 'PT15M',
          ScheduleByWeek: { DaysOfWeek: { Monday: '', Friday: '' }, WeeksInterval: '1' },
        },
      },
      Principals: { Principal: { UserId: 'ACME\\ada', LogonType: 'InteractiveToken' } },
      Settings: {
        StartWhenAvailable: 'true',
        MultipleInstancesPolicy: 'IgnoreNew',
        ExecutionTimeLimit: 'PT0S',
      },
      Actions: { Exec: { Command: 'C:\\Program Files\\R&D\\Seatwatch.exe' } },
    });
    expect(parse(taskDefinition(request({ every: '8h' }), 'ada')).Triggers.CalendarTrigger).toHaveLength(3);
  });

  it('refuses what would become the value of a variable, and nothing else with a percent sign', () => {
    for (const name of ['C:\\%TEMP%\\data', 'a %ProgramFiles(x86)% b', 'Acme $(Arg0)'])
      expect(() => taskDefinition(request({ dataDir: name }), 'ada')).toThrow(
        expect.objectContaining({ code: 'UNSCHEDULABLE_NAME', kind: 'usage' }) as Error,
      );
    const kept = request({ org: '100%', dataDir: 'C:\\50% off $x' });
    expect(parse(taskDefinition(kept, 'ada')).Actions.Exec.Arguments).toBe(
      '--data-dir "C:\\50% off $x" collect --quiet -- 100%',
    );
  });

  it('arguments are taken apart by the rules of the C runtime as they were put together', () => {
    // https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
    const split = (line: string): string[] => {
      const words: string[] = [];
      let word: string | null = null;
      let quoted = false;
      for (let at = 0; at < line.length; at += 1) {
        const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
        if (slashes > 0 && line[at + slashes] === '"') {
          word = (word ?? '') + '\\'.repeat(Math.floor(slashes / 2));
          if (slashes % 2 === 1) word += '"';
          else quoted = !quoted;
          at += slashes;
        } else if (slashes > 0) {
          word = (word ?? '') + '\\'.repeat(slashes);
          at += slashes - 1;
        } else if (line[at] === '"') {
          quoted = !quoted;
          word ??= '';
        } else if (/\s/.test(line[at] ?? '') && !quoted) {
          if (word !== null) words.push(word);
          word = null;
        } else word = (word ?? '') + (line[at] ?? '');
      }
      return word === null ? words : [...words, word];
    };
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '\t', 'é') })), (words) => {
        expect(split(words.map(windowsArgument).join(' '))).toEqual(words);
      }),
    );
  });
});
