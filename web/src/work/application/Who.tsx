/** Who the form is about: what the number says, and what is known of the person. */
import { Alert } from 'antd'
import { spoken } from '@kit/format'
import type { Found } from './application'
import type { Told } from './idnumber'

interface Props {
  number: string
  says?: Told
  found?: Found
  foreign: boolean
}

export function Who({ number, says, found, foreign }: Props) {
  const person = found?.person
  const kind = !person ? '首次申请，请填写全部必填项' : person.elsewhere ? '此人登记在其他县区，资料不可见，请重新填写' : '已登记，请核对，留空的项目沿用已登记的内容'
  return (
    <div className="kg-panel" style={{ marginBottom: 8, padding: '8px 16px' }}>
      <div className="kg-who">
        <b className="kg-digits">{foreign ? number : spoken(number)}</b>
        {person && <b>{person.name}</b>}
        {says && (
          <span>
            {says.sex} · {says.birth} · {says.age} 岁
          </span>
        )}
        <span className="kg-soft">{foreign ? '请先选择证件类型' : kind}</span>
      </div>
      {found && found.warnings.length > 0 && <Alert type="warning" showIcon style={{ marginTop: 8 }} title={found.warnings.map((w) => w.words).join('；')} />}
    </div>
  )
}
