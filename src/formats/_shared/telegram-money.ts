// Amounts as Telegram's API counts them (in the smallest unit of the currency) and as a person reads them.

const currencyDigits = (currency: string): number => {
  // Telegram Stars are whole.
  if (currency === 'XTR' || !/^[A-Z]{3}$/.test(currency)) return 0;
  const format = new Intl.NumberFormat('en', {style: 'currency', currency});
  return format.resolvedOptions().maximumFractionDigits ?? 2;
};

/** 1250 and USD are `12.50`. */
export const printedAmount = (amount: number, currency: string): string => {
  const digits = currencyDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
};

/** `12.50` and USD are 1250; undefined for what is no amount. */
export const smallestUnits = (printed: string, currency: string): number | undefined => {
  if (!/^-?\d{1,12}(?:\.\d{1,6})?$/.test(printed)) return undefined;
  return Math.round(Number(printed) * 10 ** currencyDigits(currency));
};
