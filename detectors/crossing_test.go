package detectors

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestCrossing: what numbers of one kind look like to the checks of the others. A
// licence's check digits are those of a CPF written backwards, and PIS and RENAVAM
// are one formula: a column can only be told by the share that passes.
func TestCrossing(t *testing.T) {
	const draws = 3000
	c := builtin(t)
	r := rand.New(rand.NewPCG(12, 2))
	digits := func(prefix string, n int) func() string {
		return func() string {
			b := []byte(prefix)
			for len(b) < n {
				b = append(b, byte('0'+r.IntN(10)))
			}
			return string(b)
		}
	}
	either := func(a, b func() string) func() string {
		return func() string {
			if r.IntN(2) == 0 {
				return a()
			}
			return b()
		}
	}
	// valid draws numbers until one is of the type.
	valid := func(id string, draw func() string) func() string {
		return func() string {
			for {
				if s := draw(); c.Is(id, []byte(s)) {
					return s
				}
			}
		}
	}
	i := 0
	for _, test := range []struct {
		holds  string
		draw   func() string
		passes map[string]float64
	}{
		{"CPF", valid("cpf", digits("", 11)), map[string]float64{"cpf": 1, "cnh": 0.091, "pis": 0.106, "renavam": 0.106, "phone": 0.12}},
		{"CNH", valid("cnh", digits("", 11)), map[string]float64{"cpf": 0.091, "cnh": 1, "pis": 0.108, "renavam": 0.108, "phone": 0.12}},
		{"PIS", valid("pis", either(digits("1", 11), digits("2", 11))), map[string]float64{"cpf": 0.007, "cnh": 0.011, "pis": 1, "renavam": 1}},
		{"RENAVAM", valid("renavam", either(digits("00", 11), digits("01", 11))), map[string]float64{"cpf": 0.06, "cnh": 0.011, "pis": 1, "renavam": 1, "phone": 0.36}},
		{"mobile telephones", valid("phone", func() string { return fmt.Sprintf("%02d9%08d", 11+r.IntN(89), r.IntN(1e8)) }), map[string]float64{"cpf": 0.009, "cnh": 0.01, "pis": 0.1, "renavam": 0.1, "phone": 1}},
		{"eleven digits", digits("", 11), map[string]float64{"cpf": 0.01, "cnh": 0.01, "pis": 0.099, "renavam": 0.099, "phone": 0.12}},
		{"ten digits", digits("", 10), map[string]float64{"cpf": 0.01, "phone": 0.53}},
		{"nine digits", digits("", 9), map[string]float64{"cpf": 0.01}},
		{"ids", func() string { i += 17; return fmt.Sprint(10_000_000 + i) }, map[string]float64{"cpf": 0.01}},
		{"fourteen digits", digits("", 14), map[string]float64{"cnpj": 0.01}},
		{"moments", func() string {
			return fmt.Sprintf("20%02d%02d%02d%02d%02d%02d", r.IntN(26), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60))
		}, map[string]float64{"cnpj": 0.01, "timestamp": 1}},
		{"bar codes in fourteen digits", func() string { return "0" + valid("ean", digits("789", 13))() }, map[string]float64{"cnpj": 0.01}},
		{"CPFs in fourteen digits", func() string { return "000" + valid("cpf", digits("", 11))() }, map[string]float64{"cnpj": 0.014, "cpf": 1}},
		{"twelve digits", digits("", 12), map[string]float64{"titulo_eleitor": 0.0025}},
		{"subscribers of telephones", digits("724", 15), map[string]float64{"cns": 0.091}},
		{"fifteen digits", digits("", 15), map[string]float64{"cns": 0.027, "device_id": 0.1}},
		{"twenty digits", digits("", 20), map[string]float64{"process_number": 0.001}},
		{"eight digits", digits("", 8), map[string]float64{"cep": 0.989, "birth_date": 0.0004}},
		{"dates", func() string { return fmt.Sprintf("20%02d%02d%02d", r.IntN(26), 1+r.IntN(12), 1+r.IntN(28)) }, map[string]float64{"cep": 1, "birth_date": 1}},
	} {
		passed := map[string]int{}
		for range draws {
			s := []byte(test.draw())
			for id := range test.passes {
				if c.Is(id, s) {
					passed[id]++
				}
			}
		}
		for id, want := range test.passes {
			if share := float64(passed[id]) / draws; share < want*0.75-0.003 || share > want*1.25+0.003 {
				t.Errorf("%s pass as %s: %.4f, not %.4f", test.holds, id, share, want)
			}
		}
	}
}
