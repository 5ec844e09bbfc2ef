// Collects the results and prints them as one Markdown table with ratios.

const megabytes = (bytes) => (bytes ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB` : '–');
const seconds = (value) => (value === undefined ? '–' : `${value.toFixed(2)} s`);

export const createTable = ({stdout, stderr}) => {
  const rows = [];
  return {
    say: (text) => stderr.write(`${text}\n`),
    /** `group`: rows of one group are compared with its first row, ours. */
    add(group, name, {cpu, wall, rss, bytes, note}) {
      rows.push({group, name, cpu, wall, rss, bytes, note});
      stderr.write(`  ${name}: ${seconds(cpu)} CPU, ${seconds(wall)}, ${megabytes(rss)}\n`);
    },
    skip(group, name, why) {
      rows.push({group, name, note: `skipped: ${why}`});
      stderr.write(`  ${name}: skipped, ${why}\n`);
    },
    print() {
      const lines = [
        '| work | program | CPU | × | wall | peak memory | bytes | |',
        '|---|---|--:|--:|--:|--:|--:|---|',
      ];
      let before = '';
      for (const {group, name, cpu, wall, rss, bytes, note} of rows) {
        const ours = rows.find((row) => row.group === group && row.cpu !== undefined);
        const ratio = cpu !== undefined && ours?.cpu ? (cpu / ours.cpu).toFixed(2) : '–';
        lines.push(
          `| ${group === before ? '' : group} | ${name} | ${seconds(cpu)} | ${ratio} | ${seconds(wall)} | ${megabytes(rss)} | ${bytes === undefined ? '–' : bytes >= 10_000 ? megabytes(bytes) : `${bytes} B`} | ${note ?? ''} |`,
        );
        before = group;
      }
      stdout.write(`${lines.join('\n')}\n`);
    },
  };
};
