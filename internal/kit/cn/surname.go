package cn

// givenReadings are characters that given names read otherwise than the
// dictionary's first entry does.
var givenReadings = map[rune]string{
	'曾': "zeng", '长': "chang", '長': "chang", '晟': "sheng", '隽': "jun", '焘': "tao", '珩': "heng",
	'琢': "zhuo", '都': "du", '鹄': "hu", '伽': "jia", '偲': "si", '卜': "bu", '薄': "bo", '泊': "bo",
	'勒': "le", '俟': "si", '什': "shi", '翟': "di",
}

// surnames are the surnames of one character whose reading is not the character's
// usual one, or is often got wrong.
var surnames = map[string]string{
	"单": "shan", "單": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "區": "ou", "解": "xie", "查": "zha",
	"任": "ren", "朴": "piao", "乐": "yue", "樂": "yue", "盖": "ge", "蓋": "ge", "缪": "miao", "繆": "miao",
	"员": "yun", "員": "yun", "贠": "yun", "黑": "he", "折": "she", "逄": "pang", "翟": "zhai", "卜": "bu",
	"冼": "xian", "洗": "xian", "召": "shao", "覃": "qin", "种": "chong", "秘": "bi", "钭": "tou", "繁": "po",
	"葛": "ge", "宁": "ning", "寧": "ning", "甯": "ning", "华": "hua", "華": "hua", "燕": "yan", "应": "ying",
	"應": "ying", "隗": "wei", "冯": "feng", "贾": "jia", "賈": "jia", "谌": "chen", "牟": "mu", "尹": "yin",
	"阚": "kan", "闞": "kan", "撒": "sa", "褚": "chu", "宓": "mi", "郗": "xi", "晟": "cheng", "石": "shi",
	"祭": "zhai", "那": "na", "能": "nai", "郇": "xun", "过": "guo", "都": "du", "纪": "ji", "令": "ling",
	"相": "xiang", "强": "qiang", "尉": "wei", "俞": "yu", "於": "yu", "干": "gan", "车": "che", "句": "gou",
	"勾": "gou", "哈": "ha", "盛": "sheng", "薄": "bo", "柏": "bai", "佴": "nai", "乜": "nie", "粘": "nian",
	"阙": "que", "占": "zhan", "要": "yao", "角": "jue", "颉": "xie", "么": "yao", "幺": "yao",
	"麽": "ma", "隽": "juan", "长": "zhang", "炅": "gui", "逯": "lu", "郄": "qie",
	"訾": "zi", "莘": "shen", "少": "shao", "行": "xing", "曲": "qu", "沈": "shen",
	"叶": "ye", "瞿": "qu", "费": "fei", "藏": "zang", "臧": "zang", "将": "jiang", "仉": "zhang", "亓": "qi",
}

// doubleSurnames are the surnames of two characters of which one is read in an
// unusual way.
var doubleSurnames = map[string]string{
	"尉迟": "yu chi", "尉遲": "yu chi", "万俟": "mo qi", "萬俟": "mo qi", "长孙": "zhang sun", "長孫": "zhang sun",
	"令狐": "ling hu", "单于": "chan yu", "單于": "chan yu", "澹台": "tan tai", "澹臺": "tan tai",
	"乐正": "yue zheng", "樂正": "yue zheng", "子车": "zi ju", "夹谷": "jia gu", "鲜于": "xian yu", "谷梁": "gu liang",
	"拓跋": "tuo ba", "亓官": "qi guan", "宰父": "zai fu", "颛孙": "zhuan sun", "叱干": "chi gan", "皇甫": "huang fu",
	"濮阳": "pu yang", "欧阳": "ou yang", "歐陽": "ou yang", "贺若": "he ruo", "第五": "di wu",
	"呼延": "hu yan", "仉督": "zhang du", "缑亢": "gou kang", "百里": "bai li", "哥舒": "ge shu",
}
