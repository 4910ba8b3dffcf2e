/** What an import's page shows in each step: progress, the preview with its counts, the result. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { PageButton } from '@kit/doors'
import { count } from '@kit/format'
import { progress } from '@kit/rate'
import { done, State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import type { Family } from '@kit/theme'
import { nowMs } from '@kit/time'
import './application.css'
import { asJob, effect, linesWords, sums, type ImportRecord, type Verdict } from './importing'

export const stepTitles = ['选择文件', '检查', '核对并确认', '导入', '完成']

/** The rows to be mended, in the clerk's own layout with the reasons beside them. */
export const ErrorBook = ({ of: i }: { of: ImportRecord }) =>
  sums(i.verdicts).mend > 0 && (
    <Button icon={<DownloadOutlined />} href={`/api/v1/applications/imports/${i.id}/errors.xlsx`}>
      下载有误的 {count(sums(i.verdicts).mend)} 行
    </Button>
  )

/** A step that the machine does; leaving the page does not stop it. */
export function Running({ of: i }: { of: ImportRecord }) {
  const job = asJob(i)
  const { percent, words } = progress(job, nowMs())
  return (
    <div style={{ padding: '24px 0', maxWidth: 720, margin: '0 auto' }} aria-live="polite">
      <div className="kg-h2">{i.state === 'staging' ? `正在逐行检查“${i.listName}”` : `正在导入“${i.listName}”`}</div>
      <Progress percent={percent} status="active" aria-label={job.title} />
      <p className="kg-soft">{words || '正在打开文件…'}</p>
      <p className="kg-soft" style={{ margin: 0 }}>
        可以离开本页去办别的事，不会中断；回来时接着看。
      </p>
    </div>
  )
}

/** The counts before anything happens. */
export function Preview({ of: i }: { of: ImportRecord }) {
  const s = sums(i.verdicts)
  return (
    <>
      <div className="kg-sums">
        <Sum title="名单行数" n={i.total} words={i.listName} />
        <Sum title="可以导入" n={s.go} words="成为待审核的申请" />
        <Sum title="有误" n={s.mend} words="不导入，改正后再上传" />
        <Sum title="不再重复" n={s.there} words="已有申请或社保卡" />
      </div>
      <p style={{ margin: '0 0 8px' }}>{s.go > 0 ? `确认后：${effect(s)}` : '没有可以导入的行。请下载有误的行，改正后重新上传。'}</p>
      <Tallies of={i.verdicts} />
      {i.photosName && (
        <p className="kg-soft" style={{ margin: '8px 0 0' }}>
          照片包“{i.photosName}”有 {count(i.photos)} 张照片，{count(i.photosUsed)} 张对应上名单
          {i.photos > i.photosUsed && `，${count(i.photos - i.photosUsed)} 张没有用上（证件号码不在名单中，或照片不合格）`}。
        </p>
      )}
    </>
  )
}

const Sum = ({ title, n, words }: { title: string; n: number; words: string }) => (
  <div className="kg-figure">
    {title}
    <strong>{count(n)}</strong>
    <span className="kg-soft" style={{ display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }} title={words}>
      {words}
    </span>
  </div>
)

const families: Record<Verdict['verdict'], Family> = { good: 'green', existing: 'green', bad: 'red', duplicate: 'red', open: 'grey', card: 'grey' }

/** Rows by what becomes of them, and by reason, with lines to look up in the clerk's own file. */
export function Tallies({ of: verdicts }: { of: Verdict[] }) {
  return (
    <table className="kg-plain kg-tally">
      <thead>
        <tr>
          <th style={{ width: 190 }}>检查结果</th>
          <th className="kg-num" style={{ width: 72 }}>
            行数
          </th>
          <th>原因和需要核对的问题</th>
          <th className="kg-num" style={{ width: 72 }}>
            行数
          </th>
          <th style={{ width: 220 }}>举例</th>
        </tr>
      </thead>
      <tbody>
        {verdicts.flatMap((v) => {
          const lines = v.reasons.length > 0 ? v.reasons : [undefined]
          return lines.map((r, i) => (
            <tr key={`${v.verdict} ${r?.code ?? ''}`}>
              {i === 0 && (
                <>
                  <td rowSpan={lines.length}>
                    <StateTag name={v.name} family={families[v.verdict]} />
                  </td>
                  <td rowSpan={lines.length} className="kg-num">
                    <b>{count(v.count)}</b>
                  </td>
                </>
              )}
              <td>{r?.words ?? <span className="kg-soft">没有问题</span>}</td>
              <td className="kg-num">{r && count(r.count)}</td>
              <td className="kg-soft">{linesWords((r ?? v).lines, (r ?? v).count)}</td>
            </tr>
          ))
        })}
      </tbody>
    </table>
  )
}

/** What came of it, and what to do next. */
export function Result({ of: i }: { of: ImportRecord }) {
  const s = sums(i.verdicts)
  return (
    <>
      <State mark={done} title={`已导入 ${count(i.applied)} 人`} words={i.applied > 0 ? `${count(i.applied)} 份申请等待复核员审核。${s.mend > 0 ? `${count(s.mend)} 行有误，请下载改正后再上传。` : ''}` : '没有导入任何人。'}>
        <PageButton to={`/application?import=${i.id}`} primary>
          到申请审核
        </PageButton>
        <ErrorBook of={i} />
        <PageButton to="/application/imports/new">再导入一份</PageButton>
      </State>
      <Tallies of={i.verdicts} />
    </>
  )
}
