/** The files of a batch and the lines of answers that had no effect. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Table } from 'antd'
import { useState } from 'react'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { count, When } from '@kit/format'
import { Pager, turning } from '@kit/Pager'
import { Reading } from '@kit/Reading'
import { useRight } from '@kit/session'
import { State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import type { Family } from '@kit/theme'
import { size } from '@kit/Upload'
import { filePath, type BatchRecord, type ExchangeFile, type Stray } from './batch'

const fileStates: Record<string, [string, Family]> = {
  recorded: ['待发送', 'grey'],
  sent: ['已发送', 'gold'],
  acknowledged: ['对方已接收', 'green'],
  received: ['已收到', 'blue'],
  applied: ['已处理', 'green'],
  refused: ['已退回', 'red'],
}

export function Files({ files }: { files: ExchangeFile[] }) {
  const may = useRight('batch.exchange')
  if (files.length === 0) return <State title="还没有文件" words="导出或回盘之后，往来的文件都留在这里，可以下载核对。" />
  return (
    <Table<ExchangeFile>
      size="small"
      rowKey="id"
      dataSource={files}
      pagination={files.length > 20 ? { pageSize: 20, size: 'small' } : false}
      scroll={{ x: 1000 }}
      columns={[
        { title: '方向', width: 72, render: (_, f) => (f.direction === 'out' ? '发出' : '收到') },
        { title: '文件名', width: 380, render: (_, f) => <span style={{ overflowWrap: 'anywhere' }}>{f.name}</span> },
        { title: '状态', width: 104, render: (_, f) => <StateTag name={fileStates[f.state]?.[0] ?? f.state} family={fileStates[f.state]?.[1]} /> },
        { title: '笔数', width: 80, className: 'kg-num', render: (_, f) => count(f.count) },
        { title: '大小', width: 88, className: 'kg-num', render: (_, f) => size(f.bytes) },
        { title: '时间', width: 148, render: (_, f) => <When at={f.endedAt || f.sentAt || f.createdAt} /> },
        { title: '说明', dataIndex: 'reason' },
        {
          key: 'do',
          width: 88,
          render: (_, f) =>
            may && (
              <Button size="small" type="link" icon={<DownloadOutlined />} href={filePath(f.id)} download={f.name} title="下载会记入日志">
                下载
              </Button>
            ),
        },
      ]}
    />
  )
}

const limit = 100

export function Strays({ batch: b }: { batch: BatchRecord }) {
  const [trail, setTrail] = useState<string[]>([])
  const list = useRead<Listing<Stray>>(`/batches/${b.id}/strays`, { after: trail.at(-1), limit }, { keep: true })
  if (!list.data) return <Reading of={list} />
  if (list.data.total === 0) return <State title="没有无效的行" words="回盘文件里找不到人、重复或格式不对的行会列在这里，供与对方核对。" />
  return (
    <>
      <p className="kg-soft" style={{ margin: '0 0 8px' }}>
        这些行没有生效，请与对方核对后请其补发。对方也已收到同样的说明。
      </p>
      <Table<Stray>
        size="small"
        rowKey="id"
        dataSource={list.data.items}
        loading={list.isPlaceholderData}
        pagination={false}
        columns={[
          { title: '环节', dataIndex: 'title', width: 88 },
          { title: '文件', width: 300, render: (_, s) => b.files.find((f) => f.id === s.fileId)?.name ?? `文件 ${s.fileId}` },
          { title: '行号', dataIndex: 'line', width: 72, className: 'kg-num' },
          { title: '社保卡号', dataIndex: 'cardNumber', width: 120 },
          { title: '原因', render: (_, s) => `${s.code} ${s.reason}` },
          { title: '时间', width: 148, render: (_, s) => <When at={s.at} /> },
        ]}
      />
      {(trail.length > 0 || list.data.next) && (
        <div style={{ display: 'flex', marginTop: 8 }}>
          <Pager {...turning(list.data, limit, trail, setTrail)} />
        </div>
      )}
    </>
  )
}
