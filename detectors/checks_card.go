package detectors

import "slices"

// card checks a payment card: Luhn (ISO/IEC 7812-1), and a length that the
// brand of the first digits issues. Repeated digits are refused.
func card(value []byte, _ int) bool {
	var buf digitBuffer
	d := digits(&buf, value, 0)
	return len(d) >= 14 && len(d) <= 19 && !repeated(d) && luhn(d) && isIssued(d)
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

// A cardRange is a range of first digits that are issued.
type cardRange struct {
	width    int // digits in from and to
	from, to int
	lengths  []int
}

// cardRanges are those of Visa, Mastercard, American Express, Diners, Discover and JCB, and
// what Elo and Hipercard issue outside of these.
var cardRanges = []cardRange{
	{1, 4, 4, []int{16, 18, 19}},
	{2, 51, 55, []int{16}},
	{4, 2221, 2720, []int{16}},
	{2, 34, 34, []int{15}},
	{2, 37, 37, []int{15}},
	{2, 36, 36, []int{14, 16, 19}},
	{2, 38, 39, []int{14, 16, 19}},
	{3, 300, 305, []int{14, 16, 19}},
	{2, 65, 65, []int{16, 19}},
	{3, 644, 649, []int{16, 19}},
	{4, 6011, 6011, []int{16, 19}},
	{4, 3528, 3589, []int{16, 17, 18, 19}},
	{4, 2131, 2131, []int{15, 16}},
	{4, 1800, 1800, []int{15, 16}},
	{6, 504175, 504175, []int{16}},
	{6, 506699, 506778, []int{16}},
	{6, 509000, 509999, []int{16}},
	{6, 627780, 627780, []int{16}},
	{6, 636297, 636297, []int{16}},
	{6, 636368, 636368, []int{16}},
	{6, 606282, 606282, []int{16}},
	{6, 637095, 637095, []int{16}},
	{6, 637568, 637568, []int{16}},
	{6, 637599, 637599, []int{16}},
	{6, 637609, 637609, []int{16}},
	{6, 637612, 637612, []int{16}},
	{8, 63737423, 63737423, []int{16}},
	{8, 63743358, 63743358, []int{16}},
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

// isIssued reports whether a brand issues cards with these digits and this length.
func isIssued(d []byte) bool {
	var prefix [9]int // prefix[n] is the number that the first n digits make
	for n := 1; n < len(prefix); n++ {
		prefix[n] = prefix[n-1]*10 + int(d[n-1])
	}
	ranges := cardsFrom[d[0]]
	for i := range ranges {
		r := &ranges[i]
		if p := prefix[r.width]; p >= r.from && p <= r.to && slices.Contains(r.lengths, len(d)) {
			return true
		}
	}
	return false
}
