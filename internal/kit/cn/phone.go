package cn

import "strings"

// ParseMobile reads a mobile number of the mainland: 11 digits, 13 to 19 in front.
// Blanks, hyphens, full-width digits and the country code are forgiven. The
// refusal is PhoneMobile.
func ParseMobile(s string) (string, error) {
	s = bareNumber(s)
	if len(s) != 11 || !digits(s) || s[0] != '1' || s[1] < '3' {
		return "", PhoneMobile
	}
	return s, nil
}

// ParsePhone reads a mobile number, or a landline with its area code, which comes
// back as area-number (0751-8888888). The refusal is PhoneShape.
func ParsePhone(s string) (string, error) {
	if mobile, err := ParseMobile(s); err == nil {
		return mobile, nil
	}
	s = bareNumber(s)
	if len(s) < 10 || !digits(s) || s[0] != '0' || s[1] == '0' {
		return "", PhoneShape
	}
	// Beijing (010) and the cities 02x have area codes of three digits, all others four.
	area := 4
	if s[1] <= '2' {
		area = 3
	}
	local := s[area:]
	if len(local) < 7 || len(local) > 8 || local[0] < '2' {
		return "", PhoneShape
	}
	return s[:area] + "-" + local, nil
}

// bareNumber drops what people write between and before the digits of a number.
func bareNumber(s string) string {
	s = narrow(s)
	if strings.ContainsAny(s, "-()") {
		s = strings.NewReplacer("-", "", "(", "", ")", "").Replace(s)
	}
	for _, country := range []string{"+86", "0086"} {
		if rest, ok := strings.CutPrefix(s, country); ok {
			return rest
		}
	}
	// 86 alone is a country code only when a whole mobile number follows it.
	if len(s) == 13 && strings.HasPrefix(s, "86") {
		return s[2:]
	}
	return s
}
