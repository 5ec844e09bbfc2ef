// Writes canonical JSONL: everything the model holds, one line per event, `end` last.

import {throwIfCancelled} from '../../engine/errors.ts';
import type {Writer} from '../../engine/convert/format.ts';
import {canonicalVersion, encodeLine} from '../../engine/model/canonical.ts';
import {allFeatures} from '../../engine/model/features.ts';
import {outputName} from '../_shared/output-name.ts';

export const writer: Writer = {
  extension: 'jsonl',
  layout: 'file',
  holds: new Set(allFeatures),
  copiesMedia: false,
  async write(batches, sink, options, ctx) {
    const file = await sink.create(outputName(options.label, 'jsonl'));
    try {
      const persons = new Set<string>();
      const conversations = new Set<string>();
      let entries = 0;
      const source = {
        ...(options.sourceFormat === undefined ? {} : {format: options.sourceFormat}),
        label: options.label,
      };
      await file.write(
        `${encodeLine({type: 'header', format: 'chatark', version: canonicalVersion, generator: ctx.generator, source})}\n`,
      );
      for await (const batch of batches) {
        throwIfCancelled(ctx.signal);
        let text = '';
        for (const event of batch) {
          if (event.type === 'person') persons.add(event.person.id);
          else if (event.type === 'conversation') conversations.add(event.conversation.id);
          else entries++;
          text += `${encodeLine(event)}\n`;
        }
        await file.write(text);
      }
      await file.write(
        `${encodeLine({type: 'end', persons: persons.size, conversations: conversations.size, entries})}\n`,
      );
      await file.close();
    } catch (error) {
      await file.abort();
      throw error;
    }
  },
};
