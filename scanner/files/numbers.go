package files

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A numberKind is what the number format of a cell makes of its number.
type numberKind byte

const (
	plainNumber numberKind = iota
	dateNumber             // a day, perhaps with a time
	timeNumber             // a time of day
)

// builtinFormat is the kind of a number format that has no text of its own
// (ECMA-376 part 1, 18.8.30).
func builtinFormat(id int) numberKind {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 36, id >= 50 && id <= 58:
		return dateNumber
	case id >= 18 && id <= 21, id == 45, id == 47:
		return timeNumber
	}
	return plainNumber // 46, [h]:mm:ss, is a length of time
}

const maxStyles = 1 << 16

// cellStyles are what the styles of a workbook make of numbers.
type cellStyles struct {
	formats map[int]numberKind // by number, those that have a text of their own
	kinds   []numberKind       // by number of the style
}

// addFormat adds a number format with a text of its own.
func (s *cellStyles) addFormat(id int, code string) {
	if s.formats == nil {
		s.formats = map[int]numberKind{}
	}
	if len(s.formats) < maxStyles {
		s.formats[id] = formatKind(code)
	}
}

// add adds the next style, which shows numbers in the format with this number.
func (s *cellStyles) add(format int) {
	if len(s.kinds) >= maxStyles {
		return
	}
	kind, ok := s.formats[format]
	if !ok {
		kind = builtinFormat(format)
	}
	s.kinds = append(s.kinds, kind)
}

// kind is what a style makes of numbers. One that is not there leaves them plain.
func (s *cellStyles) kind(style int) numberKind {
	if style < 0 || style >= len(s.kinds) {
		return plainNumber
	}
	return s.kinds[style]
}

// formatKind is the kind of a number format's first section: that for positive
// numbers. A length of time such as [h]:mm stays a number.
func formatKind(code string) numberKind {
	code = strings.ToLower(code)
	kind := plainNumber
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return kind
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return kind
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return kind
			}
			switch strings.Trim(code[i+1:i+end], code[i+1:i+2]) {
			case "": // one letter repeated: [h], [mm], [ss]
				if end > 1 && strings.IndexByte("hms", code[i+1]) >= 0 {
					return plainNumber
				}
			}
			i += end
		case 'y', 'd':
			return dateNumber
		case 'h', 's':
			kind = timeNumber
		case 'm':
			if !strings.ContainsAny(code, "hs") {
				return dateNumber // mmm: a month alone
			}
		case '#', '0', '?', '@':
			if kind == plainNumber {
				return plainNumber
			}
		case 'g':
			if strings.HasPrefix(code[i:], "general") {
				return plainNumber
			}
		}
	}
	return kind
}

// appendNumber appends the number of a cell as people write it: whole numbers
// in digits, others as the shortest decimal of 15 digits, days and times in ISO 8601.
func appendNumber(dst, raw []byte, kind numberKind, base1904 bool) []byte {
	raw = bytes.TrimSpace(raw)
	if kind == plainNumber && isInteger(raw) {
		return append(dst, raw...)
	}
	v, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return append(dst, raw...)
	}
	return appendFloat(dst, v, kind, base1904)
}

// appendFloat appends a number as [appendNumber] does, and nothing for what is none.
func appendFloat(dst []byte, v float64, kind numberKind, base1904 bool) []byte {
	switch {
	case math.IsInf(v, 0), math.IsNaN(v):
		return dst
	case kind == plainNumber:
	case kind == timeNumber && v >= 0 && v < 1, kind == dateNumber && v > 0 && v < 1:
		return appendClock(dst, secondsOf(v))
	case (v >= 1 || base1904 && v >= 0) && v < 2958466: // the last day of 9999
		return appendDate(dst, v, base1904)
	}
	if v != math.Trunc(v) {
		// Spreadsheets show 15 digits; the others are 0.1 + 0.2.
		v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'e', 14, 64), 64)
	}
	if abs := math.Abs(v); abs != 0 && (abs >= 1e21 || abs < 1e-9) {
		return strconv.AppendFloat(dst, v, 'g', -1, 64)
	}
	return strconv.AppendFloat(dst, v, 'f', -1, 64)
}

// isInteger reports whether a number is written in digits alone.
func isInteger(raw []byte) bool {
	raw = bytes.TrimPrefix(raw, []byte("-"))
	for _, c := range raw {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(raw) > 0
}

// secondsOf is the number of seconds in a share of a day.
func secondsOf(v float64) int { return int(math.Round(v * 86400)) }

func appendClock(dst []byte, seconds int) []byte {
	return time.Unix(int64(min(seconds, 86399)), 0).UTC().AppendFormat(dst, time.TimeOnly)
}

// appendDate appends the day with a number. In the system of 1900 day 60 is
// 29 February 1900, which never was, and the days before it count from a day
// later than the others.
func appendDate(dst []byte, v float64, base1904 bool) []byte {
	day, seconds := int(v), secondsOf(v-math.Floor(v))
	if seconds == 86400 {
		day, seconds = day+1, 0
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case base1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day == 60:
		dst = append(dst, "1900-02-29"...)
	case day < 60:
		first = first.AddDate(0, 0, 1)
	}
	if base1904 || day != 60 {
		dst = first.AddDate(0, 0, day).AppendFormat(dst, time.DateOnly)
	}
	if seconds == 0 {
		return dst
	}
	return appendClock(append(dst, 'T'), seconds)
}

// unescapeX resolves the escapes of characters that XML cannot hold: _x000D_.
func unescapeX(text []byte) []byte {
	i := bytes.Index(text, []byte("_x"))
	if i < 0 {
		return text
	}
	to := i
	for i < len(text) {
		if i+7 <= len(text) && text[i] == '_' && text[i+1] == 'x' && text[i+6] == '_' {
			if n, err := strconv.ParseUint(string(text[i+2:i+6]), 16, 16); err == nil {
				to += utf8.EncodeRune(text[to:i+7], rune(n))
				i += 7
				continue
			}
		}
		text[to] = text[i]
		to++
		i++
	}
	return text[:to]
}
