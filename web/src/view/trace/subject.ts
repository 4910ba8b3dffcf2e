/** The things that the journal speaks of: their names and their pages. */

export const kinds = [
  { value: 'application', label: '申请' },
  { value: 'import', label: '批量导入' },
  { value: 'citizen', label: '人员' },
  { value: 'card', label: '社保卡' },
  { value: 'batch', label: '制卡批次' },
  { value: 'file', label: '交换文件' },
  { value: 'parcel', label: '物流包' },
  { value: 'handover', label: '领取记录' },
  { value: 'handover_list', label: '批量领取清单' },
  { value: 'psam', label: 'PSAM 卡' },
  { value: 'psam_slip', label: 'PSAM 单据' },
  { value: 'region', label: '行政区划' },
  { value: 'agency', label: '机构' },
  { value: 'bank', label: '服务银行' },
  { value: 'vendor', label: '卡商' },
  { value: 'staff', label: '用户' },
  { value: 'parameter', label: '参数' },
  { value: 'code', label: '代码' },
  { value: 'upload', label: '上传文件' },
  { value: 'job', label: '任务' },
]

export const kindName = (kind: string): string => kinds.find((k) => k.value === kind)?.label ?? kind

const pages: Record<string, string> = { application: '/application', import: '/application/imports', staff: '/staff/users', agency: '/org/agencies', citizen: '/people', card: '/cards', batch: '/batch', parcel: '/delivery/parcels', psam: '/psams' }

/** Where a subject's page is; undefined for what has none. */
export const subjectPath = (kind: string, id: string): string | undefined => (pages[kind] && id && id !== '0' ? `${pages[kind]}/${id}` : undefined)

const fields: Record<string, string> = {
  state: '状态', note: '说明', reason: '原因', count: '数量', digest: '摘要', no: '编号', bank: '服务银行', vendor: '卡商', round: '环节', stage: '环节',
  fileId: '文件', files: '文件数', ok: '成功', rejected: '失败', strays: '无效的行', sent: '寄出', found: '找到', missing: '缺少', extra: '多出', kept: '留下',
  from: '从', to: '到', fromId: '交出方', toId: '接收方', partner: '合作方', kind: '类别', applications: '申请', frozen: '已锁定', first: '起号', last: '止号', waybill: '运单号', citizen: '人员', collector: '领取人', relation: '关系', handover: '领取记录', items: '批次人员', dropped: '未入批',
  withdrawn: '撤回', unfit: '格式不符', bound: '已绑定', unbound: '未绑定', failed: '失败', name: '名称', title: '名称', value: '值', role: '角色', scope: '数据范围',
}

/** A field of an entry in words; one without words stays as it is. */
export const fieldName = (field: string): string => fields[field] ?? field
