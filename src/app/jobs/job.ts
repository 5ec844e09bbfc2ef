// What heavy work is asked for and how it is told about: plain data, so that it can cross into a worker.

import type {Selection} from '../../engine/transform/filter.ts';
import type {ErrorCode} from '../../engine/errors.ts';
import type {Problem} from '../../engine/model/problem.ts';
import type {Secret} from '../../engine/vault/slots.ts';
import type {VerifyLevel} from '../../engine/vault/verify.ts';
import type {Overrides} from '../inputs.ts';

export type VaultAccess = {readonly location: string; readonly secret: Secret};

export type JobSpec =
  | {readonly kind: 'inspect'; readonly paths: readonly string[]; readonly overrides: Overrides}
  | {
      readonly kind: 'backup';
      readonly vault: VaultAccess;
      readonly paths: readonly string[];
      readonly overrides: Overrides;
      readonly selection: Selection;
      readonly label: string;
    }
  | {
      readonly kind: 'restore-files';
      readonly vault: VaultAccess;
      readonly snapshot: string;
      readonly out: string;
      readonly overwrite: 'never' | 'always';
    }
  | {
      readonly kind: 'restore-as';
      readonly vault: VaultAccess;
      /** An id, `latest` or `merged`. */
      readonly snapshot: string;
      readonly to: string;
      readonly out: string;
      readonly selection: Selection;
      readonly overwrite: boolean;
    }
  | {
      readonly kind: 'convert';
      readonly paths: readonly string[];
      readonly overrides: Overrides;
      readonly selection: Selection;
      readonly to: string;
      /** Undefined: only a preview of the loss. */
      readonly out: string | undefined;
      readonly overwrite: boolean;
    }
  | {readonly kind: 'verify'; readonly vault: VaultAccess; readonly level: VerifyLevel};

export type JobKind = JobSpec['kind'];

export type JobProgress = {
  /** reading, checking, messages, committing, packs … */
  readonly phase: string;
  readonly done: number;
  readonly total?: number;
  readonly unit: 'bytes' | 'count';
  /** Sanitise before showing. */
  readonly current: string;
  readonly entries: number;
};

export type InspectedChat = {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly entries: number;
  readonly first?: number;
  readonly last?: number;
};

export type InspectedExport = {
  readonly location: string;
  readonly format: string;
  readonly formatTitle: {readonly zh: string; readonly en: string};
  readonly match: 'certain' | 'possible';
  readonly because: string;
  readonly entries: number;
  readonly persons: number;
  readonly owner?: string;
  readonly chats: readonly InspectedChat[];
  readonly inferences: readonly {
    readonly what: string;
    readonly value: string;
    readonly because: string;
  }[];
  readonly problemCounts: readonly (readonly [string, number])[];
  readonly problems: readonly Problem[];
  /** It could not be read to its end: why. */
  readonly failure?: string;
};

export type Counted = readonly (readonly [string, number])[];

export type JobResult =
  | {
      readonly kind: 'inspect';
      readonly exports: readonly InspectedExport[];
      readonly refused: readonly {
        readonly location: string;
        readonly format: string;
        readonly because: string;
        readonly hint: string;
      }[];
      readonly unknown: readonly string[];
      /** Of everything that was named. */
      readonly files: number;
      readonly bytes: number;
    }
  | {
      readonly kind: 'backup';
      readonly snapshot: string;
      readonly files: number;
      readonly filesNew: number;
      readonly bytes: number;
      readonly bytesStored: number;
      readonly entries: number;
      readonly chats: number;
      readonly exports: number;
      readonly unknown: number;
      readonly isPartial: boolean;
      readonly fileProblems: readonly {readonly path: string; readonly detail: string}[];
      readonly withoutOriginals: readonly string[];
      readonly problems: readonly Problem[];
      readonly problemCounts: Counted;
    }
  | {
      readonly kind: 'restore-files';
      readonly files: number;
      readonly bytes: number;
      readonly failures: readonly {
        readonly path: string;
        readonly reason: string;
        readonly lostBytes: number;
      }[];
      readonly torn: readonly string[];
    }
  | {
      readonly kind: 'restore-as' | 'convert';
      readonly entries: number;
      readonly chats: number;
      readonly loss: Counted;
      readonly problems: readonly Problem[];
      readonly problemCounts: Counted;
    }
  | {
      readonly kind: 'verify';
      readonly isClean: boolean;
      readonly packsChecked: number;
      readonly packsTotal: number;
      readonly bytesChecked: number;
      readonly findings: readonly {
        readonly kind: string;
        readonly severity: string;
        readonly name: string;
      }[];
      readonly suffering: readonly {readonly path: string; readonly snapshot: string}[];
    };

export type JobFailure = {
  readonly code: ErrorCode | 'bug';
  readonly message: string;
  readonly hint?: string;
};

export type JobState =
  | {readonly status: 'running'; readonly progress: JobProgress | undefined}
  | {readonly status: 'done'; readonly result: JobResult}
  | {readonly status: 'failed'; readonly failure: JobFailure}
  | {readonly status: 'cancelled'};

export type Job = {
  readonly id: number;
  readonly spec: JobSpec;
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly state: JobState;
};
