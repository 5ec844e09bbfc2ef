// Names of output files made from chat titles: readable, one path part, never hidden, never reserved. Not for uniqueness: see `uniqueNames`.

const unsafe =
  /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Surrogate}]+/gu;
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** `Ana / Rome?` and `txt` → `Ana _ Rome_.txt`. At most 120 code points before the extension. */
export const outputName = (title: string, extension: string): string => {
  const stem = [
    ...title
      .replace(/\.(?:zip|txt|json|jsonl|csv|html?|xml|tar|gz|tgz)$/i, '')
      .replace(unsafe, '_')
      .trim(),
  ]
    .slice(0, 120)
    .join('')
    .replace(/^\.+/, '_')
    .replace(/[. ]+$/, '');
  const safe = stem === '' || reserved.test(stem) ? `chat${stem === '' ? '' : `-${stem}`}` : stem;
  const ending = [...extension.replace(unsafe, '_')].slice(0, 20).join('').trim();
  return ending === '' ? safe : `${safe}.${ending}`;
};

/** Gives each name once: the second `Ana.txt` becomes `Ana (2).txt`. Case is ignored, as many file systems do. */
export const uniqueNames = (): ((name: string) => string) => {
  const used = new Set<string>();
  return (name) => {
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let candidate = name;
    for (let count = 2; used.has(candidate.toLowerCase()); count++)
      candidate = `${stem} (${count})${ending}`;
    used.add(candidate.toLowerCase());
    return candidate;
  };
};
