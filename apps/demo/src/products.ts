/** Something that the shop sells. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  /** Path data of a line drawing, 24 by 24. */
  readonly drawing: string;
  /** Euro cents. */
  readonly price: number;
}

export const PRODUCTS: readonly Product[] = [
  {
    sku: 'KET-01',
    name: 'Enamel kettle',
    drawing:
      'M6 10h11v7a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3zM6 12 3 9.5M17 12h1.5a2 2 0 0 1 0 4H17M8 10a3.5 3.5 0 0 1 7 0M11.5 6.5V5',
    price: 3900,
  },
  { sku: 'LMP-07', name: 'Reading lamp', drawing: 'M8.5 4h7l3 7h-13zM12 11v8M8 20h8M15 11v3', price: 5450 },
  {
    sku: 'PLT-12',
    name: 'Potted fern',
    drawing:
      'M7 14h10l-1.2 6H8.2zM12 14V8M12 10c0-3 2-5 5-5 0 3-2 5-5 5M12 12c0-2-1.5-4-4.500-4 0 2.500 1.500 4 4.500 4',
    price: 1825,
  },
  {
    sku: 'RAD-03',
    name: 'Kitchen radio',
    drawing:
      'M4 9h16v11H4zM6 9l10-5M15.500 14.500m-2.500 0a2.500 2.500 0 1 0 5 0a2.500 2.500 0 1 0-5 0M7 12.500h3.500M7 16.500h3.500',
    price: 8900,
  },
];

/** Prints euro cents. */
export function formatPrice(cents: number): string {
  return new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' }).format(cents / 100);
}
