package main

import "strings"

// mod11 is the check digit that CPF, CNPJ, PIS and NF-e keys share: weights 2, 3,
// 4 … from the right, starting again after last; 10 and 11 become 0. Letters
// count as in the alphanumeric CNPJ, code minus 48 (IN RFB 2.229/2024).
func mod11(s string, last int) byte {
	sum, weight := 0, 2
	for i := len(s) - 1; i >= 0; i-- {
		sum += int(s[i]-'0') * weight
		if weight++; weight > last {
			weight = 2
		}
	}
	digit := 11 - sum%11
	if digit > 9 {
		digit = 0
	}
	return '0' + byte(digit)
}

// mod10 is the check digit of cards (Luhn, double) and of EAN (triple): the last
// digit and every other one before it are multiplied.
func mod10(s string, factor int) byte {
	sum := 0
	for i := len(s) - 1; i >= 0; i-- {
		n := int(s[i] - '0')
		if (len(s)-i)%2 == 1 {
			n *= factor
			if factor == 2 {
				n = n/10 + n%10
			}
		}
		sum += n
	}
	return '0' + byte((10-sum%10)%10)
}

// cpfOf completes nine digits, cnpjOf twelve characters, pisOf ten digits,
// nfeKeyOf 43 digits, cardOf and eanOf any number of digits.

func cpfOf(root string) string {
	root += string(mod11(root, 11))
	return root + string(mod11(root, 11))
}

func cnpjOf(root string) string {
	root += string(mod11(root, 9))
	return root + string(mod11(root, 9))
}

func pisOf(root string) string    { return root + string(mod11(root, 9)) }
func nfeKeyOf(root string) string { return root + string(mod11(root, 9)) }
func cardOf(root string) string   { return root + string(mod10(root, 2)) }
func eanOf(root string) string    { return root + string(mod10(root, 3)) }

// punctuate writes s into a pattern whose '#' stand for its characters.
func punctuate(s, pattern string) string {
	var b strings.Builder
	for _, c := range pattern {
		if c == '#' && s != "" {
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

const (
	cpfPattern  = "###.###.###-##"
	cnpjPattern = "##.###.###/####-##"
	pisPattern  = "###.#####.##-#"
)
