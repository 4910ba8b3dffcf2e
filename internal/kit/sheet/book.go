package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"

	"kaguan/internal/kit/fault"
)

// The bounds of a workbook. A sheet of a million rows unpacks to some 1.5 GiB at
// 10 to 20 times its packed size; bombs reach a thousand times.
const (
	maxUnpacked = 4 << 30
	maxRatio    = 200
	ratioFrom   = 64 << 20 // below this size any ratio is harmless
	maxParts    = 10_000
	maxSmall    = 16 << 20 // of the parts that are read whole
)

const notABook = "这不是 Excel 工作簿（xlsx），请用 Excel 或 WPS 另存为 xlsx 后再上传"

// book is an xlsx source: the first visible sheet of a workbook (ECMA-376).
type book struct {
	*cellReader
	file    *os.File
	sheet   io.ReadCloser
	strings *stringTable
}

func openBook(file *os.File) (source, error) {
	pack, err := openPack(file)
	if err != nil {
		return nil, err
	}
	b := &book{file: file, strings: &stringTable{}}
	if err := b.open(pack); err != nil {
		return nil, errors.Join(err, b.strings.close())
	}
	return b, nil
}

func (b *book) open(p pack) error {
	workbook, err := p.target("", "officeDocument")
	if err != nil {
		return err
	}
	var contents struct {
		Properties struct {
			Since1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := p.small(workbook, &contents); err != nil {
		return err
	}
	related, err := p.relations(workbook)
	if err != nil {
		return err
	}
	name := ""
	for _, sheet := range contents.Sheets {
		if sheet.State == "" || sheet.State == "visible" {
			name = related[relationID(sheet.Attrs)].part
			break
		}
	}
	if name == "" {
		return fault.NewInvalid("工作簿里没有可见的工作表，请检查后再上传")
	}
	styles, err := readStyles(p, related)
	if err != nil {
		return err
	}
	if err := readStrings(p, related, b.strings); err != nil {
		return err
	}
	if b.sheet, err = p.open(name); err != nil {
		return err
	}
	since1904 := contents.Properties.Since1904 == "1" || contents.Properties.Since1904 == "true"
	b.cellReader = newCellReader(b.sheet, cellFormat{strings: b.strings, dates: styles, since1904: since1904})
	return nil
}

// relationID is the r:id of a sheet, whose namespace differs between the strict
// and the transitional form of the norm.
func relationID(attrs []xml.Attr) string {
	for _, attr := range attrs {
		if attr.Name.Local == "id" {
			return attr.Value
		}
	}
	return ""
}

func (b *book) close() error {
	return errors.Join(b.sheet.Close(), b.strings.close(), b.file.Close())
}

// pack is the parts of a workbook by lower-case name.
type pack map[string]*zip.File

func openPack(file *os.File) (pack, error) {
	stat, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("opening workbook: %w", err)
	}
	archive, err := zip.NewReader(file, stat.Size())
	if err != nil {
		return nil, broken(err)
	}
	if len(archive.File) > maxParts {
		return nil, fault.NewInvalid(notABook)
	}
	p := pack{}
	var unpacked uint64
	for _, part := range archive.File {
		name := strings.ReplaceAll(part.Name, `\`, "/")
		if strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") {
			return nil, fault.NewInvalid("文件内部含有不安全的路径，不能接收；请用 Excel 或 WPS 重新保存后再上传")
		}
		// archive/zip gives no more bytes than a part declares, so the sum binds.
		unpacked += min(part.UncompressedSize64, maxUnpacked+1)
		if unpacked > maxUnpacked || unpacked > ratioFrom && unpacked/maxRatio > uint64(stat.Size()) {
			return nil, fault.NewInvalid("文件解压后过大，不能接收；请删去空白行列和图片，或拆成几个文件后再上传")
		}
		p[strings.ToLower(name)] = part
	}
	return p, nil
}

func (p pack) open(name string) (io.ReadCloser, error) {
	part := p[strings.ToLower(name)]
	if part == nil {
		return nil, fault.NewInvalid(notABook)
	}
	in, err := part.Open()
	if err != nil {
		return nil, broken(err)
	}
	return in, nil
}

// small reads one of the parts that describe the others into a struct.
func (p pack) small(name string, into any) error {
	in, err := p.open(name)
	if err != nil {
		return err
	}
	err = xml.NewDecoder(io.LimitReader(in, maxSmall)).Decode(into)
	if err := errors.Join(err, in.Close()); err != nil {
		return broken(err)
	}
	return nil
}

// relation is one arrow from a part to another.
type relation struct{ kind, part string }

// relations are the arrows of a part by id; "" is the package itself.
func (p pack) relations(name string) (map[string]relation, error) {
	dir, last := path.Split(name)
	var file struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := p.small(dir+"_rels/"+last+".rels", &file); err != nil {
		return nil, err
	}
	found := map[string]relation{}
	for _, r := range file.List {
		part := path.Join(dir, r.Target)
		if strings.HasPrefix(r.Target, "/") {
			part = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
		found[r.ID] = relation{kind: path.Base(r.Type), part: part}
	}
	return found, nil
}

// target is the part that the named one points to with this kind of arrow.
func (p pack) target(name, kind string) (string, error) {
	related, err := p.relations(name)
	if err != nil {
		return "", err
	}
	return partOf(related, kind), nil
}

func partOf(related map[string]relation, kind string) string {
	for _, r := range related {
		if r.kind == kind {
			return r.part
		}
	}
	return ""
}

// readStyles tells for each cell style whether it shows numbers as dates.
func readStyles(p pack, related map[string]relation) ([]bool, error) {
	name := partOf(related, "styles")
	if name == "" {
		return nil, nil
	}
	var file struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format string `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := p.small(name, &file); err != nil {
		return nil, err
	}
	codes := map[int]string{}
	for _, f := range file.Formats {
		codes[f.ID] = f.Code
	}
	dates := make([]bool, len(file.Cells))
	for i, cell := range file.Cells {
		if id, err := strconv.Atoi(cell.Format); err == nil {
			dates[i] = isDateFormat(id, codes[id])
		}
	}
	return dates, nil
}
