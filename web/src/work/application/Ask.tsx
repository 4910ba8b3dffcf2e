/** The one field of the counter, and what there is already of the person: shown, never doubled. */
import { CreditCardOutlined, FileTextOutlined } from '@ant-design/icons'
import { Button, Input, Spin, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { send } from '@kit/api/call'
import { uuid } from '@kit/api/intent'
import { asProblem, type Problem as Refusal } from '@kit/api/problem'
import { useHotkeys } from '@kit/hotkeys'
import { Problem } from '@kit/Problem'
import { State } from '@kit/State'
import { applicationPath, type Found } from './application'
import { plain } from './idnumber'

export interface Asked {
  number: string
  /** A passport or permit: the number says nothing, the server was not asked. */
  foreign: boolean
  found?: Found
}

/** `given` is a number that another page has asked for already. */
export function Ask({ given, onGo }: { given?: string; onGo: (a: Asked) => void }) {
  const field = useRef<InputRef>(null)
  const [typed, setTyped] = useState(given ?? '')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Refusal>()
  const [stands, setStands] = useState<Found>()
  const number = plain(typed)
  const ask = async (what: string) => {
    if (!what || busy) return
    setBusy(true)
    setProblem(undefined)
    setStands(undefined)
    try {
      const found = await send<Found>('POST', '/applications/check', { idNumber: what }, uuid())
      if (found.openApplication || found.card) setStands(found)
      else return onGo({ number: what, foreign: false, found })
    } catch (e) {
      setProblem(asProblem(e))
    } finally {
      setBusy(false)
      field.current?.focus({ cursor: 'all' })
    }
  }
  useEffect(() => void (given && ask(plain(given))), [given])
  useHotkeys([{ key: 'Ctrl+L', title: '回到输入框', run: () => field.current?.focus({ cursor: 'all' }) }])
  // Passports and permits have letters in front, or fewer digits.
  const foreign = problem?.status === 422 && number.length >= 5 && number.length < 18 && number.length !== 15
  return (
    <>
      <div className="kg-panel kg-counter-field">
        <Input
          ref={field}
          autoFocus
          allowClear
          value={typed}
          maxLength={40}
          placeholder="身份证号码：输入、粘贴或用读卡器读入"
          aria-label="身份证号码"
          autoComplete="off"
          suffix={busy ? <Spin size="small" /> : <kbd>Enter</kbd>}
          onChange={(e) => setTyped(e.target.value)}
          onPressEnter={() => void ask(number)}
        />
        <div style={{ marginTop: 8 }}>
          <Problem of={problem} shown={['idNumber']} />
          {foreign && (
            <Button type="link" style={{ padding: 0 }} onClick={() => onGo({ number, foreign: true })}>
              不是身份证，是护照或通行证等：选择证件类型后填写
            </Button>
          )}
        </div>
      </div>
      <div className="kg-panel kg-counter-answer" aria-live="polite">
        {stands ? <Stands found={stands} /> : <span className="kg-soft">按 Enter 后，先看此人是否已登记、已申请或已有卡，再填写申请。</span>}
      </div>
    </>
  )
}

/** An open application or a card stands in the way: it is shown, with the way to it. */
function Stands({ found }: { found: Found }) {
  const go = useNavigate()
  const who = `${found.person?.name ?? ''} ${found.idNumber}`
  if (found.openApplication) {
    const a = found.openApplication
    return (
      <State mark={<FileTextOutlined />} title={`已有在办申请 ${a.no}`} words={`${who}，领卡机构 ${a.agency}，现在“${a.stateName}”，${a.turn}。不用重复申请。`}>
        <Button type="primary" onClick={() => void go(applicationPath(a))}>
          看这份申请
        </Button>
      </State>
    )
  }
  const c = found.card!
  return (
    <State mark={<CreditCardOutlined />} title={`已有社保卡 ${c.number}`} words={`${who}，卡的状态是“${c.stateName}”。遗失或损坏的请办理补换卡，不再新申领。`}>
      <Button type="primary" onClick={() => void go(`/cards/${c.id}`)}>
        看这张卡
      </Button>
    </State>
  )
}
