/** Something that the shop sells. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly mark: string;
  /** Euro cents. */
  readonly price: number;
}

export const PRODUCTS: readonly Product[] = [
  { sku: 'KET-01', name: 'Enamel kettle', mark: '🫖', price: 3900 },
  { sku: 'LMP-07', name: 'Reading lamp', mark: '💡', price: 5450 },
  { sku: 'PLT-12', name: 'Potted fern', mark: '🪴', price: 1825 },
  { sku: 'RAD-03', name: 'Kitchen radio', mark: '📻', price: 8900 },
];

/** Prints euro cents. */
export function formatPrice(cents: number): string {
  return new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' }).format(cents / 100);
}
