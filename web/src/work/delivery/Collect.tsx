/** 个人领取: the person stands at the counter; scan, compare the photo, Enter. The next field is ready at once. */
import { Form } from 'antd'
import { useState } from 'react'
import { read } from '@kit/api/call'
import { useAct } from '@kit/api/hooks'
import { Problem } from '@kit/api/problem'
import { Counter } from '@kit/Counter'
import { showAtFields } from '@kit/Form'
import { useHotkeys } from '@kit/hotkeys'
import { print } from '@kit/Print'
import { useMe } from '@kit/session'
import { done } from '@kit/State'
import { nowMs } from '@kit/time'
import { HandOver, startOf, type Collection, type Collector } from './HandOver'
import { Slip, type Handed } from './Slip'
import './delivery.css'

const help = {
  purpose: '把卡当面交给本人或代领人：查到人，核对照片和证件，按 Enter 发放并启用。',
  turn: '领卡机构发放；领取后由持卡人使用。',
  notes: ['本人领取时，证件号码必须与持卡人一致。', '代领要登记代领人的证件号码、姓名和关系。', '发放后卡片立即启用；如有旧卡，要先注销旧卡。'],
}

const find = async (typed: string): Promise<Collection> => {
  const found = await read<Collection>('/delivery/collect', { q: typed })
  // The server answers this in words and not as a refusal; to the field it is one, so that what was typed stays.
  if (!found.found) throw new Problem(404, found.where)
  return { ...found, typed }
}

export default function Collect() {
  const me = useMe()
  const [form] = Form.useForm<Collector>()
  const act = useAct<{ id: number }>()
  const [last, setLast] = useState<Handed>()
  const [turn, setTurn] = useState(0)
  useHotkeys([{ key: 'F8', title: '打印领卡回执', run: () => print('80mm'), off: !last }])

  const handOver = (found: Collection, by: Collector) =>
    act.mutate(
      { path: '/handovers', body: { cardId: found.card!.id, ...by } },
      {
        onSuccess: ({ id }) => {
          const self = by.collector === 'self'
          setLast({ id, number: found.card!.number, name: found.citizen!.name, collector: self ? found.citizen!.name : (by.name ?? ''), relation: self ? '本人' : (by.relation ?? ''), at: nowMs(), clerk: me.name, agency: me.agency.name })
          setTurn((n) => n + 1)
        },
        onError: (p) => showAtFields(form, p),
      },
    )
  const toggle = () => (act.reset(), form.setFieldValue('collector', form.getFieldValue('collector') === 'agent' ? 'self' : 'agent'))

  return (
    <>
      <div className="kg-no-print">
        {/* A new turn begins with an empty field; until then what was typed stays. */}
        <Counter<Collection>
          key={turn}
          title="个人领取"
          placeholder="身份证号码或社保卡号，扫描或输入"
          help={help}
          find={(typed) => (act.reset(), find(typed))}
          answer={(found) => <HandOver key={`${found.typed} ${found.card?.id}`} found={found} form={form} start={startOf(found)} busy={act.isPending} problem={act.error} onHandOver={(by) => handOver(found, by)} />}
          keys={(found) => [
            { key: 'F2', title: '本人 / 代领', run: toggle, off: !found.canHandOver },
            { key: 'F4', title: '发放', run: () => form.submit(), off: !found.canHandOver || act.isPending },
          ]}
          idle={last ? <Just handed={last} /> : '请扫描身份证或卡片，也可以输入号码后按 Enter。'}
        />
      </div>
      {last && (
        <div className="kg-print-only">
          <Slip handed={last} />
        </div>
      )}
    </>
  )
}

function Just({ handed: h }: { handed: Handed }) {
  return (
    <span role="status" style={{ color: 'var(--kg-text)' }}>
      {done} 已把卡 {h.number} 发给 {h.name}
      {h.relation !== '本人' && `（${h.collector}代领）`}，卡片已启用。按 <kbd>F8</kbd> 打印领卡回执，或继续下一位。
    </span>
  )
}
