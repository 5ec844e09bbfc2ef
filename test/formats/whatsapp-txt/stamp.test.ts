import {describe, expect, test} from 'vitest';
import {
  dayOf,
  DateEvidence,
  decideCalendar,
  decideDateOrder,
} from '../../../src/formats/whatsapp-txt/date-order.ts';
import {hourOfDay} from '../../../src/formats/_shared/half-day.ts';
import {StampScanner} from '../../../src/formats/whatsapp-txt/stamp.ts';

/** `2024-05-03 15:19` and what is left of the line; undefined where the line begins no message. */
const read = (line: string, options: {isLenient?: boolean} = {}): string | undefined => {
  const scanner = new StampScanner(options);
  if (!scanner.scan(line)) return undefined;
  const evidence = new DateEvidence();
  evidence.add(scanner);
  const {order} = decideDateOrder(evidence, {});
  const day = dayOf(scanner, order, decideCalendar(evidence).calendar);
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = scanner.second < 0 ? '' : `:${two(scanner.second)}`;
  const clock = `${two(hourOfDay(scanner.hour, scanner.half))}:${two(scanner.minute)}${seconds}`;
  return `${day?.year}-${two(day?.month ?? 0)}-${two(day?.day ?? 0)} ${clock} ${scanner.frame} ${line.slice(scanner.rest)}`;
};

describe('the beginning of a message', () => {
  test.each([
    ['[3/18/22, 14:56:01] N: x', '2022-03-18 14:56:01 bracket N: x'],
    ['[3/18/22 14:56:00] N: x', '2022-03-18 14:56:00 bracket N: x'],
    ['[3/18/22 14.56.01] N: x', '2022-03-18 14:56:01 bracket N: x'],
    ['[14:56:01, 3/18/22] N: x', '2022-03-18 14:56:01 bracket N: x'],
    ['\u200f[\u200f18\u200f/3\u200f/2022، 14:56:01] N: x', '2022-03-18 14:56:01 bracket N: x'],
    ['[3/18/2565 BE, 14:56:01] N: x', '2022-03-18 14:56:01 bracket N: x'],
    ['[3/18/R4, 14:56:01] N: x', '2022-03-18 14:56:01 bracket N: x'],
    ['[12/27/1400 AP, 14:56:01] N: x', '2022-03-18 14:56:01 bracket N: x'],
    ['[12.3.2022 klo 14.08.18] N: x', '2022-03-12 14:08:18 bracket N: x'],
    ['13.6.2018 klo 21.25.15 - N: x', '2018-06-13 21:25:15 dash N: x'],
    ['[13/11/2025, 12:25:55\u202fPM] N: x', '2025-11-13 12:25:55 bracket N: x'],
    ['[2020-03-01, 12:00:03] N: x', '2020-03-01 12:00:03 bracket N: x'],
    ['[2026/7/9 上午2:28:09] N: x', '2026-07-09 02:28:09 bracket N: x'],
    ['[2026/7/9 下午12:28:09] N: x', '2026-07-09 12:28:09 bracket N: x'],
    ['1/29/18, 12:24 AM - N: x', '2018-01-29 00:24 dash N: x'],
    ['28/3/2025, 9:29\u202fp.\u00a0m. - N: x', '2025-03-28 21:29 dash N: x'],
    ['02.05.18 à 18:00 - N: x', '2018-05-02 18:00 dash N: x'],
    ['2023-12-20, 5:46 p.m. - N: x', '2023-12-20 17:46 dash N: x'],
    ['29.01.18, 3:19 nachm. - N: x', '2018-01-29 15:19 dash N: x'],
    ['24. 5. 3. 오후 3:19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['2024. 05. 03. 15:19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['03. 05. 2024. 15:19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['3. 5. 2024 15:19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['2024-05-03 15 h 19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['03/05/2024, 3:19 PTG - N: x', '2024-05-03 15:19 dash N: x'],
    ['3/5/24, 3:19 μ.μ. - N: x', '2024-05-03 15:19 dash N: x'],
    ['٣/٥/٢٠٢٤، ٣:١٩ م - N: x', '2024-05-03 15:19 dash N: x'],
    ['۱۴۰۳/۲/۱۴ ۱۵:۱۹ - N: x', '2024-05-03 15:19 dash N: x'],
    ['3/5/67 15:19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['民國113/5/3 15:19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['3.05.24 г., 15:19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['15:19 03/05/2024 - N: x', '2024-05-03 15:19 dash N: x'],
    ['2024年5月3日 15:19 - N: x', '2024-05-03 15:19 dash N: x'],
    ['13.06.18 21:25:15: N: x', '2018-06-13 21:25:15 colon N: x'],
    ['[\ufeff29.01.18, 12:24:03 PM] N: x', '2018-01-29 12:24:03 bracket N: x'],
  ])('%s', (line, expected) => {
    expect(read(line)).toBe(expected);
  });

  test.each([
    '',
    'see you at 10:00 - ok?',
    '12 apples, 3 pears',
    '12/03/2024 10:00 meeting - bring food',
    '12/03/2024 at about 10:00 - ok',
    '[10:00] <nick> hi',
    '12/03/2024, 10:75 - N: x',
    '12/03/2024, 25:00 - N: x',
    '00/03/2024, 10:00 - N: x',
    '[12/03/2024, 10:00 N: x',
    '12/03, 10:00 - N: x',
    '1.2.3.4 10:00 - N: x',
  ])('is not in: %s', (line) => {
    expect(read(line)).toBeUndefined();
  });

  test('may hold words that nobody described when nothing else fits', () => {
    expect(read('3/5/2024 zorp 15:19 - N: x')).toBeUndefined();
    expect(read('3/5/2024 zorp 15:19 - N: x', {isLenient: true})).toBe(
      '2024-05-03 15:19 dash N: x',
    );
  });

  test('is found in the middle of a text as well as in one of its own', () => {
    const text = 'first line\r\n[3/18/22, 14:56:01] N: x\r\nlast';
    const scanner = new StampScanner();
    const from = text.indexOf('[');
    expect(scanner.scan(text, from, text.indexOf('\r', from))).toBe(true);
    expect(text.slice(scanner.rest).startsWith('N: x')).toBe(true);
    expect(scanner.scan(text, 0, 10)).toBe(false);
  });

  test('does not take time that grows with the length of a hostile line', () => {
    const scanner = new StampScanner();
    const started = performance.now();
    for (const line of [
      '1'.repeat(1e6),
      '1/'.repeat(5e5),
      `[${' '.repeat(1e6)}`,
      `1/1/1 ${'a'.repeat(1e6)}`,
    ])
      expect(scanner.scan(line)).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
