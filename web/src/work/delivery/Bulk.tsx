/** 批量领取: a unit or village fetches its people's cards: choose, count, sign, one list under one signature. */
import { Alert, Form, Input, Select } from 'antd'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { useAct } from '@kit/api/hooks'
import { Field, showAtFields } from '@kit/Form'
import { count } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { Page } from '@kit/Page'
import { beyondSignIn, Problem, ProblemState } from '@kit/Problem'
import { useMe } from '@kit/session'
import { State } from '@kit/State'
import { Wizard } from '@kit/Wizard'
import { nowMs } from '@kit/time'
import { AgencyPicker } from '../../record/org/AgencyPicker'
import { RegionPicker } from '../../record/org/RegionPicker'
import { BulkDone, type Signed } from './BulkDone'
import type { Card } from './delivery'
import { listed, nothing, type Tally } from './tally'
import { TallyTable } from './TallyTable'
import { useAtAgency } from './useAtAgency'
import './delivery.css'

const help = {
  purpose: '单位、学校或村居派人统一领卡：选出要发的卡，逐张清点，登记留下的卡，由签领人一次签收。',
  turn: '领卡机构发放；签领后卡片启用，由签领人转交本人。',
  notes: ['没有清点的卡不在清单里，仍由机构保管。', '留下的卡要逐张写明原因。', '一份清单要么全部发放，要么一张都不发；有一张不能发时，系统会指出是哪一张。'],
}

interface Signer {
  name: string
  idNumber: string
  unit?: string
}

export default function Bulk() {
  const me = useMe()
  const [at, setAt] = useState(0)
  const [agency, setAgency] = useState<string | undefined>(String(me.agency.id))
  const [region, setRegion] = useState<string>()
  const [batch, setBatch] = useState<number>()
  const [tally, setTally] = useState<Tally>(nothing)
  const [signed, setSigned] = useState<Signed>()
  const [form] = Form.useForm<Signer>()
  const act = useAct<{ id: number; no: string; count: number; kept: number }>()
  const got = useAtAgency(agency, at < 3)
  const all = got.data ?? []
  const cards = useMemo(() => all.filter((c) => (!region || c.regionPath.startsWith(region)) && (!batch || c.batchId === batch)), [all, region, batch])
  const narrow = (set: () => void) => (set(), setTally(nothing))
  const goes = tally.hand.size
  const stays = tally.kept.size

  const give = (v: Signer) => {
    const list = listed(tally, cards)
    act.mutate(
      { path: '/handovers/list', body: { ...list, ...v } },
      {
        onSuccess: (a) => (setSigned({ no: a.no, ...v, agency: me.agency.name, clerk: me.name, at: nowMs(), hand: cards.filter((c) => tally.hand.has(c.number)), kept: tally.kept }), setAt(3)),
        onError: (p) => showAtFields(form, p),
      },
    )
  }
  // Ctrl+Enter is the hotkey's; taking it here as well would send twice.
  const enter = (e: KeyboardEvent) => !e.ctrlKey && !e.metaKey && form.submit()
  const again = () => (setTally(nothing), setSigned(undefined), act.reset(), form.resetFields(), setAt(0))
  useHotkeys([{ key: 'Ctrl+Enter', title: '下一步', run: () => (at === 0 && cards.length > 0 ? setAt(1) : at === 1 && goes > 0 ? setAt(2) : at === 2 ? form.submit() : undefined), off: at === 3 || act.isPending }])

  return (
    <Page title="批量领取" help={help}>
      <Wizard
        at={at}
        onBack={() => setAt(at - 1)}
        steps={[
          {
            title: '选卡',
            next: { title: `清点 ${count(cards.length)} 张`, run: () => setAt(1), off: cards.length === 0 },
            content: (
              <>
                <div className="kg-form-grid" style={{ gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', marginBottom: 12 }}>
                  <label>
                    <span className="kg-soft">领卡机构</span>
                    <AgencyPicker value={agency} known={me.agency} onChange={(v) => narrow(() => (setAgency(v), setBatch(undefined)))} />
                  </label>
                  <label>
                    <span className="kg-soft">人员所在区划（镇街、村居）</span>
                    <RegionPicker value={region} onChange={(v) => narrow(() => setRegion(v))} placeholder="全部" />
                  </label>
                  <label>
                    <span className="kg-soft">制卡批次</span>
                    <Select allowClear style={{ width: '100%' }} placeholder="全部" value={batch} onChange={(v?: number) => narrow(() => setBatch(v))} options={batches(all)} />
                  </label>
                </div>
                <Amount got={got} cards={cards.length} all={all.length} agency={agency} />
              </>
            ),
          },
          {
            title: '清点与例外',
            back: true,
            next: { title: stays > 0 ? `发放 ${count(goes)} 张，留下 ${count(stays)} 张` : `发放 ${count(goes)} 张`, run: () => setAt(2), off: goes === 0 },
            content: <TallyTable cards={cards} tally={tally} onChange={setTally} />,
          },
          {
            title: '签领',
            back: true,
            next: { title: `签领并启用 ${count(goes)} 张`, run: () => form.submit(), busy: act.isPending },
            content: (
              <>
                <Problem of={beyondSignIn(act.error)} shown={['name', 'idNumber', 'unit']} />
                <p className="kg-effect" style={{ marginTop: 0 }}>
                  把<b>{count(goes)}</b>张卡交给签领人并启用。{stays > 0 && `${count(stays)} 张留在机构，原因已逐张登记。`}
                  {cards.length - goes - stays > 0 && `另有 ${count(cards.length - goes - stays)} 张没有清点，不在清单里。`}
                </p>
                <Form form={form} layout="vertical" onFinish={give} style={{ maxWidth: 640 }}>
                  <div className="kg-form-grid">
                    <Field name="name" label="签领人姓名" required>
                      <Input maxLength={60} autoFocus autoComplete="off" />
                    </Field>
                    <Field name="idNumber" label="签领人身份证号码" required>
                      <Input className="kg-digits" maxLength={30} autoComplete="off" placeholder="读取或输入" onPressEnter={enter} />
                    </Field>
                    <Field name="unit" label="单位、学校或村居" wide>
                      <Input maxLength={100} onPressEnter={enter} />
                    </Field>
                  </div>
                </Form>
              </>
            ),
          },
          { title: '完成', content: signed ? <BulkDone signed={signed} onAgain={again} /> : null },
        ]}
      />
    </Page>
  )
}

function Amount({ got, cards, all, agency }: { got: ReturnType<typeof useAtAgency>; cards: number; all: number; agency?: string }) {
  if (!agency) return <Alert type="info" showIcon title="请先选择领卡机构。" />
  if (got.error) return <ProblemState of={got.error} retry={() => void got.refetch()} />
  if (got.isPending) return <State title="正在读取该机构的卡…" />
  if (all === 0) return <State title="该机构没有等待领取的卡" words="卡片要先由市中心寄出、机构清点接收，才能发放。" />
  return (
    <div className="kg-effect">
      该机构有 {count(all)} 张卡等待领取，符合条件<b>{count(cards)}</b>张。
    </div>
  )
}

function batches(all: Card[]): { value: number; label: string }[] {
  const counts = new Map<number, number>()
  for (const c of all) counts.set(c.batchId, (counts.get(c.batchId) ?? 0) + 1)
  return [...counts].sort((a, b) => b[0] - a[0]).map(([id, n]) => ({ value: id, label: `批次 ${id}（${count(n)} 张）` }))
}
