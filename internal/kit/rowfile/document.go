package rowfile

import (
	"fmt"
	"strconv"
	"strings"
)

// Document is the interface document for the partner, in Markdown: everything
// this package will ask of the partner's file, from the same description.
func Document(spec *Spec) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s\n\n", spec.Name, spec.Title)
	b.WriteString("| 项目 | 约定 |\n|---|---|\n")
	fmt.Fprintf(&b, "| 文件类型 | %s |\n| 格式版本 | %s |\n| 布局 | %s |\n| 编码 | %s |\n", spec.Name, spec.Version, spec.Layout, spec.Charset)
	if spec.Layout == Delimited {
		b.WriteString("| 分隔符 | `" + separator + "`，行末不加 |\n")
	}
	if spec.Layout != DBF {
		b.WriteString("| 换行 | CRLF |\n")
	}
	b.WriteString("\n")
	documentFrame(&b, spec)
	documentColumns(&b, spec)
	documentCodes(&b)
	return b.String()
}

func documentFrame(b *strings.Builder, spec *Spec) {
	if spec.Layout == DBF {
		b.WriteString("## 文件结构\n\ndBASE III，不含备注文件；记录数以表头为准，字段名、类型、宽度须与下表一致。\n\n")
		return
	}
	fmt.Fprintf(b, `## 文件头与文件尾

首行：`+"`H|%s|%s|批次号|合作方|笔数|生成时间|摘要|`"+`

末行：`+"`T|笔数|`"+`

- 笔数：首行与末行之间的行数，两处须一致。
- 生成时间：YYYYMMDDHHMMSS，北京时间。
- 摘要：首行与末行之间全部字节（按编码后，含换行）的 SM3（GB/T 32905），64 位十六进制。
- 笔数或摘要不符、没有末行的文件整体退回。

`, spec.Name, spec.Version)
}

func documentColumns(b *strings.Builder, spec *Spec) {
	b.WriteString("## 数据列\n\n| 序号 | 名称 | 标识 | 类型 | 字节数 | 必填 | 说明 |\n|---|---|---|---|---|---|---|\n")
	for i := range spec.Columns {
		col := &spec.Columns[i]
		required, width := "", "不限"
		if col.Required {
			required = "是"
		}
		if col.Width > 0 {
			width = strconv.Itoa(col.Width)
		}
		cells := []string{strconv.Itoa(i + 1), col.Title, col.Key, col.Kind.String(), width, required, columnNote(spec, col)}
		b.WriteString("|")
		for _, cell := range cells {
			b.WriteString(" " + inCell(cell) + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n字节数按编码后计算；超长、含分隔符或控制字符的内容会被退回，不截断、不替换。\n\n")
}

func columnNote(spec *Spec, col *Column) string {
	var parts []string
	if col.Note != "" {
		parts = append(parts, col.Note)
	}
	if spec.Layout == Fixed {
		parts = append(parts, col.Align.String())
	}
	if spec.Layout == DBF {
		parts = append(parts, "字段类型 "+string(dbfType(col)))
	}
	for _, code := range col.Codes {
		parts = append(parts, code.Value+" "+code.Meaning)
	}
	return strings.Join(parts, "；")
}

func documentCodes(b *strings.Builder) {
	b.WriteString("## 错误码\n\n| 错误码 | 含义 |\n|---|---|\n")
	for _, entry := range codeWords {
		fmt.Fprintf(b, "| %s | %s |\n", entry.code, inCell(entry.words))
	}
}

// inCell keeps text from breaking a Markdown table.
func inCell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(text)
}
