import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where `npm run dev` starts the server. */
const SERVER = 'http://127.0.0.1:8765';

export default defineConfig({
  plugins: [react()],
  // The packages are used from source, so that an edit in one shows at once.
  resolve: { conditions: ['@tailrace/source', ...defaultClientConditions] },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: SERVER, ws: true },
      '/sign-in': SERVER,
      '/sign-out': SERVER,
      '/metrics': SERVER,
      '/readyz': SERVER,
    },
  },
});
