/** Pages that say why there is no page. */
import { LockOutlined, SearchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useNavigate } from 'react-router'
import { Page } from './Page'
import { State } from './State'

const Home = () => {
  const go = useNavigate()
  return <Button onClick={() => void go('/')}>回到工作台</Button>
}

export const NotFound = () => (
  <Page title="没有这个页面">
    <div className="kg-panel">
      <State mark={<SearchOutlined />} title="没有这个页面" words="地址可能输错了，或者页面已经改名。请从左边的菜单进入。">
        <Home />
      </State>
    </div>
  </Page>
)

export const NoRight = ({ why }: { why: string }) => (
  <Page title="没有权限">
    <div className="kg-panel">
      <State mark={<LockOutlined />} title="您不能打开这个页面" words={`${why}。`}>
        <Home />
      </State>
    </div>
  </Page>
)
