/** Forward and back through a list that is read page by page; the number where it is known. */
import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Listing } from './api/types'
import { count } from './format'

interface Props {
  page?: number
  pages?: number
  onBack?: () => void
  onNext?: () => void
}

export function Pager({ page, pages, onBack, onNext }: Props) {
  return (
    <span className="kg-list-pages">
      {page !== undefined && (
        <span>
          第 {count(page)} / {pages ? count(pages) : '…'} 页
        </span>
      )}
      <Button size="small" icon={<LeftOutlined />} disabled={!onBack} onClick={onBack}>
        {page === undefined ? '第一页' : '上一页'}
      </Button>
      <Button size="small" disabled={!onNext} onClick={onNext}>
        下一页 <RightOutlined />
      </Button>
    </span>
  )
}

/** The pager of a list inside a page: its trail is the cursors of the pages turned so far, this one's last. */
export function turning({ next, total }: Listing<unknown>, limit: number, trail: string[], turn: (trail: string[]) => void): Props {
  return {
    page: trail.length + 1,
    pages: Math.max(1, Math.ceil(total / limit)),
    onBack: trail.length > 0 ? () => turn(trail.slice(0, -1)) : undefined,
    onNext: next ? () => turn([...trail, next]) : undefined,
  }
}
