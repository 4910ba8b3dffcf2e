/** 入库登记: cards that a vendor delivered, by range, by list or by file. */
import { Button, Form, Input, Segmented, Upload } from 'antd'
import { PageButton } from '@kit/doors'
import { Field, FormPage } from '@kit/Form'
import { count } from '@kit/format'
import { Panel } from '@kit/Page'
import { done, State } from '@kit/State'
import type { Slip } from './psam'
import { parseList, rangeCount } from './serials'

interface Values {
  how: 'range' | 'list'
  from?: string
  to?: string
  serials?: string
  keyVersion: string
  vendor: string
  box?: string
}

const help = {
  purpose: '把供应商送来的 PSAM 卡登记入库。可以填号段、粘贴清单，或读入清单文件。',
  turn: '市卡管中心登记；登记后即可发放。',
  notes: ['序列号在全市唯一，已登记过的会指出，整单都不入库，改正后再交。', '箱号便于盘点和按箱发放。'],
}

export default function StockIn() {
  const [form] = Form.useForm<Values>()
  const v = Form.useWatch([], form) as Partial<Values> | undefined
  const given = reckon(v)
  return (
    <FormPage<Values, Slip>
      title="PSAM 入库登记"
      help={help}
      form={form}
      initial={{ how: 'range' }}
      submit={given.count > 0 ? `入库 ${count(given.count)} 张` : '入库'}
      ready={given.count > 0 && given.wrong.length === 0}
      act={(x) => ({ path: '/psams/stock-in', body: body(x) })}
      result={(answer, x, again) => (
        <State mark={done} title={`已入库 ${count(answer.count)} 张`} words={`单据 ${answer.id}。密钥版本 ${x.keyVersion}，供应商 ${x.vendor}${x.box ? `，箱号 ${x.box}` : ''}。`}>
          <PageButton to="/psams/hand-out" primary>
            去发放
          </PageButton>
          <Button onClick={again}>继续入库</Button>
          <PageButton to="/psams">看台账</PageButton>
        </State>
      )}
      actions={<PageButton to="/psams">PSAM 台账</PageButton>}
      aside={<Preview count={given.count} wrong={given.wrong} />}
    >
      <Form.Item name="how">
        <Segmented options={[{ value: 'range', label: '按号段' }, { value: 'list', label: '按清单' }]} />
      </Form.Item>
      {v?.how === 'list' ? (
        <Field name="serials" label="序列号清单" required hint={<FromFile onText={(t) => form.setFieldValue('serials', t)} />}>
          <Input.TextArea rows={8} className="kg-digits" placeholder="每行一个，也可用逗号或空格隔开" autoFocus />
        </Field>
      ) : (
        <div className="kg-form-grid">
          <Field name="from" label="起始序列号" required>
            <Input className="kg-digits" maxLength={20} autoFocus />
          </Field>
          <Field name="to" label="终止序列号" required>
            <Input className="kg-digits" maxLength={20} />
          </Field>
        </div>
      )}
      <div className="kg-form-grid">
        <Field name="keyVersion" label="密钥版本" required>
          <Input maxLength={20} placeholder="见随货单，如 01" />
        </Field>
        <Field name="box" label="箱号">
          <Input maxLength={40} />
        </Field>
        <Field name="vendor" label="供应商" required wide>
          <Input maxLength={60} />
        </Field>
      </div>
    </FormPage>
  )
}

function reckon(v: Partial<Values> | undefined): { count: number; wrong: string[] } {
  if (v?.how === 'list') {
    const { serials, wrong } = parseList(v.serials ?? '')
    return { count: serials.length, wrong }
  }
  const { count: n, wrong } = rangeCount(v?.from, v?.to)
  return { count: n, wrong: wrong ? [wrong] : [] }
}

function body({ how, from, to, serials, box = '', ...rest }: Values) {
  return how === 'list' ? { ...rest, box, serials: parseList(serials ?? '').serials } : { ...rest, box, from, to }
}

// A list of serials is small text: it is read here, so that it can be looked at before it is sent.
const FromFile = ({ onText }: { onText: (t: string) => void }) => (
  <Upload accept=".txt,.csv" showUploadList={false} beforeUpload={(f) => (void f.text().then(onText), false)}>
    <Button size="small" type="link" style={{ padding: 0 }}>
      从文件读入（TXT 或 CSV）
    </Button>
  </Upload>
)

function Preview({ count: n, wrong }: { count: number; wrong: string[] }) {
  return (
    <Panel title="将要入库">
      <div className="kg-effect">
        <b>{count(n)}</b>张 PSAM 卡
      </div>
      {wrong.length > 0 ? (
        <div className="kg-problem" style={{ margin: '8px 0 0' }}>
          <b>请先改正 {wrong.length} 处</b>
          <ul>
            {wrong.slice(0, 8).map((w) => (
              <li key={w}>{w}</li>
            ))}
            {wrong.length > 8 && <li>……</li>}
          </ul>
        </div>
      ) : (
        <p className="kg-soft" style={{ margin: '8px 0 0' }}>
          入库后状态为“在库”，由市卡管中心库房保管。
        </p>
      )}
    </Panel>
  )
}
