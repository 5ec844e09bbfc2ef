// `formats`: what can be read and written.

import type {Command} from './command.ts';

export const formatsCommand: Command = {
  name: 'formats',
  summary: {zh: '列出能读和能写的格式', en: 'List the formats that can be read and written'},
  usage: '',
  options: {},
  optionHelp: {},
  codes: [],
  async run(_args, {output, registry, lang}) {
    const {formats} = registry;
    const width = Math.max(...formats.map(({id}) => id.length));
    for (const {id, title, platform, reader, writer} of formats) {
      const does = `${reader ? 'r' : '-'}${writer ? 'w' : '-'}`;
      await output.line(`${id.padEnd(width)}  ${does}  ${title[lang]}`);
      await output.json({
        type: 'item',
        id,
        title: title[lang],
        platform,
        reads: reader !== undefined,
        writes: writer !== undefined,
        extension: writer?.extension,
      });
    }
    await output.json({
      type: 'summary',
      readable: registry.readable.length,
      writable: registry.writable.length,
    });
    return 0;
  },
};
