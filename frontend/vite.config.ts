import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import tailwindcss from '@tailwindcss/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Leaves WOFF2 alone of the three forms in which KaTeX names each of its fonts: every web view of the supported platforms reads it. */
function woff2Only(): Plugin {
  return {
    name: 'woff2-only',
    enforce: 'pre',
    transform: (code, id) => (/katex[^/]*\.css$/.test(id) ? code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, '') : null),
  };
}

// safari16 is the oldest engine that the system web views of the supported platforms have.
// dist/.gitkeep comes back after each build because it lies in public/ too: Go's embed needs the folder to exist.
export default defineConfig({
  plugins: [woff2Only(), tailwindcss(), svelte(), svelteTesting()],
  build: { target: 'safari16', chunkSizeWarningLimit: 1200, assetsInlineLimit: 0 },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], setupFiles: ['src/test-setup.ts'], testTimeout: 20_000, css: true },
});
