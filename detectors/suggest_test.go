package detectors

import (
	"slices"
	"testing"

	"github.com/datamapbr/datamap/rules"
)

// TestSuggests: words of the rules' names speak in names that no rule lists, too, but for
// words of every trade and those that make the name one of an amount or a kind.
func TestSuggests(t *testing.T) {
	var daily everyday
	if err := rules.DecodeFile("everyday.yaml", &daily); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(daily.Names) || !slices.IsSorted(daily.Records) {
		t.Error("the words of every day are not in order")
	}
	c := builtin(t)
	for name, want := range map[string]string{
		"grau_limitacao_visual_direita": "health", "foco_visual": "health", "obs_entrada_oxigenio": "health",
		"confed_regional": "union", "linhagem_african": "race",
		"qtd_visual": "", "preco_oxigenio": "", "oxigenio_estoque": "", "observacao_geral": "", "condicao_pagamento": "", "numero_pedido": "", "cor_fundo": "",
	} {
		got := ""
		if i, _ := c.Suggests(c.Words(name)); i >= 0 {
			got = c.Type(i).Rule.ID
		}
		if got != want {
			t.Errorf("%s suggests %q, want %q", name, got, want)
		}
	}
}
