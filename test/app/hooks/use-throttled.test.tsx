import {useState} from 'react';
import {afterEach, expect, test} from 'vitest';
import {useKeymap} from '../../../src/app/hooks/use-keymap.tsx';
import {useThrottled} from '../../../src/app/hooks/use-throttled.ts';
import {Line} from '../../../src/app/ui/Line.tsx';
import {cleanUp, renderScreen} from '../../helpers/render.tsx';

afterEach(cleanUp);

test('a value that changes fifty times is shown a few times, the last one for sure', async () => {
  const seen = new Set<number>();
  const Demo = () => {
    const [value, setValue] = useState(0);
    const shown = useThrottled(value, 60);
    seen.add(shown);
    useKeymap([{id: 'more', keys: ['x'], title: 'more', run: () => setValue(value + 1)}]);
    return <Line text={`shown ${shown}`} />;
  };
  const screen = await renderScreen(<Demo />);
  const start = performance.now();
  await screen.pressAtOnce(...Array.from<string>({length: 50}).fill('x'));
  await screen.waitFor('shown 50');
  const windows = Math.ceil((performance.now() - start) / 60);
  expect(seen.size).toBeLessThanOrEqual(windows + 2);
});
