// Attachment rows as assets: where the file of `~/Library/Messages/Attachments/…` lies in the source. Does not open them.

import type {SqliteFile, SqliteRow} from '../../engine/io/sqlite-source.ts';
import type {Asset} from '../../engine/model/archive.ts';
import {given} from '../../engine/model/build.ts';
import type {ReportProblem} from '../../engine/model/problem.ts';
import type {MediaLookup} from '../_shared/media-lookup.ts';
import type {Attachment} from './body.ts';
import {marks, numberAt, textAt} from './rows.ts';

/** `~/Library/Messages/Attachments/ab/11/GUID/a.jpg` → `Attachments/ab/11/GUID/a.jpg`, also for iOS paths. */
const belowAttachments = (filename: string): string => {
  const index = filename.lastIndexOf('/Attachments/');
  return index < 0 ? filename.replace(/^~?\/+/, '') : filename.slice(index + 1);
};

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

/** An iOS backup stores each file under the SHA-1 of its domain and path, in a folder named by the first two digits. */
const backupName = async (filename: string): Promise<string | undefined> => {
  const path = /(?:^|\/)(Library\/SMS\/Attachments\/.*)$/s.exec(filename)?.[1];
  if (path === undefined) return undefined;
  const words = new TextEncoder().encode(`MediaDomain-${path}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', words));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

export class Attachments {
  readonly #database: SqliteFile;
  readonly #media: MediaLookup;
  readonly #folder: string;
  readonly #report: ReportProblem;
  readonly #isPresent: boolean;

  constructor(
    database: SqliteFile,
    where: {readonly media: MediaLookup; readonly folder: string; readonly report: ReportProblem},
  ) {
    this.#database = database;
    this.#media = where.media;
    this.#folder = where.folder;
    this.#report = where.report;
    const tables = ['attachment', 'message_attachment_join'];
    this.#isPresent = tables.every((table) => database.columns(table).size > 0);
  }

  /** The attachments of these messages, by message row id, in their order. */
  async of(messages: readonly number[]): Promise<ReadonlyMap<number, readonly Attachment[]>> {
    const found = new Map<number, Attachment[]>();
    if (!this.#isPresent) return found;
    const sql = `select j.message_id as row_message, a.* from message_attachment_join j
      join attachment a on a.ROWID = j.attachment_id
      where j.message_id in (${marks(messages)}) order by j.message_id, a.ROWID`;
    for (const row of this.#database.rows(sql, messages)) {
      const message = numberAt(row, 'row_message');
      const attachment = {row, asset: await this.#asset(row)};
      const known = found.get(message);
      if (known) known.push(attachment);
      else found.set(message, [attachment]);
    }
    return found;
  }

  async byGuid(guid: string): Promise<Asset | undefined> {
    if (!this.#isPresent) return undefined;
    const [row] = this.#database.rows('select * from attachment where guid = ? limit 1', [guid]);
    return row && (await this.#asset(row));
  }

  async #find(filename: string): Promise<string | undefined> {
    const entry = this.#media.find(belowAttachments(filename), [this.#folder, '']);
    if (entry) return entry.path;
    const hashed = await backupName(filename);
    return hashed === undefined ? undefined : this.#media.byName(hashed)?.path;
  }

  async #asset(row: SqliteRow): Promise<Asset> {
    const filename = textAt(row, 'filename');
    const path = filename === undefined ? undefined : await this.#find(filename);
    const bytes = numberAt(row, 'total_bytes');
    const about = given({
      name:
        textAt(row, 'transfer_name') ?? (filename === undefined ? undefined : baseName(filename)),
      mime: textAt(row, 'mime_type'),
      bytes: bytes > 0 ? bytes : undefined,
    });
    if (path !== undefined) return {id: path, ...about, presence: 'included'};
    const record = textAt(row, 'guid') ?? '';
    this.#report({
      kind: 'media-missing',
      place: {record},
      detail:
        filename === undefined
          ? 'The attachment was never downloaded.'
          : 'The attachment is not beside the database.',
    });
    return {id: filename ?? record, ...about, presence: 'absent'};
  }
}
