import {describe, expect, it} from 'vitest';
import {LogClock} from '../../../src/formats/pidgin-logs/clock.ts';
import {parseHeader, placeOf, startOfName} from '../../../src/formats/pidgin-logs/header.ts';
import {parseHtmlLine, parseTextLine} from '../../../src/formats/pidgin-logs/lines.ts';

describe('Pidgin log lines', () => {
  it('takes the room for the server in a room and the partner for a person in a chat', () => {
    const line = '(10:00:00) garden: mode (+o otto) by mina';
    expect(parseTextLine(line, 1, 'garden')).toMatchObject({kind: 'system'});
    expect(parseTextLine(line, 1, undefined)).toMatchObject({kind: 'said', name: 'garden'});
  });

  it('takes what a full address says as the server speaking', () => {
    expect(parseTextLine('(10:00:00) o!u@h: o has left', 1, undefined)).toMatchObject({
      kind: 'system',
      text: 'o has left',
    });
  });

  it('goes on with the entry before where no clock stands in front', () => {
    expect(parseTextLine('(maybe) yes: no', 2, undefined)).toBeUndefined();
    expect(parseHtmlLine('and more<br>', 2)).toBeUndefined();
  });

  it('reads the colour of both HTML forms', () => {
    const styled =
      "<span style='color: #16569E'><span style='font-size: smaller'>(1:02:03)</span> <b>al:</b></span> hi<br>";
    const old = '<font color="#16569E"><font size="2">(1:02:03)</font> <b>al:</b></font> hi<br/>';
    const expected = {kind: 'said', name: 'al', time: '1:02:03', colour: '#16569e'};
    expect(parseHtmlLine(styled, 1)).toMatchObject(expected);
    expect(parseHtmlLine(old, 1)).toMatchObject(expected);
  });
});

describe('Pidgin log times', () => {
  const clock = (dateOrder?: 'dmy'): LogClock =>
    new LogClock(
      startOfName('2026-05-03.235900+0200CEST.txt') ?? {day: {year: 1, month: 1, day: 1}},
      {
        zone: 'UTC',
        ...(dateOrder ? {dateOrder} : {}),
      },
    );
  const iso = (epochMs: number | undefined): string => new Date(epochMs ?? 0).toISOString();

  it('passes midnight', () => {
    const times = clock();
    expect(iso(times.at('23:59:30')?.epochMs)).toBe('2026-05-03T21:59:30.000Z');
    expect(iso(times.at('00:00:10')?.epochMs)).toBe('2026-05-03T22:00:10.000Z');
  });

  it('takes the date that lies nearer to the log', () => {
    expect(iso(clock().at('05/03/26 10:00:00 AM')?.epochMs)).toBe('2026-05-03T08:00:00.000Z');
    expect(iso(clock('dmy').at('05/03/26 10:00:00')?.epochMs)).toBe('2026-03-05T08:00:00.000Z');
  });
});

describe('Pidgin log headers', () => {
  it('says who, where and through what', () => {
    const header = parseHeader(
      'Conversation with a on b at Mon 01 Jun 2026 10:00:00 AM UTC on me@x/Home (jabber)\n',
    );
    expect(header).toMatchObject({with: 'a on b', account: 'me@x/Home', protocol: 'jabber'});
    expect(placeOf('l/jabber/me/%23r.chat/2026-06-01.100000+0000UTC.txt', undefined)).toEqual({
      protocol: 'jabber',
      account: 'me',
      target: '#r',
      kind: 'group',
    });
  });
});
