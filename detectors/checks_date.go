package detectors

// The years in which a person whose data are held may have been born.
const (
	firstYear = 1901
	lastYear  = 2035
)

// dateOf returns the digits yyyymmdd of a calendar date written day first with
// four or two digits of the year, year first, or as eight digits either way
// round; 0 when the value is none or its year is out of range. A time after the
// date is passed over.
func dateOf(value []byte) int {
	var parts [3]int
	var lens [3]int
	n, i := 0, 0
	for ; i < len(value) && n < 3; i++ {
		c := value[i]
		switch {
		case c >= '0' && c <= '9':
			parts[n] = parts[n]*10 + int(c-'0')
			lens[n]++
		case c == ' ' || c == 'T':
			n = 3
		case lens[n] == 0:
			return 0
		default:
			n++
		}
		if lens[min(n, 2)] > 8 {
			return 0
		}
	}
	switch {
	case lens[1] == 0 && lens[0] == 8: // yyyymmdd or ddmmyyyy
		v := parts[0]
		if d := date(v/10000, v/100%100, v%100); d != 0 {
			return d
		}
		return date(v%10000, v/10000%100, v/1000000)
	case lens[0] == 4:
		return date(parts[0], parts[1], parts[2])
	case lens[2] == 4:
		return date(parts[2], parts[1], parts[0])
	case lens[2] == 2 && lens[0] <= 2:
		year := 1900 + parts[2]
		if parts[2] <= lastYear%100 {
			year += 100
		}
		return date(year, parts[1], parts[0])
	}
	return 0
}

// date returns the digits yyyymmdd when the three make a date, else 0.
func date(year, month, day int) int {
	if year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0
	}
	return year*10000 + month*100 + day
}

func daysIn(year, month int) int {
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 29
	}
	return daysOf[month]
}

// daysOf are the days of the months from 1 on.
var daysOf = [13]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
