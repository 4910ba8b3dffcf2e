/** The receipt of a new application: its number, a slip for the person, and on to the next. */
import { Alert, Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { instant } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { print } from '@kit/Print'
import { useMe } from '@kit/session'
import { done, State } from '@kit/State'
import { useBankName } from '../../record/org/bank'
import { applicationPath, type ApplicationRecord } from './application'

export function Receipt({ made, onNext }: { made: ApplicationRecord; onNext: () => void }) {
  const go = useNavigate()
  const next = useRef<HTMLButtonElement>(null)
  // What is not for paper vanishes while it prints, and with it the focus.
  useEffect(() => {
    const back = () => next.current?.focus()
    window.addEventListener('afterprint', back)
    return () => window.removeEventListener('afterprint', back)
  }, [])
  useHotkeys([{ key: 'F8', title: '打印回执', run: () => print('80mm') }])
  return (
    <>
      <div className="kg-panel kg-no-print">
        <State mark={done} title={`已受理 ${made.no}`} words={`${made.name} ${made.idNumber}，在${made.agency}领卡。${made.turn ? `下一步：${made.turn}。` : ''}`}>
          <Button ref={next} type="primary" autoFocus onClick={onNext}>
            下一位 <kbd>Enter</kbd>
          </Button>
          <Button onClick={() => print('80mm')}>
            打印回执 <kbd>F8</kbd>
          </Button>
          <Button onClick={() => void go(applicationPath(made))}>看这份申请</Button>
        </State>
        {made.warnings.length > 0 && <Alert type="warning" showIcon title="复核员会核对下面的问题" description={made.warnings.map((w) => w.words).join('；')} />}
      </div>
      <div className="kg-print-only">
        <Slip made={made} />
      </div>
    </>
  )
}

/** What the person takes home, on 80 mm paper. */
function Slip({ made }: { made: ApplicationRecord }) {
  const me = useMe()
  const bank = useBankName()
  return (
    <div className="kg-slip">
      <h3>社会保障卡申请回执</h3>
      <div className="is-no">{made.no}</div>
      <dl>
        <dt>姓名</dt>
        <dd>{made.name}</dd>
        <dt>证件号码</dt>
        <dd>{made.idNumber}</dd>
        <dt>服务银行</dt>
        <dd>{bank(made.bank)}</dd>
        <dt>领卡地点</dt>
        <dd>{made.agency}</dd>
        <dt>受理时间</dt>
        <dd>{instant(made.submittedAt)}</dd>
        <dt>受理机构</dt>
        <dd>{me.agency.name}</dd>
        <dt>经办人</dt>
        <dd>{me.name}</dd>
      </dl>
      <p style={{ margin: '6px 0 0' }}>凭受理编号可查询进度；领卡时请携带本人有效证件。{me.demo && '（演示：虚构数据）'}</p>
    </div>
  )
}
