/** Where the browser's half begins: look, language, cache, routes. */
import 'antd/dist/reset.css'
import './kit/kit.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { requiredMark } from '@kit/Form'
import { theme } from '@kit/theme'
import { router } from './routes'

dayjs.locale('zh-cn')

// Reads are tried twice more only when the net failed; a refusal is an answer.
const retry = (failures: number, e: unknown) => (e as { status?: number }).status === 0 && failures < 2
const cache = new QueryClient({ defaultOptions: { queries: { retry, staleTime: 5_000, refetchOnWindowFocus: true } } })

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }} form={{ requiredMark }} wave={{ disabled: true }}>
      <App message={{ maxCount: 3, top: 76 }}>
        <QueryClientProvider client={cache}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  </StrictMode>,
)
