import {describe, expect, it} from 'vitest';
import {LogClock} from '../../../src/formats/irc-logs/clock.ts';
import {decodeLine} from '../../../src/formats/irc-logs/decode-line.ts';
import {parseLine} from '../../../src/formats/irc-logs/lines.ts';
import {placeOf} from '../../../src/formats/irc-logs/place.ts';
import {guessDialect} from '../../../src/formats/irc-logs/recognize.ts';
import {parseStyling} from '../../../src/formats/irc-logs/styling.ts';

describe('IRC log lines', () => {
  it('reads what irssi writes in front of nicks', () => {
    expect(parseLine('18:54 <@alice> hi', 'irssi')).toMatchObject({
      nick: 'alice',
      mode: '@',
      text: 'hi',
    });
    expect(parseLine('18:54 < bob> hi', 'irssi')).toMatchObject({nick: 'bob', text: 'hi'});
    expect(parseLine('18:54 <carol> ', 'irssi')).toMatchObject({nick: 'carol', text: ''});
    expect(parseLine('18:54  * dan waves <wildly>', 'irssi')).toMatchObject({
      as: 'action',
      nick: 'dan',
      text: 'waves <wildly>',
    });
  });

  it('keeps the words of events that it does not know', () => {
    expect(parseLine('18:54 -!- something else happened', 'irssi')).toEqual({
      kind: 'other',
      time: {hour: 18, minute: 54},
      text: 'something else happened',
    });
  });

  it('does not take what somebody says for an event', () => {
    expect(parseLine('[10:00:00] <eve> *** Joins: dan (d@h)', 'znc')).toMatchObject({
      kind: 'said',
      nick: 'eve',
    });
    expect(parseLine('[10:00:00] * eve is now known as a troll', 'znc')).toMatchObject({
      as: 'action',
    });
  });

  it('knows a dialect from its lines, and says when it only could be', () => {
    expect(guessDialect('[10:00:00] <a> b\n', 'log/net/#c/2024-01-01.log')).toMatchObject({
      dialect: 'znc',
      isCertain: true,
    });
    expect(guessDialect('[10:00:00] <a> b\n', 'chat.log')?.isCertain).toBe(false);
    expect(guessDialect('10:00 <a> b\n10:01 <b> c\n', 'chat.log')?.isCertain).toBe(false);
    expect(guessDialect('12/03/2024, 10:00 - Eve: no\n', 'chat.txt')).toBeUndefined();
  });

  it('finds network, window and day in paths', () => {
    expect(placeOf('log/libera/#a.b/2024-02-03.log', 'znc')).toEqual({
      network: 'libera',
      target: '#a.b',
      day: {year: 2024, month: 2, day: 3},
    });
    expect(placeOf('me_libera_#a_b_20240203.log', 'znc')).toEqual({
      network: 'libera',
      target: '#a_b',
      day: {year: 2024, month: 2, day: 3},
    });
    expect(placeOf('irc.my.net.#chan.weechatlog', 'weechat')).toEqual({
      network: 'my',
      target: 'net.#chan',
    });
    expect(placeOf('irclogs/OFTC/#x.log', 'irssi')).toEqual({network: 'OFTC', target: '#x'});
    expect(placeOf('freenode-#x.log', 'hexchat')).toEqual({network: 'freenode', target: '#x'});
  });
});

describe('the day of a line', () => {
  const day = {year: 2024, month: 12, day: 31};
  const iso = (clock: LogClock, time: Parameters<LogClock['at']>[0]): string | undefined => {
    const found = clock.at(time);
    return found && new Date(found.moment.epochMs).toISOString();
  };

  it('goes over midnight, not over daylight saving', () => {
    const clock = new LogClock('UTC', day);
    expect(iso(clock, {hour: 2, minute: 59})).toBe('2024-12-31T02:59:00.000Z');
    expect(iso(clock, {hour: 2, minute: 0})).toBe('2024-12-31T02:00:00.000Z');
    expect(iso(clock, {hour: 23, minute: 59})).toBe('2024-12-31T23:59:00.000Z');
    expect(iso(clock, {hour: 0, minute: 1})).toBe('2025-01-01T00:01:00.000Z');
  });

  it('takes the year from the header and changes it in January', () => {
    const clock = new LogClock('UTC', day);
    expect(iso(clock, {month: 12, day: 31, hour: 1, minute: 0, second: 0})).toBe(
      '2024-12-31T01:00:00.000Z',
    );
    expect(iso(clock, {month: 1, day: 1, hour: 1, minute: 0, second: 0})).toBe(
      '2025-01-01T01:00:00.000Z',
    );
    expect(iso(clock, {month: 2, day: 30, hour: 1, minute: 0, second: 0})).toBeUndefined();
  });
});

describe('encodings and control bytes', () => {
  const asCp1252 = (bytes: readonly number[]): string =>
    new TextDecoder('windows-1252').decode(new Uint8Array(bytes), {stream: true});

  it('decides line by line', () => {
    expect(decodeLine(asCp1252([0x63, 0xc3, 0xa9]))).toEqual({text: 'cé', isGuess: false});
    expect(decodeLine(asCp1252([0x63, 0xe9]))).toEqual({text: 'cé', isGuess: true});
    expect(decodeLine(asCp1252([0xe4, 0xbd, 0xa0, 0xe2, 0x82, 0xac]))).toEqual({
      text: '你€',
      isGuess: false,
    });
  });

  it('turns toggles into styles and drops colours', () => {
    expect(parseStyling('a\u0002b\u001dc\u0002d\u000fe \u00034,12red\u0003')).toEqual({
      inlines: [
        {kind: 'plain', text: 'a'},
        {kind: 'styled', style: 'bold', inlines: [{kind: 'plain', text: 'b'}]},
        {
          kind: 'styled',
          style: 'bold',
          inlines: [{kind: 'styled', style: 'italic', inlines: [{kind: 'plain', text: 'c'}]}],
        },
        {kind: 'styled', style: 'italic', inlines: [{kind: 'plain', text: 'd'}]},
        {kind: 'plain', text: 'e red'},
      ],
      hasColour: true,
    });
  });
});
