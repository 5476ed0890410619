package eval

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
)

// digits returns n random digits.
func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

// mod11 is the check digit with weights that fall from first to 2 and, where
// wrap is set, start again at 9. Letters count by their ASCII code less 48.
func mod11(d string, first int, wrap bool) string {
	sum, w := 0, first
	for _, c := range []byte(d) {
		sum += int(c-'0') * w
		if w--; w < 2 && wrap {
			w = 9
		}
	}
	if rest := sum % 11; rest >= 2 {
		return string(rune('0' + 11 - rest))
	}
	return "0"
}

// luhn is the check digit of cards and IMEIs.
func luhn(d string) string {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return string(rune('0' + (10-sum%10)%10))
}

// in writes d into a form, in which each # stands for one character.
func in(form, d string) string {
	var b strings.Builder
	for _, c := range []byte(form) {
		if c == '#' && d != "" {
			c, d = d[0], d[1:]
		}
		b.WriteByte(c)
	}
	return b.String()
}

func cpf(r *rand.Rand) string {
	d := digits(r, 9)
	d += mod11(d, 10, false)
	return in("###.###.###-##", d+mod11(d, 11, false))
}

func cnpj(r *rand.Rand, root string) string {
	d := root + in("000#", string(rune('1'+r.IntN(20)/18)))
	d += mod11(d, 5, true)
	return in("##.###.###/####-##", d+mod11(d, 6, true))
}

func cnpjLetters(r *rand.Rand) string { return cnpj(r, like(r, "ZZZZZZZZ")) }

func pis(r *rand.Rand) string {
	d := in("1#########", digits(r, 9))
	return in("###.#####.##-#", d+mod11(d, 3, true))
}

func renavam(r *rand.Rand) string {
	d := fmt.Sprintf("%02d", r.IntN(2)) + digits(r, 8)
	return d + mod11(d, 3, true)
}

func cnh(r *rand.Rand) string {
	d := fmt.Sprintf("%02d", r.IntN(8)) + digits(r, 7)
	a, b := 0, 0
	for i, c := range []byte(d) {
		a += int(c-'0') * (9 - i)
		b += int(c-'0') * (i + 1)
	}
	carry := 0
	if a %= 11; a == 10 {
		a, carry = 0, 2
	}
	if b = b%11 - carry; b < 0 {
		b += 11
	}
	return d + fmt.Sprint(a) + fmt.Sprint(b%11%10)
}

func voter(r *rand.Rand) string {
	d, uf := digits(r, 8), fmt.Sprintf("%02d", 1+r.IntN(28))
	sum := 0
	for i, c := range []byte(d) {
		sum += int(c-'0') * (i + 2)
	}
	digit := func(sum int) int {
		rest := sum % 11
		if rest == 0 && uf <= "02" {
			return 1
		}
		return rest % 10
	}
	first := digit(sum)
	second := digit(int(uf[0]-'0')*7 + int(uf[1]-'0')*8 + first*9)
	return d + uf + fmt.Sprint(first) + fmt.Sprint(second)
}

func cns(r *rand.Rand) string {
	weigh := func(d string) (sum int) {
		for i, c := range []byte(d) {
			sum += int(c-'0') * (15 - i)
		}
		return sum
	}
	if r.IntN(3) == 0 { // provisional
		for {
			d := fmt.Sprint(7+r.IntN(3)) + digits(r, 13)
			if last := (11 - weigh(d)%11) % 11; last < 10 {
				return d + fmt.Sprint(last)
			}
		}
	}
	d := fmt.Sprint(1+r.IntN(2)) + digits(r, 10)
	switch dv := 11 - weigh(d)%11; dv {
	case 11:
		return d + "0000"
	case 10:
		return d + "0018"
	default:
		return d + "000" + fmt.Sprint(dv)
	}
}

func rg(r *rand.Rand) string {
	d := digits(r, 8)
	switch r.IntN(6) {
	case 0:
		return "MG-" + in("##.###.###", d)
	case 1:
		return in("#######", d)
	case 2:
		return in("#.###.###", d)
	}
	sum := 0
	for i, c := range []byte(d) {
		sum += int(c-'0') * (i + 2)
	}
	return in("##.###.###-", d) + string("0123456789X0"[11-sum%11])
}

func certificate(r *rand.Rand) string {
	d := digits(r, 6) + "0155" + fmt.Sprint(1990+r.IntN(35)) + "1" + in("00###", digits(r, 3)) + digits(r, 3) + digits(r, 7)
	for w := 2; w >= 1; w-- {
		sum, weight := 0, w
		for _, c := range []byte(d) {
			sum += int(c-'0') * weight
			if weight++; weight > 10 {
				weight = 0
			}
		}
		rest := sum % 11
		if rest == 10 {
			rest = 1
		}
		d += fmt.Sprint(rest)
	}
	return in("###### ## ## #### # ##### ### ####### ##", d)
}

func process(r *rand.Rand) string {
	n, rest := digits(r, 7), fmt.Sprintf("%d%s%02d%04d", 2005+r.IntN(20), []string{"8", "8", "5", "4"}[r.IntN(4)], 1+r.IntN(24), 1+r.IntN(300))
	whole, _ := new(big.Int).SetString(n+rest+"00", 10)
	dd := 98 - int(new(big.Int).Mod(whole, big.NewInt(97)).Int64())
	return in("#######-##.####.#.##.####", n+fmt.Sprintf("%02d", dd)+rest)
}

func invoiceKey(r *rand.Rand) string {
	uf := []string{"35", "31", "33", "41", "43", "29", "52"}[r.IntN(7)]
	issuer := strings.NewReplacer(".", "", "/", "", "-", "").Replace(cnpj(r, digits(r, 8)))
	d := uf + fmt.Sprintf("%02d%02d", 19+r.IntN(7), 1+r.IntN(12)) + issuer + "55001" + digits(r, 9) + "1" + digits(r, 8)
	sum, w := 0, 2
	for i := len(d) - 1; i >= 0; i-- {
		sum += int(d[i]-'0') * w
		if w++; w > 9 {
			w = 2
		}
	}
	dv := 11 - sum%11
	if dv > 9 {
		dv = 0
	}
	return d + fmt.Sprint(dv)
}

func ean(r *rand.Rand) string { return gtin("789" + digits(r, 9)) }

// gtin adds the check digit: the weights are 3 and 1 in turn, the last is 3.
func gtin(d string) string {
	sum := 0
	for i, c := range []byte(d) {
		sum += int(c-'0') * (1 + (len(d)-i)%2*2)
	}
	return d + fmt.Sprint((10-sum%10)%10)
}

func tracking(r *rand.Rand) string {
	d, sum := digits(r, 8), 0
	for i, w := range []int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += int(d[i]-'0') * w
	}
	dv := 11 - sum%11
	switch dv {
	case 10:
		dv = 0
	case 11:
		dv = 5
	}
	return like(r, "AA") + d + fmt.Sprint(dv) + "BR"
}

func card(r *rand.Rand) string {
	prefix := []string{"4", "4", "51", "53", "55", "2223", "636297", "606282"}[r.IntN(8)]
	d := prefix + digits(r, 15-len(prefix))
	return in("#### #### #### ####", d+luhn(d))
}

func imei(r *rand.Rand) string {
	d := "35" + digits(r, 12)
	return d + luhn(d)
}

func iban(r *rand.Rand) string {
	bban := []string{"00000000", "60746948", "60701190", "00360305"}[r.IntN(4)] + digits(r, 15) + "C1"
	// "C" is 12, "BR00" 112700
	n, _ := new(big.Int).SetString(bban[:23]+"121"+"112700", 10)
	return fmt.Sprintf("BR%02d%s", 98-int(new(big.Int).Mod(n, big.NewInt(97)).Int64()), bban)
}

// ibanPT is an account in Portugal: 21 digits of which the last two check the rest.
func ibanPT(r *rand.Rand) string {
	bban := []string{"0010", "0033", "0035", "0007"}[r.IntN(4)] + digits(r, 15)
	mod97 := func(d string) int64 {
		n, _ := new(big.Int).SetString(d, 10)
		return 98 - new(big.Int).Mod(n, big.NewInt(97)).Int64()
	}
	bban += fmt.Sprintf("%02d", mod97(bban+"00"))
	return fmt.Sprintf("PT%02d%s", mod97(bban+"252900"), bban) // "PT" is 2529
}

// boleto is the line of 47 digits of a bank's bill.
func boleto(r *rand.Rand) string {
	mod10 := func(d string) string { return d + luhn(d) }
	bank := []string{"001", "341", "237", "104", "033"}[r.IntN(5)] + "9"
	free, due := digits(r, 25), fmt.Sprintf("%04d%010d", 1000+r.IntN(8000), r.IntN(500000))
	code := bank + due + free
	sum, w := 0, 2
	for i := len(code) - 1; i >= 0; i-- {
		sum += int(code[i]-'0') * w
		if w++; w > 9 {
			w = 2
		}
	}
	general := 11 - sum%11
	if general > 9 {
		general = 1
	}
	return in("#####.##### #####.###### #####.###### # ##############",
		mod10(bank+free[:5])+mod10(free[5:15])+mod10(free[15:])+fmt.Sprint(general)+due)
}

// brcode is a Pix payment text: fields of id, length and value, and a CRC-16/CCITT-FALSE.
func brcode(m *maker) string {
	field := func(id, value string) string { return fmt.Sprintf("%s%02d%s", id, len(value), value) }
	key := []string{"+55" + bare(mobile(m)), email(m), bare(cpf(m.r))}[m.r.IntN(3)]
	text := field("00", "01") + field("26", field("00", "br.gov.bcb.pix")+field("01", key)) + field("52", "0000") + field("53", "986") +
		field("58", "BR") + field("59", strings.ToUpper(plain(given(m)))) + field("60", "BRASILIA") + field("62", field("05", "***")) + "6304"
	crc := uint16(0xFFFF)
	for _, c := range []byte(text) {
		crc ^= uint16(c) << 8
		for range 8 {
			if carry := crc&0x8000 != 0; carry {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return text + fmt.Sprintf("%04X", crc)
}

// nif is the tax number of a person in Portugal.
func nif(r *rand.Rand) string {
	d := in("2########", digits(r, 7))[:8]
	return d + mod11(d, 9, false)
}

// cuil is the labour number of a person in Argentina, around the DNI.
func cuil(r *rand.Rand) string {
	for {
		d := []string{"20", "27", "23"}[r.IntN(3)] + fmt.Sprintf("%08d", 5_000_000+r.IntN(45_000_000))
		sum := 0
		for i, w := range []int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2} {
			sum += int(d[i]-'0') * w
		}
		if dv := (11 - sum%11) % 11; dv < 10 {
			return in("##-########-#", d+fmt.Sprint(dv))
		}
	}
}
