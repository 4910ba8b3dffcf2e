/** The first step of an import: the list, the photos, and what holds for rows that do not say. */
import { Form } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAct } from '@kit/api/hooks'
import { Page } from '@kit/Page'
import { beyondSignIn, Problem } from '@kit/Problem'
import { Upload, type Uploaded } from '@kit/Upload'
import { Wizard } from '@kit/Wizard'
import { AgencyPicker } from '../../record/org/AgencyPicker'
import { BankPicker } from '../../record/org/bank'
import { Template } from './Imports'
import { importPath, type ImportRecord } from './importing'
import { stepTitles } from './ImportSteps'

const help = {
  purpose: '上传名单和照片。名单逐行检查，检查完先给您看，确认后才导入。',
  turn: '检查通常每秒几百行；离开本页也会继续，回来时接着看。',
  notes: ['名单：Excel（.xlsx）或 CSV，第一行是列名，列的顺序不限。', '照片：ZIP，每张以证件号码命名，如 440203199003070019.jpg。', '名单里没有填银行或领卡机构的行，用这里选的。'],
}

export default function ImportNew() {
  const [list, setList] = useState<Uploaded>()
  const [photos, setPhotos] = useState<Uploaded>()
  const [agency, setAgency] = useState<string>()
  const [bank, setBank] = useState<string>()
  const act = useAct<ImportRecord>()
  const go = useNavigate()
  const begin = () =>
    act.mutate(
      { path: '/applications/imports', body: { upload: list!.id, ...(photos ? { photos: photos.id } : {}), ...(agency ? { agencyId: Number(agency) } : {}), ...(bank ? { bank } : {}) } },
      { onSuccess: (i) => void go(importPath(i), { replace: true, state: { again: i.again, words: i.words } }) },
    )
  const at = (field: string) => act.error?.errors.find((e) => e.field === field)?.words
  const content = (
    <>
      <Problem of={beyondSignIn(act.error)} shown={['bank', 'agencyId']} />
      <Form layout="vertical">
        <div className="kg-form-grid">
          <Form.Item label="名单" required>
            <Upload value={list} onChange={setList} accept=".xlsx,.csv,.txt" words="把名单拖到这里，或点击选择" hint="Excel（.xlsx）或 CSV" />
          </Form.Item>
          <Form.Item label="照片包">
            <Upload value={photos} onChange={setPhotos} accept=".zip" words="把照片 ZIP 拖到这里，或点击选择" hint="每张照片以证件号码命名" />
          </Form.Item>
          <Form.Item label="领卡机构" validateStatus={at('agencyId') ? 'error' : undefined} help={at('agencyId')} extra="名单里没有填的行用它。">
            <AgencyPicker value={agency} onChange={setAgency} placeholder="输入机构名称的一部分" />
          </Form.Item>
          <Form.Item label="服务银行" validateStatus={at('bank') ? 'error' : undefined} help={at('bank')} extra="名单里没有填的行用它。">
            <BankPicker value={bank} onChange={setBank} />
          </Form.Item>
        </div>
      </Form>
    </>
  )
  return (
    <Page title="批量申请导入" help={help} actions={<Template />}>
      <Wizard at={0} onBack={() => undefined} steps={stepTitles.map((title, i) => ({ title, content: i === 0 ? content : null, next: i === 0 ? { title: '开始检查', run: begin, off: !list, busy: act.isPending } : undefined }))} />
    </Page>
  )
}
