import { defineConfig } from 'vitest/config'

// The clerk's tasks clicked through in Chromium against a running `kaguan demo` (KAGUAN_URL).
export default defineConfig({
  test: { include: ['e2e/**/*.e2e.ts'], environment: 'node', testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false },
})
