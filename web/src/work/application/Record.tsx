/** One application: who, the photo, what its reviewer must look at, its life, and what may be done with it now. */
import { WarningOutlined } from '@ant-design/icons'
import { Alert, Input, Tabs } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import { PageLink } from '@kit/doors'
import { Facts } from '@kit/Facts'
import { Field } from '@kit/Form'
import { When } from '@kit/format'
import { PrintButton } from '@kit/Print'
import { RecordPage } from '@kit/RecordPage'
import { Reveal } from '@kit/Reveal'
import type { VerbForm } from '@kit/StateButtons'
import { useBankName } from '../../record/org/bank'
import { useCodeName } from '../../record/setting/code'
import './application.css'
import { applicationPath, photoPath, sourceName, stepsOf, type ApplicationRecord } from './application'
import { brief, columns, titles, type Form, type Key } from './form'

const help = {
  purpose: '一份申请的全部情况。复核员对照照片和右边的问题审核。',
  turn: '待审核由复核员办，待补正由经办员办，审核通过后由制卡管理员选入批次。',
  notes: ['不能审核自己录入或提交的申请。', '退回和不通过都要写明原因，经办员会看到。', '显示完整信息会记入日志。'],
}

const note = (label: string) => (
  <Field name="note" label={label} required>
    <Input.TextArea rows={3} maxLength={500} showCount autoFocus />
  </Field>
)

const forms: Record<string, VerbForm<ApplicationRecord>> = {
  return: { effect: (a) => `把${a.name}的申请退回经办员补正。`, done: '已退回补正', fields: note('退回原因，经办员按此补正') },
  reject: { effect: (a) => `${a.name}的申请审核不通过，就此结束；本人可以重新申请。`, done: '已审核不通过', fields: note('不通过的原因') },
  withdraw: { effect: (a) => `撤销${a.name}的申请，就此结束；本人可以重新申请。`, done: '申请已撤销', fields: note('撤销原因') },
}

export default function Record() {
  const { id = '' } = useParams()
  const go = useNavigate()
  const bank = useBankName()
  return (
    <RecordPage<ApplicationRecord>
      kind="申请"
      path={`/applications/${id}`}
      help={help}
      title={(a) => `${a.name} ${a.no}`}
      forms={forms}
      doors={{ resubmit: (a) => void go(`${applicationPath(a)}/correct`) }}
      actions={() => <PrintButton paper="A4" />}
      steps={(a) => stepsOf(a.steps)}
      facts={(a) => [
        { label: '姓名', value: <Link to={`/people/${a.citizenId}`}>{a.name}</Link> },
        { label: '证件号码', value: <span className="kg-digits">{a.idNumber}</span> },
        { label: '手机', value: <span className="kg-digits">{a.form.mobile}</span> },
        { label: '服务银行', value: bank(a.bank) },
        { label: '领卡机构', value: a.agency },
        { label: '来源', value: a.importId ? <PageLink to={`/application/imports/${a.importId}`}>导入 {a.importId} 第 {a.importLine} 行</PageLink> : sourceName(a.source) },
        { label: '提交', value: <><When at={a.submittedAt} /> {a.submittedBy}</> },
        { label: '审核', value: a.reviewedAt ? <><When at={a.reviewedAt} /> {a.reviewedBy}</> : '' },
        { label: '所在批次', value: a.batchId ? <PageLink to={`/batch/${a.batchId}`}>批次 {a.batchId}</PageLink> : '' },
        ...(a.attempt > 1 ? [{ label: '第几次办理', value: `第 ${a.attempt} 次` }] : []),
        ...(a.reason ? [{ label: a.stage ? `失败（${a.stage}）` : '原因', value: a.reason, wide: true }] : []),
      ]}
      middle={(a) => <Review of={a} />}
    />
  )
}

function Review({ of: a }: { of: ApplicationRecord }) {
  return (
    <div className="kg-panel kg-review">
      <div className="kg-photo is-large">{a.hasPhoto ? <img src={photoPath(a)} alt={`${a.name}的照片`} /> : <span className="kg-soft">还没有照片</span>}</div>
      <div>
        {a.warnings.length > 0 && (
          <Alert
            type="warning"
            showIcon
            icon={<WarningOutlined />}
            style={{ marginBottom: 8 }}
            title={`审核前请核对 ${a.warnings.length} 处`}
            description={
              <ul className="kg-note" style={{ color: 'inherit' }}>
                {a.warnings.map((w, i) => (
                  <li key={i}>
                    {titles[w.field as Key] ?? ''}：{w.words}
                  </li>
                ))}
              </ul>
            }
          />
        )}
        <Tabs size="small" items={[{ key: 'form', label: '申请内容', children: <Content of={a.form} /> }, { key: 'whole', label: '完整证件号码和联系方式', children: <Reveal citizenId={a.citizenId} /> }]} />
      </div>
    </div>
  )
}

// These stand in the facts above.
const told: Key[] = ['name', 'idNumber', 'mobile', 'bank', 'agency']

/** The form as it was filled in, hidden values masked; empty fields are left out. */
function Content({ of: form }: { of: Form }) {
  const names: Partial<Record<Key, (code: string | undefined) => string>> = {
    docType: useCodeName('doc_type'), sex: useCodeName('sex'), ethnic: useCodeName('ethnic'), nationality: useCodeName('nationality'),
    household: useCodeName('household'), category: useCodeName('category'), personState: useCodeName('person_state'),
    occupation: useCodeName('occupation'), guardianRelation: useCodeName('guardian_relation'), priority: useCodeName('priority'),
  }
  const keys = columns.flat().flatMap((g) => g.keys).filter((k) => form[k] && !told.includes(k))
  return <Facts columns={2} facts={keys.map((k) => ({ label: titles[k], value: names[k]?.(form[k]) ?? brief(form[k] ?? ''), wide: k === 'address' || k === 'householdAddress' }))} />
}
