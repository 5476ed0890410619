package detectors

import "testing"

// TestCutOff: a word cut off stands for the type of all known words that begin so, and
// for none where they are of several types or of every day.
func TestCutOff(t *testing.T) {
	c := builtin(t)
	for name, want := range map[string]string{
		"mot_inapt": "health", "sit_gestac": "health",
		"cont_geral": "", "medi_final": "", "forma_pagt": "", "num_lote": "",
	} {
		got := ""
		if i, _ := c.CutOff(c.Words(name)); i >= 0 {
			got = c.Type(i).Rule.ID
		}
		if got != want {
			t.Errorf("%s stands for %q, want %q", name, got, want)
		}
	}
}

// TestSpeaks: the name of a table says a type by one of its own words, not by those of
// every day.
func TestSpeaks(t *testing.T) {
	c := builtin(t)
	health := c.Index("health")
	for table, want := range map[string]bool{
		"curva_glicemica": true, "vacina_aplic": true, "oftalmo_refr": true,
		"fila_eventos": false, "associados_sind": false, "boletim_notas": false, "movimentos_pix": false, "migrantes": false, "tipos": false, "grupos": false,
	} {
		if got := c.Speaks(health, Tokens(table)); got != want {
			t.Errorf("%s speaks of health: %v, want %v", table, got, want)
		}
	}
}

// TestSpeaksOf: a text is about what its words say, but not those of somebody's name.
func TestSpeaksOf(t *testing.T) {
	c := builtin(t)
	health := c.Index("health")
	for text, want := range map[string]bool{
		"Paciente com dores lombares": true, "queixa das dores de sempre": true,
		"Maria das Dores Lima ligou de novo": false, "MARIA DOS REMEDIOS SILVA": false,
	} {
		types := c.SpeaksOf([]byte(text))
		if got := types.Has(health); got != want {
			t.Errorf("%q speaks of health: %v, want %v", text, got, want)
		}
	}
}

// TestSurnames: values that are surnames and nothing else are told from others.
func TestSurnames(t *testing.T) {
	c := builtin(t)
	for value, want := range map[string]bool{
		"Lima": true, "dos Santos": true, "SOUZA PRADO": true, "Araújo": true,
		"Ana Lima": false, "Lima da": false, "Rua Lima": false, "Lima Souza Prado": false, "Parafuso": false, "de": false,
	} {
		if types := c.Names([]byte(value)); types.Has(Surname) != want {
			t.Errorf("%q is a surname: %v, want %v", value, !want, want)
		}
	}
}
