// Reads sources to their end, for assertions.

import type {ReadRange, Source} from '../../../src/engine/io/source.ts';
import type {Problem} from '../../../src/engine/model/problem.ts';

export const bytesOf = async (source: Source, path: string, range?: ReadRange): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open(path, range)) {
    if (chunk.length === 0) throw new Error('An empty chunk.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

export const textOf = async (source: Source, path: string, range?: ReadRange): Promise<string> =>
  (await bytesOf(source, path, range)).toString('utf8');

export const pathsOf = async (source: Source): Promise<string[]> =>
  (await source.list()).map(({path}) => path);

/** Path → text of every file. */
export const treeOf = async (source: Source): Promise<Record<string, string>> => {
  const tree: Record<string, string> = {};
  for (const path of await pathsOf(source)) tree[path] = await textOf(source, path);
  return tree;
};

export const problemLog = (): {
  readonly onProblem: (problem: Problem) => void;
  readonly problems: Problem[];
} => {
  const problems: Problem[] = [];
  return {onProblem: (problem) => problems.push(problem), problems};
};
