package eval

import (
	"strings"
)

// person returns a name in full: mostly common ones, some from the long lists,
// a few that are in no list.
func person(m *maker) string {
	name := given(m)
	if m.r.IntN(4) == 0 {
		name += " " + m.pick(m.words["given"])
	}
	for range 1 + (m.r.IntN(5)+1)/3 {
		name += " " + m.pick(m.words["joint"]) + surname(m)
	}
	return strings.Join(strings.Fields(name), " ")
}

func given(m *maker) string {
	switch k := m.r.IntN(100); {
	case k < 72:
		return m.pick(m.words["given"])
	case k < 93:
		return title(m.pick(m.words["listed_given"]))
	}
	return m.pick(m.words["rare_given"])
}

func surname(m *maker) string {
	switch k := m.r.IntN(100); {
	case k < 72:
		return m.pick(m.words["surname"])
	case k < 94:
		return title(m.pick(m.words["listed_surname"]))
	}
	return m.pick(m.words["rare_surname"])
}

func title(s string) string { return s[:1] + strings.ToLower(s[1:]) }

// email returns an address made of a name, not all at large providers.
func email(m *maker) string {
	first, last := plain(given(m)), plain(surname(m))
	user := m.pick([]string{first + "." + last, first + last, first + "_" + last + digits(m.r, 2), first[:1] + last, first + digits(m.r, 3)})
	return user + "@" + m.pick(m.words["mail_domain"])
}

// plain is a name as in an address: lower case, no accents, no blanks.
func plain(s string) string {
	return strings.ReplaceAll(strings.ToLower(unaccented.Replace(s)), " ", "")
}

var unaccented = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ã", "a", "é", "e", "ê", "e", "í", "i", "ó", "o", "ô", "o", "õ", "o",
	"ú", "u", "ü", "u", "ç", "c", "Á", "A", "À", "A", "Â", "A", "Ã", "A", "É", "E", "Ê", "E", "Í", "I", "Ó", "O", "Ô", "O", "Õ", "O", "Ú", "U", "Ç", "C",
	"ö", "o", "ä", "a", "ñ", "n", "ø", "o", "š", "s", "ė", "e")

func mobile(m *maker) string {
	return "(" + m.pick(m.words["ddd"]) + ") 9" + like(m.r, "8999-9999")
}

func landline(m *maker) string {
	return "(" + m.pick(m.words["ddd"]) + ") " + like(m.r, "3999-9999")
}
