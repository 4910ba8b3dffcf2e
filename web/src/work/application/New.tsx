/**
 * 个人申请 at the counter: one field for the ID number; what there is already is shown instead of doubled; else the form;
 * then the receipt and the next person.
 */
import { useState } from 'react'
import { useLocation } from 'react-router'
import { useAct } from '@kit/api/hooks'
import { useHotkeys } from '@kit/hotkeys'
import { Page } from '@kit/Page'
import { useMe } from '@kit/session'
import { Button } from 'antd'
import { Ask, type Asked } from './Ask'
import { ApplicationForm, today } from './ApplicationForm'
import type { ApplicationRecord } from './application'
import { bodyOf, prefilled, type Form } from './form'
import { likelyDocument, told } from './idnumber'
import { Receipt } from './Receipt'
import { Who } from './Who'

const help = {
  purpose: '在柜台为一个人申请社保卡。输入、粘贴或用读卡器读入证件号码，按 Enter。',
  turn: '提交后由另一位复核员审核，审核通过后由制卡管理员选入批次。',
  notes: [
    '已有在办申请或社保卡的，会直接显示，不会重复申请。',
    '已登记过的人只需核对，留空的项目沿用已登记的内容。',
    'Enter 跳到下一个必填项，Ctrl+Enter 提交，全程不用鼠标。',
    '未满 16 周岁须填写监护人。',
  ],
}

// The next person at this counter mostly chooses the same bank and agency.
const keptKey = (login: string) => `apply ${login}`
function kept(login: string): Form {
  try {
    return JSON.parse(sessionStorage.getItem(keptKey(login)) ?? '{}') as Form
  } catch {
    return {}
  }
}
function keep(login: string, { bank, agency }: Form): void {
  try {
    sessionStorage.setItem(keptKey(login), JSON.stringify({ bank, agency }))
  } catch {
    // Then the clerk chooses again.
  }
}

export default function New() {
  const given = (useLocation().state as { idNumber?: string } | null)?.idNumber
  const [asked, setAsked] = useState<Asked>()
  const [made, setMade] = useState<ApplicationRecord>()
  const next = () => {
    setMade(undefined)
    setAsked(undefined)
  }
  return (
    <Page title="个人申请" help={help} actions={asked && !made && <Button onClick={next}>换一个人 <kbd>Ctrl+L</kbd></Button>}>
      {made ? <Receipt made={made} onNext={next} /> : asked ? <Apply key={asked.number} asked={asked} onMade={setMade} onBack={next} /> : <Ask given={given} onGo={setAsked} />}
    </Page>
  )
}

function Apply({ asked, onMade, onBack }: { asked: Asked; onMade: (a: ApplicationRecord) => void; onBack: () => void }) {
  const me = useMe()
  const act = useAct<ApplicationRecord>()
  const says = told(asked.number, today())
  const known = asked.found?.person?.form
  const before = kept(me.login)
  const initial: Form = {
    docType: asked.foreign ? likelyDocument(asked.number) : '01',
    birth: says?.birth,
    ...prefilled(known),
    bank: before.bank,
    agency: before.agency ?? (me.agency.id ? String(me.agency.id) : undefined),
    photoDigest: undefined,
  }
  useHotkeys([{ key: 'Ctrl+L', title: '换一个人', run: onBack }])
  const send = (shown: Form) =>
    act.mutate(
      { path: '/applications', body: bodyOf({ ...shown, idNumber: asked.number }) },
      {
        onSuccess: (a) => {
          keep(me.login, shown)
          onMade(a)
        },
      },
    )
  return (
    <ApplicationForm
      initial={initial}
      known={known}
      agency={before.agency && before.agency !== String(me.agency.id) ? undefined : me.agency}
      number={async () => asked.number}
      photoNow={known?.photoDigest && asked.found?.person ? `/api/v1/citizens/${asked.found.person.id}/photo` : undefined}
      submit="提交申请"
      busy={act.isPending}
      problem={act.error}
      onSend={send}
      above={<Who number={asked.number} says={says} found={asked.found} foreign={asked.foreign} />}
    />
  )
}
