/** A running job: progress, rate, end, pause/resume/stop, and what went wrong. */
import { CaretRightOutlined, PauseOutlined, StopOutlined } from '@ant-design/icons'
import { App, Button, Progress } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAct, useRead } from './api/hooks'
import type { Job, Listing } from './api/types'
import { Problem } from './Problem'
import { progress } from './rate'
import { StateTag } from './StateTag'
import { nowMs } from './time'

const live = (j: Job | undefined) => j?.state === 'queued' || j?.state === 'running'

/** A job by its id, followed until it ends. */
export function JobBar({ id }: { id: number }) {
  const job = useRead<Job>(`/jobs/${id}`, {}, { every: (j) => (live(j) ? 1000 : j?.state === 'paused' ? 5000 : false) })
  if (job.data) return <JobRow job={job.data} />
  return <Problem of={job.error} retry={() => void job.refetch()} />
}

/** One job as a row; also in the list of my jobs. */
export function JobRow({ job }: { job: Job }) {
  const { modal } = App.useApp()
  const act = useAct()
  const [log, setLog] = useState(false)
  const { percent, words } = progress(job, nowMs())
  const say = (verb: string) => act.mutate({ path: `/jobs/${job.id}/${verb}` })
  const stop = () =>
    modal.confirm({ title: `停止“${job.title}”？`, content: `已办的 ${job.done} 条保留，其余不再办理。`, okText: '停止', okButtonProps: { danger: true }, onOk: () => say('stop') })
  const lines = job.error?.split('\n').filter(Boolean) ?? []
  return (
    <div className="kg-job">
      <div className="kg-job-line">
        <span>{job.link ? <Link to={job.link}>{job.title}</Link> : job.title}</span>
        <StateTag name={job.stateName} family={job.state === 'failed' ? 'red' : job.state === 'done' ? 'green' : job.state === 'running' ? 'blue' : 'grey'} />
        <span className="kg-job-do">
          {job.state === 'running' && <Button size="small" type="text" icon={<PauseOutlined />} aria-label="暂停" onClick={() => say('pause')} />}
          {job.state === 'paused' && <Button size="small" type="text" icon={<CaretRightOutlined />} aria-label="继续" onClick={() => say('resume')} />}
          {(live(job) || job.state === 'paused') && <Button size="small" type="text" icon={<StopOutlined />} aria-label="停止" onClick={stop} />}
        </span>
      </div>
      {job.state !== 'queued' && (
        <Progress percent={percent} size="small" aria-label={job.title} status={job.state === 'failed' ? 'exception' : job.state === 'running' ? 'active' : job.state === 'done' ? 'success' : 'normal'} />
      )}
      <div className="kg-job-words" aria-live="polite">
        {words}
      </div>
      {lines.length > 0 && (
        <div className="kg-job-words">
          {lines[0]}
          {lines.length > 1 && (
            <Button size="small" type="link" onClick={() => setLog(!log)}>
              {log ? '收起' : `全部 ${lines.length} 行`}
            </Button>
          )}
          {log && <pre className="kg-log">{lines.join('\n')}</pre>}
        </div>
      )}
      <Problem of={act.error} />
    </div>
  )
}

/** My jobs that are not over; polled quickly only while something runs. */
export function useMyJobs() {
  return useRead<Listing<Job>>('/jobs', { mine: 1, active: 1 }, { every: (l) => (l?.items.some(live) ? 2000 : 20_000) })
}
