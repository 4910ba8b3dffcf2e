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

export const NoRight = () => (
  <Page title="没有权限">
    <div className="kg-panel">
      <State mark={<LockOutlined />} title="您没有办理这项业务的权限" words="需要办理时，请在“系统管理 › 权限申请”提出，由县区管理员审批；急用请联系本单位的管理员。">
        <Home />
      </State>
    </div>
  </Page>
)
