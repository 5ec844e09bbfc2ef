// A file size as the model wants it: a whole number of bytes. Whatever else an export calls a size is no size.

export const wholeSize = (size: number | undefined): number | undefined => {
  if (size === undefined || !(size > 0)) return undefined;
  const whole = Math.round(size);
  return Number.isSafeInteger(whole) && whole > 0 ? whole : undefined;
};
