import {describe, expect, test} from 'vitest';
import {
  callOutcome,
  parseServiceText,
  serviceEvent,
  serviceText,
} from '../../../src/formats/_shared/telegram-service.ts';
import type {ServiceField} from '../../../src/formats/_shared/telegram-service.ts';
import {serviceRows} from '../../../src/formats/_shared/telegram-service.table.ts';
import {printedAmount, smallestUnits} from '../../../src/formats/_shared/telegram-money.ts';

const words: Readonly<Record<string, string>> = {
  members: 'Ben and Cy',
  values: 'Passport and Email',
  completed: '1 and 2',
  incompleted: '3',
  duration: '75',
  period_text: '7 days',
  score: '42',
};

const filled = (sentence: string): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? `some ${name}`);

describe('service sentences', () => {
  for (const [action, ...sentences] of serviceRows) {
    test(`${action}: every sentence of the HTML export is understood as this action`, () => {
      for (const sentence of sentences) {
        expect(parseServiceText(filled(sentence).trim())?.action, sentence).toBe(action);
      }
    });
  }

  test('names inside the sentence are taken apart', () => {
    const read = parseServiceText('Ana and Co invited Ben, Cy and Di');
    expect(read?.fields.get('from')).toBe('Ana and Co');
    expect(read?.fields.get('members')).toEqual(['Ben', 'Cy', 'Di']);
  });

  test('a sentence that no version has is nobody’s', () => {
    expect(parseServiceText('Ana fed the cat')).toBeUndefined();
    expect(parseServiceText(`${'x'.repeat(5_000)} joined Telegram`)).toBeUndefined();
  });

  test('seconds of a timer come from its words', () => {
    const on = parseServiceText('Ana has set messages to auto-delete in 24 hours');
    const off = parseServiceText('New messages will not auto-delete');
    expect([on?.fields.get('period'), off?.fields.get('period')]).toEqual([86_400, 0]);
  });

  test('the sentence is chosen by what the fields say', () => {
    const gift = (fields: readonly (readonly [string, ServiceField])[]): string =>
      serviceText('gift_code_prize', new Map([['months', 3], ...fields]));
    expect(gift([['via_giveaway', true]])).toMatch(/^You won/);
    expect(gift([['unclaimed', true]])).toMatch(/^This is an unclaimed/);
    expect(gift([])).toMatch(/^You've received/);
  });
});

test('who adds or removes only themselves joins or leaves', () => {
  const fields = new Map<string, ServiceField>();
  expect(serviceEvent('invite_members', {fields, from: 'a', members: ['a']})).toEqual({
    kind: 'joined',
  });
  expect(serviceEvent('remove_members', {fields, from: 'a', members: ['a']})).toEqual({
    kind: 'left',
  });
  expect(serviceEvent('remove_members', {fields, from: 'a', members: ['b']}).kind).toBe(
    'members-removed',
  );
});

test('a call that nobody took is missed, or cancelled when it was one’s own', () => {
  expect(callOutcome('missed', false, false)).toBe('missed');
  expect(callOutcome('missed', false, true)).toBe('cancelled');
  expect(callOutcome('busy', false, false)).toBe('declined');
  expect(callOutcome('hangup', true, true)).toBe('answered');
  expect(callOutcome(undefined, false, undefined)).toBe('unknown');
});

test('amounts are counted in the smallest unit of their currency', () => {
  expect([
    printedAmount(12_550, 'EUR'),
    printedAmount(500, 'JPY'),
    printedAmount(7, 'XTR'),
  ]).toEqual(['125.50', '500', '7']);
  expect(smallestUnits('125.50', 'EUR')).toBe(12_550);
  expect(smallestUnits('a lot', 'EUR')).toBeUndefined();
});
