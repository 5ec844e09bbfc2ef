// Trouble with single records: counted always, sampled boundedly, never an exception.

/** API: names appear in reports and in scripts and are never renamed. */
export const problemSeverities = {
  /** A record or line was not understood and is kept only as raw text, or not at all (then `detail` says so). */
  'record-not-understood': 'warning',
  'record-skipped': 'warning',
  'record-damaged': 'warning',
  'record-too-large': 'warning',
  'line-not-understood': 'warning',
  'field-not-understood': 'info',
  'unknown-kind': 'info',
  'unknown-version': 'warning',
  'time-not-understood': 'warning',
  'time-suspicious': 'info',
  'text-repaired': 'info',
  'media-missing': 'info',
  'media-unreadable': 'warning',
  'reply-target-missing': 'info',
  'sequence-gap': 'warning',
  'cap-reached': 'warning',
  'export-incomplete': 'warning',
  'input-truncated': 'warning',
  'duplicate-record': 'info',
  'conversation-skipped': 'warning',
  'ambiguous-date-order': 'warning',
  'encoding-guessed': 'info',
  'file-skipped': 'warning',
  'file-unreadable': 'warning',
  /** A writer could not represent this record and says what became of it. */
  'not-representable': 'warning',
  'name-changed': 'info',
} as const;

export type ProblemKind = keyof typeof problemSeverities;
export type Severity = 'info' | 'warning';

export type Place = {
  /** Path in the source (or of the output). */
  readonly path?: string;
  /** 1-based. */
  readonly line?: number;
  /** 0-based offset in the file. */
  readonly byte?: number;
  /** Which record, as the format numbers or names it. */
  readonly record?: string;
  readonly conversation?: string;
};

export type Problem = {
  readonly kind: ProblemKind;
  readonly place: Place;
  /** One sentence, English, no message text. */
  readonly detail?: string;
  /** The offending text, at most 200 characters; hostile: sanitise before showing. */
  readonly sample?: string;
};

export type ReportProblem = (problem: Problem) => void;

export const severityOf = (kind: ProblemKind): Severity => problemSeverities[kind];

export type ProblemSummary = {
  readonly total: number;
  readonly counts: ReadonlyMap<ProblemKind, number>;
  /** The first 20 of each kind. */
  readonly samples: readonly Problem[];
};

const samplesPerKind = 20;

/** Counts all, keeps the first 20 of each kind. */
export class ProblemLog {
  readonly #counts = new Map<ProblemKind, number>();
  readonly #samples: Problem[] = [];
  #total = 0;

  readonly report: ReportProblem = (problem) => {
    const count = (this.#counts.get(problem.kind) ?? 0) + 1;
    this.#counts.set(problem.kind, count);
    this.#total++;
    if (count > samplesPerKind) return;
    const sample = problem.sample;
    this.#samples.push(
      sample !== undefined && sample.length > 200
        ? {...problem, sample: sample.slice(0, 200)}
        : problem,
    );
  };

  summary(): ProblemSummary {
    return {total: this.#total, counts: new Map(this.#counts), samples: [...this.#samples]};
  }
}
