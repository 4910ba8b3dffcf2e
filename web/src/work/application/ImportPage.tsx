/** One import, in whichever step it is: opened again after an hour, it goes on where it stands. */
import { Alert, App, Button } from 'antd'
import { useLocation, useParams } from 'react-router'
import { useAct, useRead } from '@kit/api/hooks'
import { PageButton } from '@kit/doors'
import { count, When } from '@kit/format'
import { Page } from '@kit/Page'
import { Reading } from '@kit/Reading'
import { State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import { Wizard } from '@kit/Wizard'
import { ErrorBook, Preview, Result, Running, stepTitles } from './ImportSteps'
import { effect, stepOf, sums, type ImportRecord } from './importing'

const help = {
  purpose: '一次导入：检查、核对、确认、完成。',
  turn: '待确认由经办员核对后确认或作废；导入的申请由复核员审核。',
  notes: ['“可以导入”的行里也可能有需要核对的问题，复核员会看到。', '有误的行下载后是您原来的表格，最右一列写明原因，改正后直接上传。', '确认之前作废，什么都没有发生过。'],
}

// Often enough to see it move, seldom enough not to be a burden.
const every = (i: ImportRecord | undefined) => (i && (i.state === 'staging' || i.state === 'applying') ? 1000 : false)

export default function ImportPage() {
  const { id = '' } = useParams()
  const path = `/applications/imports/${id}`
  const got = useRead<ImportRecord>(`${path}/preview`, {}, { every })
  const again = (useLocation().state as { again?: boolean; words?: string } | null) ?? {}
  const i = got.data
  if (!i)
    return (
      <Page title="批量申请导入" help={help}>
        <div className="kg-panel"><Reading of={got} /></div>
      </Page>
    )
  return (
    <Page
      title={`导入 ${i.id}`}
      help={help}
      beside={
        <>
          <StateTag name={i.stateName} family={i.tone} />
          <span className="kg-turn">
            {i.listName} · {i.createdBy} <When at={i.createdAt} old />
          </span>
        </>
      }
      actions={<Actions of={i} path={path} />}
    >
      {again.again && <Alert type="info" showIcon style={{ marginBottom: 8 }} title={again.words || '这份名单以前上传过，没有重复处理。'} />}
      <Steps of={i} />
    </Page>
  )
}

const may = (i: ImportRecord, verb: string) => i.allowed.some((v) => v.verb === verb)

function Actions({ of: i, path }: { of: ImportRecord; path: string }) {
  const act = useAct()
  const { modal, message } = App.useApp()
  const s = sums(i.verdicts)
  const confirm = () =>
    modal.confirm({
      title: `确认导入 ${count(s.go)} 人？`,
      content: effect(s),
      okText: `导入 ${count(s.go)} 人`,
      onOk: () => act.mutate({ path: `${path}/confirm`, body: {} }, { onError: (p) => void message.error(p.detail) }),
    })
  const discard = () =>
    modal.confirm({
      title: '作废这次导入？',
      content: `${count(i.total || i.staged)} 行都不导入，什么都不会改动。同一份名单以后可以重新上传。`,
      okText: '作废',
      okButtonProps: { danger: true },
      onOk: () => act.mutate({ path: `${path}/discard`, body: {} }, { onSuccess: () => void message.success('导入已作废'), onError: (p) => void message.error(p.detail) }),
    })
  return (
    <>
      {may(i, 'confirm') && s.go > 0 && (
        <Button type="primary" loading={act.isPending} onClick={confirm}>
          确认导入 {count(s.go)} 人
        </Button>
      )}
      {i.state === 'previewed' && <ErrorBook of={i} />}
      {may(i, 'discard') && (
        <Button danger disabled={act.isPending} onClick={discard}>
          作废
        </Button>
      )}
      <PageButton to="/application/imports">全部导入</PageButton>
    </>
  )
}

function Steps({ of: i }: { of: ImportRecord }) {
  const at = stepOf(i.state)
  if (at === undefined)
    return (
      <div className="kg-panel">
        <State title={i.stateName} words={i.words || '这次导入已作废，没有导入任何人。'}>
          <PageButton to="/application/imports/new" primary>
            重新上传
          </PageButton>
        </State>
      </div>
    )
  const contents = [null, <Running of={i} />, <Preview of={i} />, <Running of={i} />, <Result of={i} />]
  return <Wizard at={at} onBack={() => undefined} steps={stepTitles.map((title, n) => ({ title, content: contents[n] }))} />
}
