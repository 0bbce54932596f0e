import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

// safari16 is the oldest engine that the system web views of the supported platforms have.
// dist/.gitkeep comes back after each build because it lies in public/ too: Go's embed needs the folder to exist.
export default defineConfig({
  plugins: [tailwindcss(), svelte(), svelteTesting()],
  build: { target: 'safari16', chunkSizeWarningLimit: 1200, assetsInlineLimit: 0 },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], setupFiles: ['src/test-setup.ts'], testTimeout: 20_000, css: true },
});
