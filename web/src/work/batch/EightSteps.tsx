/** The eight steps across the page: when, by whom, with which file. */
import { FileOutlined } from '@ant-design/icons'
import { Steps } from 'antd'
import { instant, who } from '@kit/format'
import { useRight } from '@kit/session'
import { filePath, type BatchRecord } from './batch'
import { eightSteps } from './eight'

export function EightSteps({ batch: b }: { batch: BatchRecord }) {
  const over = ['discarded', 'undone', 'released'].includes(b.state)
  const may = useRight('batch.exchange')
  const steps = eightSteps(b.steps, over)
  return (
    <div className="kg-panel">
      <Steps
        size="small"
        current={steps.findIndex((s) => s.status === 'process' || s.status === 'error')}
        titlePlacement="vertical"
        items={steps.map((s) => ({
          title: s.title,
          status: s.status,
          content: s.at ? (
            <span style={{ fontSize: 12, lineHeight: '18px', display: 'block' }}>
              {instant(s.at).slice(5)}
              <br />
              {s.actor && who(s.actor)}
              {s.fileId && may && (
                <>
                  {' '}
                  <a href={filePath(s.fileId)} title={b.files.find((f) => f.id === s.fileId)?.name ?? '文件'} aria-label={`${s.title}的文件`}>
                    <FileOutlined />
                  </a>
                </>
              )}
              {s.note && (
                <span className="kg-soft" style={{ display: 'block' }}>
                  {s.note}
                </span>
              )}
            </span>
          ) : undefined,
        }))}
      />
    </div>
  )
}
