// The end of every switch over a union: a new member breaks the build here instead of being dropped at run time.

export const assertNever = (value: never): never => {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
};
