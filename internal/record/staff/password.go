package staff

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Policy is what the parameters of the city say about signing in.
type Policy struct {
	MaxFails  int           // wrong passwords in a row that lock a user
	Lock      time.Duration // how long a lock lasts
	MinLength int           // of a password, in characters; 0 is 10
}

// PolicyOf reads the policy as it is now.
type PolicyOf func(tx *db.Tx) (Policy, error)

const (
	usual      = 10  // the least length where the policy does not say
	longEnough = 16  // from here on a passphrase needs no digits and signs
	longest    = 128 // more is no safer, and hashing it is a burden
	fewest     = 5   // different characters: aaaaaaaaaaaaaaaa is no passphrase
)

//go:embed commonest.txt
var commonest string

// CheckPassword refuses a password that is too easy to guess, with words that
// say what to change. It must have minLength characters (0 is 10), three of the four
// kinds (or sixteen characters of any), and be neither built on the login nor
// one of the commonest.
func CheckPassword(password, login string, minLength int) error {
	if words := weakness(password, login, minLength); words != "" {
		return fault.NewFields([]fault.Field{{Name: "password", Code: "weak", Words: words}})
	}
	return nil
}

func weakness(password, login string, minLength int) string {
	if minLength == 0 {
		minLength = usual
	}
	length := utf8.RuneCountInString(password)
	lower := strings.ToLower(password)
	switch {
	case length < minLength:
		return fmt.Sprintf("密码太短，至少需要 %d 个字符", minLength)
	case length > longest:
		return fmt.Sprintf("密码太长，最多 %d 个字符", longest)
	case strings.ContainsFunc(password, unicode.IsControl):
		return "密码中有看不见的控制字符，请直接键入，不要粘贴"
	case length < longEnough && kinds(password) < 3:
		return fmt.Sprintf("密码过于简单，请包含大写字母、小写字母、数字、符号中的三种，或使用 %d 个字符以上的长句", longEnough)
	case variety(password) < fewest:
		return "密码重复的字符太多，请换一个"
	case login != "" && strings.Contains(lower, login):
		return "密码不能包含登录名"
	case slices.Contains(strings.Fields(commonest), lower):
		return "这是最常见的密码之一，容易被猜中，请换一个"
	}
	return ""
}

// kinds counts which of upper case, lower case, digits and anything else occur.
func kinds(password string) int {
	var has [4]int
	for _, c := range password {
		switch {
		case unicode.IsUpper(c):
			has[0] = 1
		case unicode.IsLower(c):
			has[1] = 1
		case unicode.IsDigit(c):
			has[2] = 1
		default:
			has[3] = 1
		}
	}
	return has[0] + has[1] + has[2] + has[3]
}

func variety(password string) int {
	seen := map[rune]bool{}
	for _, c := range password {
		seen[c] = true
	}
	return len(seen)
}
