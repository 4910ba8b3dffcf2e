package people

// surnames are those of northern Guangdong, Hakka above all, in people of ten
// thousand; the last lines are rare ones that programs get wrong: two characters,
// or a reading of their own.
const surnames = `陈 940 李 820 刘 690 黄 620 张 610 邓 420 谢 390 罗 380 何 330 曾 320 朱 300 叶 290 钟 290 吴 280 林 270
赖 250 廖 240 温 190 谭 210 胡 190 侯 130 潘 180 杨 210 王 230 梁 200 欧 110 邱 120 丘 60 许 130 肖 140 邹 140 余 120 江 120
丁 60 沈 60 蓝 90 华 50 官 60 雷 60 范 70 苏 80 郭 110 彭 120 冯 130 徐 120 周 150 孔 60 蔡 90 郑 100 龙 60 甘 50 涂 40 巫 60 饶 50 古 60
卢 90 莫 60 孙 60 马 50 高 50 宋 40 唐 60 韩 20 曹 40 董 20 程 40 袁 40 傅 30 吕 30 魏 30 蒋 30 田 30 杜 30 姜 20 夏 20 姚 40 石 30 戴 30
韦 30 方 40 白 20 崔 15 康 15 毛 20 秦 15 汤 30 尹 15 黎 60 易 20 武 10 贺 15 龚 20 文 30 聂 20 严 20 赵 60 盘 30 房 10 邵 20
凌 30 伍 30 阮 20 练 15 游 20 利 15 麦 25 翁 20 詹 15 幸 10 成 15 薛 12 史 10 金 10 段 10 万 15 章 10 钱 8 阳 10 植 6 骆 15 扶 10 兰 15
欧阳 40 司徒 6 上官 8 诸葛 3 皇甫 2 端木 1 单 6 仇 5 区 12 冼 12 解 4 查 4 任 15 覃 20 缪 4 晏 4 佘 5`

// ethnic is a people: its code of GB/T 3304, its share in ten thousand of the city
// and of 乳源瑶族自治县, and how its names differ.
type ethnic struct {
	code             string
	weight, inRuyuan int
	familyNames      string            // instead of surnames
	givenNames       map[string]string // by sex; then the name is given·family
}

var ethnics = []ethnic{
	{code: "01", weight: 9760, inRuyuan: 8750},
	{code: "13", weight: 70, inRuyuan: 1150, familyNames: "盘 盘 盘 赵 赵 赵 邓 邓 冯 李 房 唐 邵 莫"},
	{code: "22", weight: 50, inRuyuan: 20, familyNames: "蓝 蓝 雷 雷 钟 盘"},
	{code: "08", weight: 45, inRuyuan: 30, familyNames: "韦 韦 覃 黄 黄 陆 农 蒙 莫 梁"},
	{code: "06", weight: 20, inRuyuan: 15, familyNames: "龙 吴 石 杨 麻 廖"},
	{code: "15", weight: 20, inRuyuan: 15, familyNames: "田 向 彭 覃 冉"},
	{code: "11", weight: 10, inRuyuan: 5, familyNames: "关 佟 那 富 金"},
	{code: "03", weight: 10, inRuyuan: 5, familyNames: "马 马 哈 沙 白"},
	{code: "05", weight: 8, inRuyuan: 5,
		familyNames: "买买提 吐尔逊 阿卜杜热合曼 艾则孜 努尔麦麦提 依米提 麦麦提图尔荪 热合木",
		givenNames: map[string]string{
			Male:   "阿迪力 艾力 阿卜杜拉 麦麦提艾力 玉素甫 艾尔肯 努尔艾合麦提 帕尔哈提",
			Female: "阿依古丽 古丽娜尔 帕提古丽 热依汗古丽 米热古丽 祖力皮亚 阿依努尔 茹仙古丽"}},
	{code: "07", weight: 7, inRuyuan: 5,
		familyNames: "沙马 吉克 阿苦 木呷 曲比 马海",
		givenNames:  map[string]string{Male: "拉铁 伍呷 尔古 阿木 子洛", Female: "阿依 莫色 阿呷 伍各 日洛"}},
}
