import react from '@vitejs/plugin-react'
import { copyFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const kit = fileURLToPath(new URL('./src/kit', import.meta.url))

// The three big libraries get files of their own: they change with a release of
// theirs, not of ours, so a browser keeps them over our updates.
const chunks = [
  { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/ },
  { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack)[\\/]/ },
  { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-[a-z-]+|dayjs)[\\/]/ },
]

// The API's reference page (public/docs) takes its viewer from npm, so that it
// works without internet.
const reference: Plugin = {
  name: 'reference',
  closeBundle() {
    for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
      copyFileSync(`node_modules/swagger-ui-dist/${file}`, `dist/docs/${file}`)
    }
  },
}

export default defineConfig({
  plugins: [react(), reference],
  resolve: { alias: { '@kit': kit } },
  build: {
    // public/.keep is copied along: dist/.keep is committed so that the Go program builds without npm.
    emptyOutDir: true,
    chunkSizeWarningLimit: 1600,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  server: { proxy: { '/api': process.env.KAGUAN_URL ?? 'http://localhost:8080' } },
})
