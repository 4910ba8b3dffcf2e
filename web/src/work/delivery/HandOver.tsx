/** The answer of the collection counter: the photo to compare, where the card lies, and who takes it away. */
import { Button, Form, Input, Segmented, type FormInstance, type InputRef } from 'antd'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Problem as Refusal } from '@kit/api/problem'
import { Facts } from '@kit/Facts'
import { Field } from '@kit/Form'
import { beyondSignIn, Problem } from '@kit/Problem'
import { StateTag } from '@kit/StateTag'
import { useCodeName } from '../../record/setting/code'
import './delivery.css'

/** What the counter is told about the person and the card. */
export interface Collection {
  found: boolean
  citizen?: { id: number; name: string; idMasked: string; sex: string; birth: string; photo: string }
  card?: { id: number; number: string; state: string; stateName: string; position: string; holder: string; bank: string }
  where: string
  canHandOver: boolean
  why: string
  /** What was typed to find it. */
  typed: string
}

/** Who takes the card. */
export interface Collector {
  collector: 'self' | 'agent'
  idNumber: string
  name?: string
  relation?: string
}

const isID = (typed: string) => /^(\d{15}|\d{17}[\dXx])$/.test(typed)

/** Whoever was found by his own ID number has just shown it: it need not be typed again. */
export const startOf = (found: Collection): Collector => ({ collector: 'self', idNumber: isID(found.typed) ? found.typed.toUpperCase() : '' })

interface Props {
  found: Collection
  form: FormInstance<Collector>
  start: Collector
  busy: boolean
  problem: Refusal | null
  onHandOver: (by: Collector) => void
}

export function HandOver({ found, form, start, busy, problem, onHandOver }: Props) {
  const { citizen: c, card, canHandOver } = found
  const sex = useCodeName('sex')
  if (!c) return null
  return (
    <div className="dl-answer">
      {c.photo ? <img className="dl-photo" src={c.photo} alt={`${c.name}的照片`} /> : <div className="dl-photo">没有照片，请核对证件</div>}
      <div>
        <div className="dl-name">
          <Link to={`/people/${c.id}`}>{c.name}</Link>
        </div>
        <div className={canHandOver ? 'dl-where' : 'dl-where is-stop'}>
          {!canHandOver && <b>{found.why}。 </b>}
          {found.where}
        </div>
        <Facts
          columns={1}
          facts={[
            { label: '性别', value: sex(c.sex) },
            { label: '出生日期', value: c.birth },
            { label: '证件号码', value: <span className="kg-digits">{c.idMasked}</span> },
            ...(card
              ? [
                  { label: '社保卡号', value: <><Link to={`/cards/${card.id}`} className="kg-digits">{card.number}</Link> <StateTag name={card.stateName} /></> },
                  { label: '装箱位置', value: <b className="kg-digits" style={{ fontSize: 20 }}>{card.position}</b> },
                  { label: '保管', value: card.holder },
                ]
              : []),
          ]}
        />
      </div>
      {canHandOver && <CollectorForm form={form} start={start} name={c.name} busy={busy} problem={problem} onHandOver={onHandOver} />}
    </div>
  )
}

const relations = ['父母', '子女', '配偶', '监护人', '兄弟姐妹', '单位经办人', '村居代办员']

function CollectorForm({ form, start, name, busy, problem, onHandOver }: Omit<Props, 'found'> & { name: string }) {
  const field = useRef<InputRef>(null)
  const agent = Form.useWatch('collector', form) === 'agent'
  useEffect(() => {
    // The collector's document is next: it is read into this field, and Enter there hands over. The holder's number
    // is never the agent's.
    form.setFieldValue('idNumber', agent ? '' : start.idNumber)
    field.current?.focus({ cursor: 'all' })
  }, [agent, form, start.idNumber])
  return (
    <Form form={form} layout="vertical" initialValues={start} preserve={false} onFinish={onHandOver} scrollToFirstError={{ focus: true }} style={{ fontSize: 14 }}>
      <Problem of={beyondSignIn(problem)} shown={['idNumber', 'name', 'relation']} />
      <Form.Item name="collector" label={<>领取人 <kbd>F2</kbd></>} required>
        <Segmented
          block
          options={[
            { value: 'self', label: '本人' },
            { value: 'agent', label: '代领' },
          ]}
        />
      </Form.Item>
      <Field name="idNumber" label={agent ? '代领人身份证号码' : '本人证件号码'} required>
        <Input ref={field} className="kg-digits" maxLength={30} autoComplete="off" placeholder="读取或输入" />
      </Field>
      {agent && (
        <>
          <Field name="name" label="代领人姓名" required>
            <Input maxLength={60} autoComplete="off" />
          </Field>
          <Field name="relation" label={`与${name}的关系`} required>
            <Input maxLength={30} list="relations" autoComplete="off" />
          </Field>
          <datalist id="relations">
            {relations.map((r) => (
              <option key={r} value={r} />
            ))}
          </datalist>
        </>
      )}
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        照片相符，发放 1 张 <kbd>Enter</kbd>
      </Button>
    </Form>
  )
}
