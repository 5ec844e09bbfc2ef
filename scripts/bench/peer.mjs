// Reads one export with a parser of another project, or with nothing but JSON.parse. node peer.mjs NAME FILE [FOLDER of its packages]

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {argv, stdout} from 'node:process';

const [, , name, file, packages] = argv;
const load = (id) => createRequire(join(packages, 'package.json'))(id);

/** How many messages it gave. */
const parsers = {
  'JSON.parse': () => JSON.parse(readFileSync(file, 'utf8')).messages.length,
  'whatsapp-chat-parser': () =>
    load('whatsapp-chat-parser').parseString(readFileSync(file, 'utf8')).length,
  'telegram-chat-parser': () => {
    const {TelegramChat} = load('telegram-chat-parser');
    return new TelegramChat(readFileSync(file, 'utf8')).messages.length;
  },
};

stdout.write(`${await parsers[name]()}\n`);
