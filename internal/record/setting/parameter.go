package setting

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Int is the value now in force of a parameter of KindInt. A key that params.go
// does not define is a mistake of the programmer and panics.
func Int(tx *db.Tx, key string) (int, error) {
	text, err := inForce(tx, defined(key, KindInt))
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("reading parameter %s: %w", key, err)
	}
	return n, nil
}

// Text is the value now in force of a parameter of KindText, KindChoice or KindDate.
func Text(tx *db.Tx, key string) (string, error) {
	return inForce(tx, defined(key, KindText, KindChoice, KindDate))
}

// Bool is the value now in force of a parameter of KindBool.
func Bool(tx *db.Tx, key string) (bool, error) {
	text, err := inForce(tx, defined(key, KindBool))
	return text == "true", err
}

func find(key string) (Param, bool) {
	all := Params()
	i := slices.IndexFunc(all, func(p Param) bool { return p.Key == key })
	if i < 0 {
		return Param{}, false
	}
	return all[i], true
}

func defined(key string, kinds ...Kind) Param {
	p, ok := find(key)
	if !ok || !slices.Contains(kinds, p.Kind) {
		panic(fmt.Sprintf("setting: no parameter %q of kind %v", key, kinds))
	}
	return p
}

// Value is one thing that a parameter was set to.
type Value struct {
	Value string `json:"value" doc:"值"`
	From  int64  `json:"from" doc:"生效时间，毫秒；0 表示系统默认值"`
	SetAt int64  `json:"setAt" doc:"设置时间，毫秒"`
	SetBy string `json:"setBy" doc:"设置人"`
}

// inForce is the value of p now.
func inForce(tx *db.Tx, p Param) (string, error) {
	v, err := valueAt(tx, p, tx.Millis())
	return v.Value, err
}

// Set gives a parameter a value from a moment on; the zero moment is now. It
// refuses a value out of bounds, one that contradicts another parameter then or
// at any later change, the value that holds then anyway, and a moment that has
// passed: what was decided by the old value stays explained by it.
func Set(tx *db.Tx, key, value string, from time.Time) error {
	p, ok := find(key)
	if !ok {
		return noParam()
	}
	if err := wholeCity(tx); err != nil {
		return err
	}
	value, words := p.checked(value)
	if words != "" {
		return fault.NewFields([]fault.Field{{Name: "value", Code: "bounds", Words: "“" + p.Title + "”" + words}})
	}
	at := tx.Millis()
	if !from.IsZero() {
		at = from.UnixMilli()
	}
	if at < tx.Millis() {
		return fault.NewFields([]fault.Field{{Name: "from", Code: "past", Words: "生效时间不能早于现在，请改为现在或将来的时间"}})
	}
	before, err := valueAt(tx, p, at)
	if err != nil {
		return err
	}
	if before.Value == value {
		return fault.NewConflict("“" + p.Title + "”那时已经是这个值，无需设置")
	}
	if err := insertValue(tx, key, value, at); err != nil {
		return err
	}
	if err := inOrder(tx, key, at); err != nil {
		return err
	}
	return tx.Note(db.Subject{Kind: "parameter", ID: key}, "setting.parameter_set", map[string]any{
		"changes": db.Changes{}.Add("value", before.Value, value), "from": at})
}

func noParam() error { return fault.NewNotFound("没有这个参数，请从列表中选择") }

// checked is a value as it is stored, or what is wrong with it, in words that
// follow the parameter's title.
func (p Param) checked(value string) (stored, wrong string) {
	value = strings.TrimSpace(value)
	switch p.Kind {
	case KindInt:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < p.Min || n > p.Max {
			return "", fmt.Sprintf("应为 %d 至 %d %s的整数", p.Min, p.Max, p.Unit)
		}
		return strconv.FormatInt(n, 10), ""
	case KindText:
		if n := int64(utf8.RuneCountInString(value)); n < p.Min || n > p.Max {
			return "", fmt.Sprintf("应为 %d 至 %d 个字符", p.Min, p.Max)
		}
		if !regexp.MustCompile(p.Pattern).MatchString(value) {
			return "", "应为" + p.Shape
		}
	case KindChoice:
		if !slices.ContainsFunc(p.Choices, func(c Choice) bool { return c.Value == value }) {
			return "", "应从给出的选项中选择"
		}
	case KindBool:
		if value != "true" && value != "false" {
			return "", "应为 true 或 false"
		}
	case KindDate:
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return "", "应为年-月-日，例如 2026-11-23"
		}
	}
	return value, ""
}

// inOrder refuses if, at a moment or at any later change, parameters of one
// order stand the wrong way round.
func inOrder(tx *db.Tx, key string, from int64) error {
	for _, keys := range orders {
		if !slices.Contains(keys, key) {
			continue
		}
		moments, err := changesAfter(tx, keys, from)
		if err != nil {
			return err
		}
		for _, at := range append([]int64{from}, moments...) {
			if err := inOrderAt(tx, keys, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func inOrderAt(tx *db.Tx, keys []string, at int64) error {
	var last int64
	for i, key := range keys {
		v, err := valueAt(tx, defined(key, KindInt), at)
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(v.Value, 10, 64)
		if err != nil {
			return fmt.Errorf("reading parameter %s: %w", key, err)
		}
		if i > 0 && n < last {
			return fault.NewFields([]fault.Field{{Name: "value", Code: "order", Words: fmt.Sprintf("%s起“%s”（%d）将大于“%s”（%d），请先调整其中另一项",
				clock.FromMillis(at).Format("2006-01-02 15:04"), defined(keys[i-1], KindInt).Title, last, defined(key, KindInt).Title, n)}})
		}
		last = n
	}
	return nil
}

// Standing is a parameter with what it was and will be set to.
type Standing struct {
	Param
	Now      Value
	Upcoming []Value // in the order in which they begin
	Times    int     // how often it was set
}

// Standings are all parameters, in the order of Params.
func Standings(tx *db.Tx) ([]Standing, error) {
	set, err := allValues(tx)
	if err != nil {
		return nil, err
	}
	var all []Standing
	for _, p := range Params() {
		all = append(all, standing(p, set[p.Key], tx.Millis()))
	}
	return all, nil
}

// standing reads a parameter's values, which come in the order in which they
// begin; of two with one beginning the later in the list holds.
func standing(p Param, values []Value, now int64) Standing {
	s := Standing{Param: p, Now: Value{Value: p.Default}, Times: len(values)}
	for _, v := range values {
		last := len(s.Upcoming) - 1
		switch {
		case v.From <= now:
			s.Now = v
		case last >= 0 && s.Upcoming[last].From == v.From:
			s.Upcoming[last] = v
		default:
			s.Upcoming = append(s.Upcoming, v)
		}
	}
	return s
}

// wholeCity refuses an actor who sees less than the city, whose path has two
// codes: what is set here holds for all of it.
func wholeCity(tx *db.Tx) error {
	if !citywide(tx.Actor().Scope) {
		return fault.NewDenied("参数和代码对全市生效，请由市级系统管理员办理")
	}
	return nil
}

func citywide(scope db.Scope) bool {
	return scope.Bank == "" && (scope.All || slices.ContainsFunc(scope.Paths, func(path string) bool { return strings.Count(path, "/") <= 2 }))
}
