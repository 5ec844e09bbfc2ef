import {array, assert, constantFrom, integer, property, uint8Array} from 'fast-check';
import {describe, expect, test} from 'vitest';
import {InputDecoder, longestPaste} from '../../../src/app/terminal/input-decoder.ts';
import type {InputEvent} from '../../../src/app/terminal/keys.ts';

const esc = '\u001B';

const decode = (...packets: readonly string[]): InputEvent[] => {
  const decoder = new InputDecoder();
  return packets.flatMap((packet) => decoder.push(Buffer.from(packet)));
};

/** What each event is, in a word. */
const brief = (events: readonly InputEvent[]): string[] =>
  events.map((event) => {
    if (event.type === 'key') return event.key;
    if (event.type === 'paste') return `paste(${event.text})`;
    if (event.type === 'focus') return event.isFocused ? 'focus' : 'blur';
    return `${event.action} ${event.button} ${event.column},${event.row}`;
  });

const keysOf = (...packets: readonly string[]): string[] => brief(decode(...packets));

describe('keys', () => {
  test.each([
    ['j', ['j']],
    [' ', ['space']],
    ['\r', ['enter']],
    ['\n', ['enter']],
    ['\t', ['tab']],
    ['\u007F', ['backspace']],
    ['\b', ['backspace']],
    ['\u0003', ['ctrl+c']],
    ['\u0000', ['ctrl+space']],
    ['\u001F', ['ctrl+_']],
    [`${esc}[A`, ['up']],
    [`${esc}OA`, ['up']],
    [`${esc}[1;5C`, ['ctrl+right']],
    [`${esc}[1;4D`, ['alt+shift+left']],
    [`${esc}[H`, ['home']],
    [`${esc}[1~`, ['home']],
    [`${esc}OF`, ['end']],
    [`${esc}[3~`, ['delete']],
    [`${esc}[5~`, ['pageup']],
    [`${esc}[6;5~`, ['ctrl+pagedown']],
    [`${esc}[Z`, ['shift+tab']],
    [`${esc}OP`, ['f1']],
    [`${esc}[11~`, ['f1']],
    [`${esc}[[A`, ['f1']],
    [`${esc}[15~`, ['f5']],
    [`${esc}[24~`, ['f12']],
    [`${esc}[1;5P`, ['ctrl+f1']],
    [`${esc}OM`, ['enter']],
    [`${esc}Oq`, ['1']],
    [`${esc}x`, ['alt+x']],
    [`${esc}X`, ['alt+X']],
    [`${esc}\u007F`, ['alt+backspace']],
    [`${esc}\r`, ['alt+enter']],
    [`${esc}\u0001`, ['ctrl+alt+a']],
  ])('%j is %j', (bytes, keys) => {
    expect(keysOf(bytes)).toEqual(keys);
  });

  test('of the kitty protocol', () => {
    expect(keysOf(`${esc}[27u`)).toEqual(['escape']);
    expect(keysOf(`${esc}[97;5u`)).toEqual(['ctrl+a']);
    expect(keysOf(`${esc}[97:65;2u`)).toEqual(['A']);
    expect(keysOf(`${esc}[13;2u`)).toEqual(['shift+enter']);
    expect(keysOf(`${esc}[97;1:3u`)).toEqual([]);
    expect(keysOf(`${esc}[1;1:3A`)).toEqual([]);
    expect(keysOf(`${esc}[57400u`)).toEqual(['1']);
    expect(keysOf(`${esc}[57419u`)).toEqual(['up']);
    expect(keysOf(`${esc}[57441;2u`)).toEqual([]);
    expect(keysOf(`${esc}[55296u${esc}[99999999u`)).toEqual([]);
  });

  test('of modifyOtherKeys', () => {
    expect(keysOf(`${esc}[27;5;105~`)).toEqual(['ctrl+i']);
    expect(keysOf(`${esc}[27;2;13~`)).toEqual(['shift+enter']);
  });

  test('type what they show', () => {
    expect(decode('G')).toEqual([{type: 'key', key: 'G', text: 'G'}]);
    expect(decode(' ')).toEqual([{type: 'key', key: 'space', text: ' '}]);
    expect(decode(`${esc}[A`)).toEqual([{type: 'key', key: 'up', text: ''}]);
  });

  test('in one packet come one by one, in order', () => {
    expect(keysOf('jjjj')).toEqual(['j', 'j', 'j', 'j']);
    expect(keysOf(`${esc}[B${esc}[B${esc}[Bj\r`)).toEqual(['down', 'down', 'down', 'j', 'enter']);
    expect(keysOf('\u007F\u007F')).toEqual(['backspace', 'backspace']);
    expect(keysOf(`${esc}${esc}[A`)).toEqual(['escape', 'up']);
  });

  test('of an input method come cluster by cluster', () => {
    expect(keysOf('文字👨‍👩‍👧é')).toEqual(['文', '字', '👨‍👩‍👧', 'é']);
  });
});

describe('Esc', () => {
  test('waits for what may follow, and is itself when nothing does', () => {
    const decoder = new InputDecoder();
    expect(decoder.push(Buffer.from(esc))).toEqual([]);
    expect(decoder.pending).toBe('escape');
    expect(brief(decoder.flush())).toEqual(['escape']);
    expect(decoder.pending).toBe('none');
  });

  test('before a key in one packet is Alt with that key, and carries it along', () => {
    expect(decode(`${esc}j`)).toEqual([
      {type: 'key', key: 'alt+j', text: '', escaped: {type: 'key', key: 'j', text: 'j'}},
    ]);
  });

  test('and a bracket, then nothing, is Alt with the bracket', () => {
    const decoder = new InputDecoder();
    decoder.push(Buffer.from(`${esc}[`));
    expect(brief(decoder.flush())).toEqual(['alt+[']);
  });

  test('of a sequence that never ends types nothing', () => {
    const decoder = new InputDecoder();
    decoder.push(Buffer.from(`${esc}[1;5`));
    expect(decoder.flush()).toEqual([]);
    expect(brief(decoder.push(Buffer.from('j')))).toEqual(['j']);
  });
});

describe('pasted text', () => {
  test('is one event, whatever it holds', () => {
    expect(keysOf(`${esc}[200~q\r${esc}[A:wq\u0003${esc}[201~j`)).toEqual([
      `paste(q\n${esc}[A:wq\u0003)`,
      'j',
    ]);
  });

  test('may be cut anywhere', () => {
    const bytes = Buffer.from(`a${esc}[200~聊天\r\n记录 👨‍👩‍👧 ${esc}[20${esc}[201~b`);
    const whole = new InputDecoder().push(bytes);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const decoder = new InputDecoder();
      const events = [
        ...decoder.push(bytes.subarray(0, cut)),
        ...decoder.push(bytes.subarray(cut)),
      ];
      expect(brief(events)).toEqual(brief(whole));
    }
  });

  test('without an end is given out when nothing more comes', () => {
    const decoder = new InputDecoder();
    decoder.push(Buffer.from(`${esc}[200~half`));
    expect(decoder.pending).toBe('paste');
    expect(brief(decoder.flush())).toEqual(['paste(half)']);
  });

  test('has a limit, and what is beyond it is not typed', () => {
    const [event, ...rest] = decode(
      `${esc}[200~`,
      'x'.repeat(longestPaste),
      'y'.repeat(1000),
      `${esc}[201~j`,
    );
    expect(event?.type === 'paste' ? event.text.length : 0).toBe(longestPaste);
    expect(brief(rest)).toEqual(['j']);
  });

  test('of nothing is an event, and a stray end mark is none', () => {
    expect(keysOf(`${esc}[200~${esc}[201~`)).toEqual(['paste()']);
    expect(keysOf(`${esc}[201~j`)).toEqual(['j']);
  });
});

describe('the mouse and the focus', () => {
  test('are decoded', () => {
    expect(keysOf(`${esc}[<0;5;3M${esc}[<0;5;3m`)).toEqual(['press left 4,2', 'release left 4,2']);
    expect(keysOf(`${esc}[<64;1;1M${esc}[<65;1;1M`)).toEqual([
      'wheel-up none 0,0',
      'wheel-down none 0,0',
    ]);
    expect(keysOf(`${esc}[<35;2;2M`)).toEqual(['move none 1,1']);
    expect(keysOf(`${esc}[I${esc}[O`)).toEqual(['focus', 'blur']);
  });

  test('in encodings that nobody asked for type nothing', () => {
    expect(keysOf(`${esc}[M !!j`)).toEqual(['j']);
    expect(keysOf(`${esc}[<0;5Mj${esc}[<x;y;zMk`)).not.toContain('0');
  });
});

describe('answers of the terminal', () => {
  test.each([
    `${esc}[?62;22c`,
    `${esc}[>0;276;0c`,
    `${esc}[?2026;2$y`,
    `${esc}[12;40R`,
    `${esc}[?1u`,
    `${esc}[0n`,
    `${esc}]11;rgb:1e1e/1e1e/1e1e${esc}\\`,
    `${esc}]52;c;dGV4dA==\u0007`,
    `${esc}P>|xterm(380)${esc}\\`,
    `${esc}P1$r0m${esc}\\`,
    `${esc}_Gi=1;OK${esc}\\`,
  ])('%j is swallowed', (reply) => {
    expect(keysOf(`j${reply}k`)).toEqual(['j', 'k']);
    expect(keysOf('j', ...Array.from(reply), 'k')).toEqual(['j', 'k']);
  });

  test('do not swallow Alt with the same letter', () => {
    expect(keysOf(`${esc}]x`)).toEqual(['alt+]', 'x']);
    expect(keysOf(`${esc}Px`)).toEqual(['alt+P', 'x']);
  });

  test('without an end are dropped in the end', () => {
    const decoder = new InputDecoder();
    decoder.push(Buffer.from(`${esc}]52;c;${'A'.repeat(100_000)}`));
    expect(decoder.flush()).toEqual([]);
    expect(brief(decoder.push(Buffer.from('j')))).toEqual(['j']);
  });
});

describe('however the bytes are cut', () => {
  const pieces = constantFrom(
    'j',
    'jj',
    '字',
    '👍🏽',
    '\r',
    '\u0003',
    ' ',
    `${esc}[A`,
    `${esc}[1;5C`,
    `${esc}OP`,
    `${esc}[3~`,
    `${esc}[97;5u`,
    `${esc}[200~paste 文字\n${esc}[201~`,
    `${esc}[<0;5;3M`,
    `${esc}]11;rgb:0/0/0\u0007`,
    `${esc}[?62c`,
    `${esc}x`,
  );

  test('the same keys come out', () => {
    assert(
      property(
        array(pieces, {maxLength: 8}),
        array(integer({min: 0, max: 80}), {maxLength: 4}),
        (parts, cuts) => {
          const bytes = Buffer.from(parts.join(''));
          const decoder = new InputDecoder();
          const places = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].toSorted(
            (a, b) => a - b,
          );
          const events: InputEvent[] = [];
          let from = 0;
          for (const place of [...places, bytes.length]) {
            events.push(...decoder.push(bytes.subarray(from, place)));
            from = place;
          }
          // A cluster that an input method sends in two packets is two keys; that is all that may differ.
          const typed = (each: readonly InputEvent[]): string =>
            brief(each).join('|').replaceAll('👍|🏽', '👍🏽');
          expect(typed(events)).toBe(typed(new InputDecoder().push(bytes)));
        },
      ),
      {numRuns: 300},
    );
  });

  test('bytes that mean nothing break nothing', () => {
    assert(
      property(array(uint8Array({maxLength: 30}), {maxLength: 4}), (packets) => {
        const decoder = new InputDecoder();
        for (const packet of packets) {
          for (const event of decoder.push(packet)) {
            if (event.type === 'key')
              expect(event.text).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
          }
        }
        decoder.flush();
      }),
      {numRuns: 500},
    );
  });
});
