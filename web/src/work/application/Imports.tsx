/** 批量申请导入: the lists that were sent in, the newest first. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from 'react-router'
import { PageButton } from '@kit/doors'
import { count, instant, When } from '@kit/format'
import { ListPage, type Column } from '@kit/ListPage'
import { StateTag } from '@kit/StateTag'
import { importPath, states, type Import } from './importing'

const help = {
  purpose: '按名单批量申请：上传名单（Excel 或 CSV）和以证件号码命名的照片（ZIP），核对后确认导入。',
  turn: '经办员上传并确认；导入的申请由复核员审核。',
  notes: ['确认之前什么都不会改动，可以随时作废。', '有误的行可以下载成原来的表格，改正后再上传。', '同一份名单再传一次，显示上一次的结果，不会重复。'],
}

const columns: Column<Import>[] = [
  { key: 'id', title: '导入', width: 72, render: (i) => <Link to={importPath(i)}>{i.id}</Link>, text: (i) => String(i.id) },
  { key: 'listName', title: '名单', width: 260, render: (i) => i.listName, text: (i) => i.listName },
  { key: 'state', title: '状态', width: 96, render: (i) => <StateTag name={i.stateName} family={i.tone} />, text: (i) => i.stateName },
  { key: 'total', title: '行数', width: 88, right: true, render: (i) => count(i.total), text: (i) => String(i.total) },
  { key: 'applied', title: '已导入', width: 88, right: true, render: (i) => count(i.applied), text: (i) => String(i.applied) },
  { key: 'photosUsed', title: '照片', width: 88, right: true, render: (i) => (i.photosName ? count(i.photosUsed) : ''), text: (i) => String(i.photosUsed) },
  { key: 'createdBy', title: '上传人', width: 112, render: (i) => i.createdBy, text: (i) => i.createdBy },
  { key: 'createdAt', title: '上传时间', width: 140, render: (i) => <When at={i.createdAt} />, text: (i) => instant(i.createdAt) },
  { key: 'confirmedBy', title: '确认人', width: 112, render: (i) => i.confirmedBy, text: (i) => i.confirmedBy },
  { key: 'confirmedAt', title: '确认时间', width: 140, off: true, render: (i) => <When at={i.confirmedAt} />, text: (i) => instant(i.confirmedAt) },
  { key: 'photosName', title: '照片包', width: 220, off: true, render: (i) => i.photosName, text: (i) => i.photosName },
  { key: 'words', title: '说明', width: 300, render: (i) => i.words, text: (i) => i.words },
]

/** The empty list to fill in. */
export const Template = () => (
  <Button icon={<DownloadOutlined />} href="/api/v1/applications/template.xlsx">
    下载名单模板
  </Button>
)

export default function Imports() {
  const begin = (
    <PageButton to="/application/imports/new" primary>
      导入名单
    </PageButton>
  )
  return (
    <ListPage<Import>
      title="批量申请导入"
      path="/applications/imports"
      help={help}
      columns={columns}
      filters={[{ key: 'state', title: '状态', options: states }]}
      rowPath={importPath}
      actions={
        <>
          <Template />
          {begin}
        </>
      }
      empty={{ words: '先下载名单模板，按模板填好后在这里导入。', action: begin }}
    />
  )
}
