// Kinds of problems while reading and writing.
import type {problems as zhProblems} from '../zh/problems.ts';

export const problems = {
  kinds: {
    'record-not-understood': 'Records not understood',
    'record-skipped': 'Records skipped',
    'record-damaged': 'Damaged records',
    'record-too-large': 'Records too large',
    'line-not-understood': 'Lines not understood',
    'field-not-understood': 'Fields not understood',
    'unknown-kind': 'Unknown kinds',
    'unknown-version': 'Unknown version',
    'time-not-understood': 'Times not understood',
    'time-suspicious': 'Suspicious times',
    'text-repaired': 'Repaired text',
    'media-missing': 'Missing media',
    'media-unreadable': 'Unreadable media',
    'reply-target-missing': 'Replies to missing messages',
    'sequence-gap': 'Gaps in the numbering',
    'cap-reached': 'Limits reached',
    'export-incomplete': 'Incomplete export',
    'input-truncated': 'File ends early',
    'duplicate-record': 'Duplicate records',
    'conversation-skipped': 'Chats skipped',
    'ambiguous-date-order': 'Ambiguous order of dates',
    'encoding-guessed': 'Encoding guessed',
    'file-skipped': 'Files skipped',
    'file-unreadable': 'Unreadable files',
    'not-representable': 'Not representable in the target',
    'name-changed': 'Names changed',
  },
} satisfies typeof zhProblems;
