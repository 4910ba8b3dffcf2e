package trace

import (
	"fmt"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
)

// Where says in one plain sentence where a person's card is, whose turn it is
// and since when: the answer to the question every counter hears.
func Where(tx *db.Tx, citizen int64) (string, error) {
	all, err := attempts(tx, citizen)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "此人还没有申请过社保卡，可在“个人申请”办理", nil
	}
	g, err := grid(tx, all[0])
	if err != nil {
		return "", err
	}
	return whereOf(tx.Now(), all[0], g), nil
}

// turns says whose turn it is while a step is the next one.
var turns = map[string]string{
	"review": "等待县区复核员审核", "confirm": "审核已通过，等待市卡管理中心编入制卡批次",
	"preaccount-out": "已编入批次，等待市卡管理中心导出预开户数据", "preaccount-back": "等待服务银行开立账户",
	"produce-out": "账户已开立，等待市卡管理中心导出制卡数据", "produce-back": "卡商制卡中",
	"bankdata-out": "卡已制成，等待市卡管理中心导出银行数据", "bankdata-back": "等待服务银行绑定账户",
	"dispatch": "卡已制成，等待市卡管理中心寄出", "receive": "卡已寄出，等待领卡机构接收", "collect": "卡已到领卡机构，请本人带身份证领取",
}

func whereOf(now time.Time, a attempt, g Attempt) string {
	switch a.state {
	case "returned":
		return "申请已退回，等待经办员补正：" + a.reason
	case "rejected":
		return "申请审核不通过，可重新申请"
	case "withdrawn":
		return "申请已撤销，可重新申请"
	}
	last := int64(0)
	for _, step := range g.Steps {
		switch step.Tone {
		case "failed":
			return step.Title + "未成功：" + step.Note
		case "waiting":
			return turns[step.Key] + since(now, last)
		}
		if step.At > 0 {
			last = step.At
		}
	}
	return "卡已领取（" + clock.Date(clock.FromMillis(last)) + "）"
}

func since(now time.Time, at int64) string {
	if at == 0 {
		return ""
	}
	days := int(now.Sub(clock.FromMillis(at)).Hours() / 24)
	if days == 0 {
		return "，今天进入这一步"
	}
	return fmt.Sprintf("，已 %d 天", days)
}
