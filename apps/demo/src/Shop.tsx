import type { Logger } from '@tailrace/logger';
import { useRef, useState } from 'react';
import { checkOut } from './checkout.ts';
import { formatPrice, PRODUCTS, type Product } from './products.ts';

/** The shelf and the cart. Everything one does here is logged. */
export function Shop({ logger }: { readonly logger: Logger }) {
  const [cart, setCart] = useState<readonly Product[]>([]);
  const [notice, setNotice] = useState('Your cart is empty');
  const orderNumber = useRef(0);

  function add(product: Product) {
    logger.child('cart').info(`Added ${product.name}`, { sku: product.sku, price: product.price });
    setCart([...cart, product]);
    setNotice('');
  }

  function pay() {
    orderNumber.current += 1;
    const placed = checkOut(logger, cart, orderNumber.current);
    setNotice(placed ? 'Thank you for your order' : 'Payment failed: please try again');
    if (placed) setCart([]);
  }

  const total = cart.reduce((sum, { price }) => sum + price, 0);
  return (
    <section className="panel" aria-labelledby="shop-title">
      <h2 id="shop-title">Shop</h2>
      <ul className="shelf">
        {PRODUCTS.map((product) => (
          <li key={product.sku}>
            <button type="button" className="product" onClick={() => add(product)}>
              <svg className="drawing" viewBox="0 0 24 24" aria-hidden="true">
                <path d={product.drawing} />
              </svg>
              <span>{product.name}</span>
              <span className="price">{formatPrice(product.price)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="till">
        <p role="status">{notice || `${cart.length} in the cart, ${formatPrice(total)}`}</p>
        <button type="button" className="primary" onClick={pay} disabled={cart.length === 0}>
          Pay
        </button>
      </div>
    </section>
  );
}
