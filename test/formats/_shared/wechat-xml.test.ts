import {describe, expect, test} from 'vitest';
import {decodeWechatXml, splitSender} from '../../../src/formats/_shared/wechat-xml.ts';
import {attributeAt, childAt, parseXml, textAt} from '../../../src/formats/_shared/xml-tree.ts';

const app = (type: number, inner: string): string =>
  `<msg><appmsg appid="" sdkver="0"><title>T &amp; U</title><type>${type}</type>${inner}</appmsg></msg>`;

describe('WeChat XML bodies', () => {
  test('a quote names its target, and what it repeats of a picture is a placeholder', () => {
    const body = app(
      57,
      '<refermsg><type>3</type><svrid>7123456789012345678</svrid><displayname>Ann</displayname><content>&lt;msg&gt;&lt;img md5="a"/&gt;&lt;/msg&gt;</content><createtime>1700000000</createtime></refermsg>',
    );
    expect(decodeWechatXml(body)).toEqual({
      kind: 'quote',
      text: 'T & U',
      reply: {
        entry: '7123456789012345678',
        quote: {
          name: 'Ann',
          at: {epochMs: 1_700_000_000_000, precision: 's', zone: {kind: 'utc'}},
          text: '[图片]',
        },
      },
    });
  });

  test('a quote of a quote shows the answer only', () => {
    const inner = app(57, '<refermsg><content>deep</content></refermsg>')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;');
    const facts = decodeWechatXml(
      app(57, `<refermsg><type>49</type><content>${inner}</content></refermsg>`),
    );
    expect(facts?.reply?.quote?.text).toBe('T & U');
  });

  test('the sender before a group body is no part of it', () => {
    expect(splitSender('wxid_abc:\n<msg/>')).toEqual({sender: 'wxid_abc', body: '<msg/>'});
    expect(splitSender('note: this\nstays')).toEqual({body: 'note: this\nstays'});
    expect(decodeWechatXml('wxid_abc:\n<msg><voicemsg voicelength="1500"/></msg>')?.media).toEqual({
      durationSeconds: 1.5,
    });
  });

  test.each([
    ['<msg><videomsg playlength="9" length="10" md5="m"/></msg>', 'video'],
    ['<msg><emoji md5="e" len="5"/><gameext type="2" content="6"/></msg>', 'sticker'],
    ['<msg><location x="1.5" y="-2.5" label="L" poiname="P"/></msg>', 'location'],
    ['<msg username="u" nickname="N"/>', 'contact'],
    [app(6, '<appattach><totallen>12</totallen></appattach>'), 'file'],
    [
      app(2000, '<wcpayinfo><feedesc>￥1.20</feedesc><paysubtype>3</paysubtype></wcpayinfo>'),
      'transfer',
    ],
    [app(33, ''), 'mini-program'],
    [app(87, '<textannouncement>words</textannouncement>'), 'announcement'],
    [app(999, ''), 'app'],
    ['<sysmsg type="pat"><pat><template>"a" 拍了拍 "b"</template></pat></sysmsg>', 'pat'],
  ])('%s is a %s', (body, kind) => {
    expect(decodeWechatXml(body)?.kind).toBe(kind);
  });

  test('a transfer tells amount and state, a dice its points', () => {
    const body = app(
      2000,
      '<wcpayinfo><feedesc>￥1.20</feedesc><paysubtype>4</paysubtype><pay_memo>tea</pay_memo></wcpayinfo>',
    );
    expect(decodeWechatXml(body)?.transfer).toEqual({
      amount: '￥1.20',
      note: 'tea',
      state: 'refunded',
    });
    expect(
      decodeWechatXml('<msg><emoji md5="e"/><gameext type="2" content="6"/></msg>')?.media?.emoji,
    ).toBe('骰子 3');
  });

  test('a revocation names the message that it took back', () => {
    const body =
      '<sysmsg type="revokemsg"><revokemsg><newmsgid>55</newmsgid><replacemsg><![CDATA["A" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>';
    expect(decodeWechatXml(body)).toEqual({
      kind: 'revoke',
      recalled: '55',
      text: '"A" 撤回了一条消息',
    });
  });

  test('a template gets its names, which may hold dollar signs', () => {
    const body =
      '<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template><template>"$a$"邀请"$b$"</template><link_list><link name="a"><memberlist><member><nickname>X$&amp;</nickname></member></memberlist></link><link name="b"><memberlist><member><nickname>Y</nickname></member><member><nickname>Z</nickname></member></memberlist></link></link_list></content_template></sysmsgtemplate></sysmsg>';
    expect(decodeWechatXml(body)?.text).toBe('"X$&"邀请"Y、Z"');
  });

  test('words are not XML, and XML of somebody else is not understood', () => {
    expect(decodeWechatXml('a < b and <msg>')).toBeUndefined();
    expect(decodeWechatXml('<html><body/></html>')).toBeUndefined();
    expect(decodeWechatXml('<msg>')).toBeUndefined();
  });
});

describe('the small XML tree', () => {
  test('reads attributes in both quotes, entities, CDATA and nested elements', () => {
    const root = parseXml(
      `<?xml version="1.0"?><!-- c --><a x="1 &lt; 2" y='"q"'><b>t<![CDATA[<raw>]]></b><b>2</b></a>`,
    );
    expect(attributeAt(root, 'x')).toBe('1 < 2');
    expect(attributeAt(root, 'y')).toBe('"q"');
    expect(textAt(root, 'b')).toBe('t<raw>');
    expect(childAt(root, 'b')?.children).toEqual([]);
  });

  test('ends where a cut text ends and survives stray tags', () => {
    expect(textAt(parseXml('<a><b>half'), 'b')).toBe('half');
    expect(textAt(parseXml('<a></x><b>ok</b></a>'), 'b')).toBe('ok');
    expect(parseXml('no tags')).toBeUndefined();
  });

  test('does not follow endless nesting', () => {
    expect(parseXml('<a>'.repeat(100_000))?.name).toBe('a');
  });
});
