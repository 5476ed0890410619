package detectors

// maxNumber is the longest value, in bytes, that is taken apart as a number.
const maxNumber = 32

// numberWords is how many words a number has at most.
const numberWords = maxNumber / 8

const evenBytes = 0x00FF00FF00FF00FF

// A number is a value of digits and punctuation whose layout is known, taken
// apart once for all the checks that its layout calls for.
type number struct {
	value []byte
	words [numberWords]uint64     // every digit, as 0–9, in the byte where it stands; all else 0
	pairs [2 * numberWords]uint64 // the even bytes of every word, and the odd ones
	date  int                     // its digits yyyymmdd, once it has been found to be one
}

// places are the positions of the digits in a layout.
type places struct {
	at     []int // offset of every digit in the value
	length int   // of the value
	words  int
}

// placesOf finds the digits of a value of 1 to maxNumber bytes.
func placesOf(value []byte) places {
	p := places{length: len(value), words: (len(value) + 7) / 8}
	for i, b := range value {
		if isDigit(b) {
			p.at = append(p.at, i)
		}
	}
	return p
}

// offset is where word i of the value begins: the last one ends with the value,
// and shares bytes with the one before, to which they belong.
func (p *places) offset(i int) int {
	if i == p.words-1 {
		return max(0, p.length-8)
	}
	return 8 * i
}

// find returns the word that a byte of the value belongs to, and its position there.
func (p *places) find(offset int) (word, place int) {
	word = min(offset/8, p.words-1)
	return word, offset - p.offset(word)
}

// mask has a byte for each of the digits from first up to last.
func (p *places) mask(first, last int) (mask [numberWords]uint64) {
	for _, at := range p.at[first:last] {
		word, place := p.find(at)
		mask[word] |= 1 << (8 * place)
	}
	return mask
}

// weights are factors for the digits of a number, so arranged that the products
// with the pairs have the weighted sum, which must be below 65536, in their highest bits.
type weights struct {
	factors [2 * numberWords]uint64
	n       int // of the factors that may not be zero
}

// weigh makes weights of the factors of the digits in turn; the digits behind them
// weigh nothing, and the first of them belong to zeros that were lost.
func (p *places) weigh(lost int, of ...int) *weights {
	w := &weights{}
	for i, at := range p.at[:min(len(p.at), len(of)-lost)] {
		word, place := p.find(at)
		w.n = 2 * (word + 1)
		w.factors[2*word+place&1] |= uint64(of[i+lost]) << (16 * (3 - place/2))
	}
	return w
}

// sum returns the weighted sum of the digits.
func (w *weights) sum(n *number) int {
	if w.n <= 4 {
		return int((n.pairs[0]*w.factors[0] + n.pairs[1]*w.factors[1] + n.pairs[2]*w.factors[2] + n.pairs[3]*w.factors[3]) >> 48)
	}
	var sum uint64
	for i := range w.n {
		sum += n.pairs[i&(2*numberWords-1)] * w.factors[i&(2*numberWords-1)]
	}
	return int(sum >> 48)
}

// digit returns the digit at an offset of the value.
func (n *number) digit(at int) int { return int(n.value[at] & 0x0F) }

// read returns the number that the given count of digits at an offset make.
func (n *number) read(at, width int) int {
	v := 0
	for _, c := range n.value[at : at+width] {
		v = v*10 + int(c&0x0F)
	}
	return v
}

// split fills in the pairs of the words.
func (n *number) split(words int) {
	for i := range words & (2*numberWords - 1) {
		n.pairs[2*i&(2*numberWords-1)] = n.words[i&(numberWords-1)] & evenBytes
		n.pairs[(2*i+1)&(2*numberWords-1)] = n.words[i&(numberWords-1)] >> 8 & evenBytes
	}
}

// same reports whether all digits in a mask equal this one.
func (n *number) same(mask *[numberWords]uint64, digit int) bool {
	for i, m := range mask {
		if n.words[i]&(m*0x0F) != m*uint64(digit) {
			return false
		}
	}
	return true
}

// luhn returns the sum of the digits of which those of doubled count twice, and
// nine less when that is over nine.
func (n *number) luhn(doubled []uint64) int {
	var sum uint64
	for i, m := range doubled {
		w := n.words[i]
		twice := (w & (m * 0x0F)) << 1
		over := (twice + 6*everyByte) >> 4 & everyByte // one where it is over nine
		w = w&^(m*0x0F) + twice - 9*over
		sum += w&evenBytes + w>>8&evenBytes
	}
	return int(sum * 0x0001000100010001 >> 48)
}
