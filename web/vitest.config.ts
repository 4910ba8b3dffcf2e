import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Logic only, without a browser: what must be seen is tested in e2e/ with a real one.
export default defineConfig({
  resolve: { alias: { '@kit': fileURLToPath(new URL('./src/kit', import.meta.url)) } },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
})
