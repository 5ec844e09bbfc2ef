// Bundled and run by bench.mjs in a process of its own: what the screens do with a large vault, by the same calls. Prints one JSON line.

import {argv, cpuUsage, memoryUsage, stdout} from 'node:process';
import {defaultSettings} from '../../src/app/settings/schema.ts';
import {createVaults} from '../../src/app/vaults/service.ts';
import {parseQuery} from '../../src/engine/search/query.ts';

const [, , location = '', passphrase = ''] = argv;

/** Settings that nobody keeps. */
const memorySettings = () => {
  let settings = defaultSettings;
  return {
    get: () => settings,
    update: async (change) => {
      settings = change(settings);
    },
    subscribe: () => () => undefined,
  };
};

const timed = async (work) => {
  const [started, before] = [performance.now(), cpuUsage()];
  const value = await work();
  const {user, system} = cpuUsage(before);
  return {value, wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6};
};

const search = (vault, lane, words) =>
  timed(async () => {
    const started = performance.now();
    let [hits, first] = [0, undefined];
    const options = {signal: new AbortController().signal, context: 0};
    for await (const batch of vault.search(lane, parseQuery(words, 'UTC'), options)) {
      hits += batch.length;
      if (batch.length > 0) first ??= (performance.now() - started) / 1000;
    }
    return {hits, first};
  });

const vaults = createVaults(memorySettings());
const place = await vaults.remember({name: 'bench', location});
const unlock = await timed(() => vaults.unlock(place, {passphrase}));
const vault = unlock.value;
let lane;
const open = await timed(async () => {
  const [snapshot] = (await vault.snapshots()).filter(({messages}) => messages).slice(-1);
  lane = await vault.lane(snapshot);
  const [chat] = [...lane.chats].sort((a, b) => b.entries - a.entries);
  return (await vault.pages(chat).page(chat.entries - 50, 50)).length;
});
const searches = [];
for (const words of ['不存在的词语', '73519', '不存在的词语', '73519', '喝茶']) {
  const {value, wall, cpu} = await search(vault, lane, words);
  searches.push({words, ...value, wall, cpu});
}
const plain = ({wall, cpu}) => ({wall, cpu});
stdout.write(
  `${JSON.stringify({unlock: plain(unlock), open: {...plain(open), entries: open.value}, searches, rss: memoryUsage().rss})}\n`,
);
await vault.close();
