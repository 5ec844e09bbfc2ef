import {describe, expect, test} from 'vitest';
import {problemSeverities, ProblemLog, severityOf} from '../../../src/engine/model/problem.ts';

describe('the problem log', () => {
  test('counts everything and keeps the first twenty of each kind', () => {
    const log = new ProblemLog();
    for (let index = 0; index < 1000; index++) {
      log.report({kind: 'record-skipped', place: {line: index}});
      if (index % 100 === 0) log.report({kind: 'media-missing', place: {line: index}});
    }
    const {total, counts, samples} = log.summary();
    expect(total).toBe(1010);
    expect([...counts]).toEqual([
      ['record-skipped', 1000],
      ['media-missing', 10],
    ]);
    expect(
      samples.filter(({kind}) => kind === 'record-skipped').map(({place}) => place.line),
    ).toEqual(Array.from({length: 20}, (_, index) => index));
    expect(samples.filter(({kind}) => kind === 'media-missing')).toHaveLength(10);
  });

  test('cuts long samples, so that a huge line does not stay in memory', () => {
    const log = new ProblemLog();
    log.report({kind: 'line-not-understood', place: {}, sample: 'x'.repeat(1_000_000)});
    expect(log.summary().samples[0]?.sample).toHaveLength(200);
  });

  test('gives a summary that later reports do not change', () => {
    const log = new ProblemLog();
    log.report({kind: 'media-missing', place: {}});
    const before = log.summary();
    log.report({kind: 'media-missing', place: {}});
    expect([before.total, before.samples.length, before.counts.get('media-missing')]).toEqual([
      1, 1, 1,
    ]);
  });

  test('can be handed around without its object', () => {
    const log = new ProblemLog();
    const {report} = log;
    report({kind: 'text-repaired', place: {}});
    expect(log.summary().total).toBe(1);
  });
});

test('every kind has a severity, and kinds are API words', () => {
  for (const kind of Object.keys(problemSeverities) as (keyof typeof problemSeverities)[]) {
    expect(kind).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(['info', 'warning']).toContain(severityOf(kind));
  }
});
