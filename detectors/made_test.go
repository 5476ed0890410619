package detectors

import (
	"slices"
	"testing"
)

// TestMade: values are told by how their first word is made, not by a list of words.
func TestMade(t *testing.T) {
	c := builtin(t)
	health := c.Index("health")
	for value, want := range map[string]bool{
		"Colangiocarcinoma": true, "ESPLENECTOMIA": true, "Neumopatía crónica": true, "rosuvastatina 10 mg": true, "Tonsillitis, acute": true, "Nefropatias": true,
		"Academia": false, "Microscopia óptica": false, "Cronograma": false, "limite": false, "radiografia_2.jpg": false, "emia": false, "Mesa, cardiopatia": false,
	} {
		var m Matches
		c.Match([]byte(value), &m)
		if got := slices.ContainsFunc(m.Hits(), func(h Hit) bool { return int(h.Type) == health && h.Valid }); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

// TestHalves: what of a thing and the thing, both cut short, hint at a type together.
func TestHalves(t *testing.T) {
	c := builtin(t)
	for name, want := range map[string]string{
		"TIPDOR": "health", "LOCLES": "health", "TP_LES": "health", "VLADNOT": "salary", "DSC_PENS": "salary", "DSCEMPR": "salary",
		"TIPDOC": "", "VLPROD": "", "LOCTRAB": "", "VLFRETE": "", "DSCPROD": "", "TIPOPROD": "",
	} {
		got := ""
		for _, id := range []string{"health", "salary"} {
			if m, _ := c.Type(c.Index(id)).Name(c.Words(name)); m > NameSilent {
				got = id
			}
		}
		if got != want {
			t.Errorf("%s hints at %q, want %q", name, got, want)
		}
	}
}

// TestOutrightHalves: a word for a user and one for what users do say a user's name together, wherever they stand; not
// where others make it something else.
func TestOutrightHalves(t *testing.T) {
	c := builtin(t)
	username := c.Type(c.Index("username"))
	for name, want := range map[string]NameMatch{
		"cdUsuLancamento": NameMentions, "USRDIGIT": NameMentions, "nm_usuario_liberacao": NameMentions, "opr_estorno": NameMentions,
		"kwai_id": NameMentions, "status_usuario_baixa": NameDenies, "dt_baixa": NameSilent, "usuario_ativo": NameDenies,
	} {
		if got, word := username.Name(c.Words(name)); got != want {
			t.Errorf("%s: %v (%s), want %v", name, got, word, want)
		}
	}
}
