package detectors

import "testing"

func TestDisease(t *testing.T) {
	for _, code := range []string{"A00", "A09.9", "B24X", "B99", "C97", "D48", "D89", "E90", "F99", "H95", "I10", "K93", "P96", "T98", "U07.1", "V01", "X59", "Y98", "Z00", "Z999"} {
		if !disease([]byte(code), 0) {
			t.Errorf("%s is no code", code)
		}
	}
	for _, code := range []string{"", "A0", "A1B", "A10", "C98", "D49", "D54", "E91", "H07", "H96", "K94", "P97", "T99", "U50", "U90", "V00", "Y99", "Z14", "a00", "100", "[00"} {
		if disease([]byte(code), 0) {
			t.Errorf("%s is a code", code)
		}
	}
	codes := 0
	for letter := byte('A'); letter <= 'Z'; letter++ {
		for n := range byte(100) {
			if disease([]byte{letter, '0' + n/10, '0' + n%10}, 0) {
				codes++
			}
		}
	}
	if share := float64(codes) / 2600; share < 0.8 || share > 0.9 {
		t.Errorf("%.2f of all letters with two digits pass; the forms reckon with 0.8", share)
	}
}
