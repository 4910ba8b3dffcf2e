/** 补正: the form of a returned application, with the reason on top; only what is changed is sent. */
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { send as sendTo } from '@kit/api/call'
import { useAct, useRead } from '@kit/api/hooks'
import { uuid } from '@kit/api/intent'
import { Page } from '@kit/Page'
import { Reading } from '@kit/Reading'
import type { Whole } from '@kit/Reveal'
import { ApplicationForm } from './ApplicationForm'
import { applicationPath, photoPath, type ApplicationRecord } from './application'
import { changesOf, prefilled, type Form } from './form'

const help = {
  purpose: '按退回的原因补正申请，再交复核员审核。',
  turn: '经办员补正；提交后回到复核员。',
  notes: ['只发送改过的项目；遮盖的项目不改就留空。', '改了什么会记在办理经过里。'],
}

export default function Correct() {
  const { id = '' } = useParams()
  const got = useRead<ApplicationRecord>(`/applications/${id}`)
  const go = useNavigate()
  const a = got.data
  return (
    <Page title={a ? `补正 ${a.name} ${a.no}` : '补正申请'} help={help} actions={a && <Button onClick={() => void go(applicationPath(a))}>回到申请</Button>}>
      {!a ? (
        <div className="kg-panel"><Reading of={got} /></div>
      ) : !a.allowed.some((v) => v.verb === 'resubmit') ? (
        <Alert type="info" showIcon title={`这份申请现在是“${a.stateName}”，${a.turn}，不能补正。`} />
      ) : (
        <Mend application={a} />
      )}
    </Page>
  )
}

function Mend({ application: a }: { application: ApplicationRecord }) {
  const go = useNavigate()
  const act = useAct<ApplicationRecord>()
  const [note, setNote] = useState('')
  // The application may be read again below while it is mended: what it was when opened is what a change is told by.
  const [before] = useState<Form>(() => ({ ...a.form, agency: String(a.agencyId) }))
  const [initial] = useState<Form>(() => ({ ...prefilled(before), photoDigest: before.photoDigest }))
  const [empty, setEmpty] = useState(false)
  const send = (_: Form, all: Form) => {
    const changes = changesOf(before, all)
    setEmpty(Object.keys(changes).length === 0 && !note.trim())
    if (Object.keys(changes).length === 0 && !note.trim()) return
    act.mutate({ path: `/applications/${a.id}/resubmit`, body: { changes, note: note.trim() } }, { onSuccess: () => void go(applicationPath(a)) })
  }
  // A photo is bound to the full number, which this page does not show.
  const number = async () => (await sendTo<Whole>('POST', `/citizens/${a.citizenId}/reveal`, { reason: '补正申请照片' }, uuid())).idNumber
  return (
    <ApplicationForm
      all
      initial={initial}
      known={before}
      agency={{ id: a.agencyId, name: a.agency }}
      number={number}
      photoNow={a.hasPhoto ? photoPath(a) : undefined}
      submit="补正并重新提交"
      busy={act.isPending}
      problem={act.error}
      onSend={send}
      above={
        <>
          <Alert type="warning" showIcon style={{ marginBottom: 8 }} title={`退回原因${a.stage ? `（${a.stage}）` : ''}：${a.reason || '没有写明'}`} />
          {empty && <Alert type="error" showIcon style={{ marginBottom: 8 }} title="还没有改动任何项目。如果确实不用改，请在下面写明补正说明。" />}
        </>
      }
      beside={<Input style={{ width: 320 }} maxLength={500} placeholder="补正说明（可不填）" aria-label="补正说明" value={note} onChange={(e) => setNote(e.target.value)} />}
    />
  )
}
