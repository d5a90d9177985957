import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The packages are used from source, so that an edit in one shows at once.
  resolve: { conditions: ['@tailrace/source', ...defaultClientConditions] },
});
