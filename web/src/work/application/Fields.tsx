/** The fields of an application in their groups; each key has one editor, here and nowhere else. */
import { Button, Form as AntForm, Input } from 'antd'
import type { ReactElement, ReactNode } from 'react'
import { Panel } from '@kit/Page'
import { AgencyPicker } from '../../record/org/AgencyPicker'
import { BankPicker } from '../../record/org/bank'
import { RegionPicker } from '../../record/org/RegionPicker'
import { CodePicker } from '../../record/setting/code'
import { asked, columns, keeps, needed, titles, type Form, type Ground, type Key } from './form'

interface Props {
  ground: Ground
  /** What the register has already, hidden values masked. */
  known?: Form
  /** Fields that the server has something to say about: shown whatever else. */
  forced: string[]
  /** The agency chosen before, so that its name shows at once. */
  agency?: { id: number; name: string }
  /** Stands below the person. */
  photo: ReactNode
}

export function Fields({ ground, known, forced, agency, photo }: Props) {
  const shown = (k: Key) => asked(k, ground) || forced.includes(k)
  return (
    <div className="kg-apply">
      {columns.map((groups, i) => (
        <div key={i} className="kg-apply-col">
          {groups.map((g) => {
            const keys = g.keys.filter(shown)
            return (
              keys.length > 0 && (
                <Panel key={g.title} title={g.title}>
                  <div className="kg-form-grid">
                    {keys.map((k) => (
                      <One key={k} name={k} ground={ground} known={known} agency={agency} />
                    ))}
                  </div>
                </Panel>
              )
            )
          })}
          {i === 0 && <Panel title="照片">{photo}</Panel>}
        </div>
      ))}
    </div>
  )
}

const wide: Key[] = ['idNumber', 'address', 'householdAddress', 'agency', 'unitName', 'guardianIdNumber']
const longest: Partial<Record<Key, number>> = { idNumber: 18, name: 50, mobile: 11, phone: 20, postcode: 6, email: 60, address: 100, householdAddress: 100, unitName: 100, unitCode: 40, guardianName: 50, guardianIdNumber: 18, guardianPhone: 20, docFrom: 10, birth: 10 }

function One({ name, ground, known, agency }: { name: Key } & Pick<Props, 'ground' | 'known' | 'agency'>) {
  const kept = keeps(name, known)
  const required = needed(name, ground) && !kept
  return (
    <AntForm.Item
      className={wide.includes(name) ? 'is-wide' : undefined}
      name={name}
      label={titles[name]}
      required={required || !!kept}
      rules={required ? [{ required, whitespace: true, message: `请填写${titles[name]}` }] : undefined}
    >
      {editor(name, agency, kept)}
    </AntForm.Item>
  )
}

const tables: Partial<Record<Key, string>> = {
  docType: 'doc_type', sex: 'sex', ethnic: 'ethnic', nationality: 'nationality', household: 'household', category: 'category',
  personState: 'person_state', occupation: 'occupation', guardianRelation: 'guardian_relation', priority: 'priority',
}

const digits: Key[] = ['idNumber', 'mobile', 'phone', 'postcode', 'unitCode', 'guardianIdNumber', 'guardianPhone', 'docFrom', 'docTo', 'birth']

// The control itself must be the child of Form.Item, which gives it value and id.
function editor(name: Key, agency: Props['agency'], kept: string): ReactElement {
  const table = tables[name]
  if (table) return <CodePicker table={table} />
  switch (name) {
    case 'bank':
      return <BankPicker />
    case 'agency':
      return <AgencyPicker placeholder="输入机构名称的一部分" known={agency} />
    case 'community':
      return <RegionPicker as="code" placeholder="逐级选择到村居" />
    case 'docTo':
      return <Until />
    default:
      return <Input className={digits.includes(name) ? 'kg-digits' : undefined} maxLength={longest[name]} autoComplete="off" inputMode={digits.includes(name) ? 'numeric' : undefined} placeholder={kept ? `沿用 ${kept}` : name === 'birth' || name === 'docFrom' ? '如 20361123' : undefined} />
  }
}

/** The end of a document: a day, or never. */
function Until({ value, onChange, id }: { value?: string; onChange?: (v: string) => void; id?: string }) {
  return (
    <Input
      id={id}
      className="kg-digits"
      maxLength={10}
      autoComplete="off"
      placeholder="如 20361123"
      value={value}
      onChange={(e) => onChange?.(e.target.value)}
      suffix={
        <Button size="small" type="link" style={{ padding: 0, height: 20 }} tabIndex={-1} onClick={() => onChange?.('长期')}>
          长期
        </Button>
      }
    />
  )
}
