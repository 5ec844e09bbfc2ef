// Numbers of the format (docs/vault-format.md §12 and where they are used): targets for writing, bounds for reading.

const KiB = 1024;
const MiB = 1024 * KiB;

export const formatVersion = 1;

export const idLength = 16;

export const maxChunk = MiB;
/** All chunks of one block together. */
export const maxPlainOfChunks = maxChunk;
export const blockTarget = 256 * KiB;
export const mediaPiece = MiB;

export const packTarget = 16 * MiB;
export const packChunks = 100_000;
export const maxPack = 64 * MiB;

export const indexChunks = 50_000;
export const indexEveryMs = 10 * 60 * 1000;

export const maxSmallJson = 16 * KiB;
export const maxSlots = 32;
export const maxPassphrase = 4 * KiB;
export const maxKeyFile = MiB;

export const maxRecipeLevel = 8;
export const maxRecipeChildren = 4096;
export const maxListingLine = 256 * KiB;
export const maxSnapshotProblems = 1000;

export const maxFooterPlain = 16 * MiB;
export const maxSnapshotPlain = 16 * MiB;
export const maxDerivedPlain = 32 * MiB;

/** Left free on the storage whatever happens, so that forgetting and pruning stay possible. */
export const spaceReserve = 4 * MiB;
