/** Work in steps: Steps on top, a preview with counts before anything happens, the next action at the end. */
import { Button, Steps } from 'antd'
import type { ReactNode } from 'react'

export interface WizardStep {
  title: string
  content: ReactNode
  /** The button that leads on; none on the last step. Its words name the effect in numbers: 确认导入 500 人. */
  next?: { title: string; run: () => void; off?: boolean; busy?: boolean }
  /** Whether one may still go back from here; after something has happened one may not. */
  back?: boolean
}

interface Props {
  steps: WizardStep[]
  at: number
  onBack: () => void
}

export function Wizard({ steps, at, onBack }: Props) {
  const step = steps[at]
  if (!step) return null
  return (
    <>
      <div className="kg-panel kg-no-print" style={{ marginBottom: 8 }}>
        <Steps size="small" current={at} items={steps.map((s) => ({ title: s.title }))} />
      </div>
      <div className="kg-panel">
        {step.content}
        {(step.next || step.back) && (
          <div className="kg-form-foot">
            {step.next && (
              <Button type="primary" disabled={step.next.off} loading={step.next.busy} onClick={step.next.run}>
                {step.next.title}
              </Button>
            )}
            {step.back && (
              <Button onClick={onBack} disabled={step.next?.busy}>
                上一步
              </Button>
            )}
          </div>
        )}
      </div>
    </>
  )
}
