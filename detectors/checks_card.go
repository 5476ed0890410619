package detectors

// card checks a payment card: Luhn (ISO/IEC 7812-1), and a length that the
// brand of the first digits issues. Repeated digits are refused.
func card(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	return len(d) >= 14 && len(d) <= 19 && !repeated(d) && luhn(d) && brandOf(d) != ""
}

func luhn(d []byte) bool {
	sum := 0
	for i, x := range d {
		n := int(x)
		if (len(d)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// A cardRange is a range of first digits that one brand issues.
type cardRange struct {
	brand    string
	width    int // digits in from and to
	from, to int
	lengths  []int
}

// cardRanges in the order in which they are tried: Elo and Hipercard share
// prefixes with Visa, Discover and others, and come first.
var cardRanges = []cardRange{
	{"elo", 6, 401178, 401179, []int{16}},
	{"elo", 6, 431274, 431274, []int{16}},
	{"elo", 6, 438935, 438935, []int{16}},
	{"elo", 6, 451416, 451416, []int{16}},
	{"elo", 6, 457393, 457393, []int{16}},
	{"elo", 6, 457631, 457632, []int{16}},
	{"elo", 6, 504175, 504175, []int{16}},
	{"elo", 6, 506699, 506778, []int{16}},
	{"elo", 6, 509000, 509999, []int{16}},
	{"elo", 6, 627780, 627780, []int{16}},
	{"elo", 6, 636297, 636297, []int{16}},
	{"elo", 6, 636368, 636368, []int{16}},
	{"elo", 6, 650031, 650033, []int{16}},
	{"elo", 6, 650035, 650051, []int{16}},
	{"elo", 6, 650405, 650439, []int{16}},
	{"elo", 6, 650485, 650538, []int{16}},
	{"elo", 6, 650541, 650598, []int{16}},
	{"elo", 6, 650700, 650718, []int{16}},
	{"elo", 6, 650720, 650727, []int{16}},
	{"elo", 6, 650901, 650978, []int{16}},
	{"elo", 6, 651652, 651679, []int{16}},
	{"elo", 6, 655000, 655019, []int{16}},
	{"elo", 6, 655021, 655058, []int{16}},
	{"hipercard", 6, 606282, 606282, []int{16}},
	{"hiper", 6, 637095, 637095, []int{16}},
	{"hiper", 6, 637568, 637568, []int{16}},
	{"hiper", 6, 637599, 637599, []int{16}},
	{"hiper", 6, 637609, 637609, []int{16}},
	{"hiper", 6, 637612, 637612, []int{16}},
	{"hiper", 8, 63737423, 63737423, []int{16}},
	{"hiper", 8, 63743358, 63743358, []int{16}},
	{"visa", 1, 4, 4, []int{16, 18, 19}},
	{"mastercard", 2, 51, 55, []int{16}},
	{"mastercard", 4, 2221, 2720, []int{16}},
	{"amex", 2, 34, 34, []int{15}},
	{"amex", 2, 37, 37, []int{15}},
	{"diners", 3, 300, 305, []int{14, 16, 19}},
	{"diners", 2, 36, 36, []int{14, 16, 19}},
	{"diners", 2, 38, 39, []int{14, 16, 19}},
	{"discover", 4, 6011, 6011, []int{16, 19}},
	{"discover", 3, 644, 649, []int{16, 19}},
	{"discover", 2, 65, 65, []int{16, 19}},
	{"jcb", 4, 2131, 2131, []int{15, 16}},
	{"jcb", 4, 1800, 1800, []int{15, 16}},
	{"jcb", 4, 3528, 3589, []int{16, 17, 18, 19}},
}

// cardsFrom are the ranges by the first digit.
var cardsFrom = byFirstDigit(cardRanges)

func byFirstDigit(all []cardRange) (by [10][]cardRange) {
	for _, r := range all {
		first := r.from
		for first > 9 {
			first /= 10
		}
		by[first] = append(by[first], r)
	}
	return by
}

// brandOf returns the brand that issues cards with these digits and this
// length, or "".
func brandOf(d []byte) string {
	var prefix [9]int // prefix[n] is the number that the first n digits make
	for n := 1; n < len(prefix); n++ {
		prefix[n] = prefix[n-1]*10 + int(d[n-1])
	}
	ranges := cardsFrom[d[0]]
	for i := range ranges {
		r := &ranges[i]
		if p := prefix[r.width]; p < r.from || p > r.to {
			continue
		}
		for _, n := range r.lengths {
			if n == len(d) {
				return r.brand
			}
		}
	}
	return ""
}
