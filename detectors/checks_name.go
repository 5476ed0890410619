package detectors

import (
	"bytes"
	"fmt"

	"github.com/datamapbr/datamap/rules"
)

// A nameRole is what a word can be in a person's name, as a set of bits.
type nameRole uint8

const (
	givenName  nameRole = 1 << iota
	familyName          // a surname
	nameSuffix          // ends a name
	honorific           // stands before a name
	notPerson           // makes a name that of a street, a place, a company or a thing
	office              // begins the addresses that a company, not one of its people, has
)

// nameLists are the words of the names that people carry with what each
// can be, by the key of the word: a table that is looked into once for every
// word of every name.
type nameLists struct {
	keys  *[nameSlots]uint64 // open addressing; 0 is an empty place
	roles *[nameSlots]nameRole
}

// nameSlots is how many places the table has: a power of two, of which the lists
// fill half at most.
const nameSlots = 1 << 15

func loadNames() (*nameLists, error) {
	l := &nameLists{new([nameSlots]uint64), new([nameSlots]nameRole)}
	for file, role := range map[string]nameRole{
		"given": givenName, "surnames": familyName, "suffixes": nameSuffix, "honorifics": honorific, "not_persons": notPerson, "offices": office,
	} {
		data, err := rules.File("names/" + file + ".txt")
		if err != nil {
			return nil, fmt.Errorf("reading the list of names %s: %w", file, err)
		}
		for word := range bytes.FieldsSeq(data) {
			l.add(word, role)
		}
	}
	return l, nil
}

func (l *nameLists) add(word []byte, role nameRole) {
	key, _ := letterKey(word)
	i := l.place(key)
	l.keys[i] = key
	l.roles[i] |= role
}

// place returns the place of a key in the table, or the empty one where it would be.
func (l *nameLists) place(key uint64) uint64 {
	i := key * 0x9E3779B97F4A7C15 >> 32 % nameSlots
	for l.keys[i] != 0 && l.keys[i] != key {
		i = (i + 1) % nameSlots
	}
	return i
}

// role returns what the word with a key can be.
func (l *nameLists) role(key uint64) nameRole { return l.roles[l.place(key)%nameSlots] }

// roleOf returns what a word can be; ok tells that it has letters only.
func (l *nameLists) roleOf(word []byte) (role nameRole, ok bool) {
	key, ok := letterKey(word)
	if !ok {
		return 0, false
	}
	return l.role(key), true
}

// withoutCode returns the name in a value that has somebody's number before or
// behind it: "10234 - Ana Lima", "Ana Lima (10234)", "Ana Lima - 10234".
func withoutCode(value []byte) []byte {
	if isDigit(value[0]) {
		return bytes.TrimLeft(value, "0123456789 -")
	}
	name := bytes.TrimRight(value, "0123456789 ()")
	if last := value[len(value)-1]; last != ')' && (len(name) == 0 || name[len(name)-1] != '-') {
		return nil // "Maria Lima 12" is a street, or a class
	}
	return bytes.TrimRight(name, " -")
}

// withoutRegister returns the name before the number that a professional council gave somebody:
// "Ana Lima - CRESS 8009", "Ana Lima (OAB/SP 12.345)".
func withoutRegister(value []byte) []byte {
	name, _, _ := bytes.Cut(value, []byte{'-'})
	name, _, _ = bytes.Cut(name, []byte{'('})
	return bytes.TrimRight(name, " ")
}

// withoutTitle returns the name behind a title for both sexes: "Dr(a). Ana Lima".
func withoutTitle(value []byte) []byte {
	_, name, _ := bytes.Cut(value, []byte{')'})
	return bytes.TrimLeft(name, ". ")
}

// numbered reports whether a value is a name, or a part of one, with a number behind each
// word, as generators of patients write: "Milo271 Feil794".
func (l *nameLists) numbered(value []byte) bool {
	var room [maxShaped]byte
	name := room[:0]
	for _, b := range value {
		if b < '0' || b > '9' {
			name = append(name, b)
		}
	}
	role, _ := l.roleOf(name)
	return role&(givenName|familyName) != 0 || l.full(name) || l.isGiven(name)
}

// fewestListed is how many names a list of names has at least.
const fewestListed = 2

// several reports whether a value lists persons' names, of which at least every second is
// known: the actors of a film, the authors of a paper.
func (l *nameLists) several(value []byte) bool {
	listed, known := 0, 0
	for from, at := 0, 0; at <= len(value); at++ {
		if at < len(value) && !isListMark(value[at]) {
			continue
		}
		if at > from {
			if listed++; l.full(bytes.Trim(value[from:at], " ")) {
				known++
			}
		}
		from = at + 1
	}
	return known >= fewestListed && 2*known >= listed
}

// isListMark reports whether b may stand between the names of a list.
func isListMark(b byte) bool { return b == ',' || b == ';' || b == '/' || b == '&' }

// full reports whether value is a person's name in full: two to eight words
// after any honorific, the first a given name of the list, another a surname of
// the list or a second given name, none that makes it a street, a place or a
// company. The surname may come first, before a comma or a slash.
func (l *nameLists) full(value []byte) bool {
	if i := turnedAt(value); i >= 0 {
		given := bytes.TrimLeft(value[i+1:], " ")
		return turnedAt(given) < 0 && l.turned(value[:i], given)
	}
	words, known, titles := 0, 0, 0
	for at := 0; at < len(value); {
		var length int
		var role nameRole
		var ok bool
		length, role, ok, at = l.wordAt(value, at)
		if length == 0 {
			continue
		}
		if words++; words > 8 || length > maxNameWord {
			return false
		}
		switch {
		case !ok: // D'Ávila, Anne-Marie: fine, but not the first word
			if words == 1 {
				return false
			}
			known++
		case words == 1 && titles == 0 && role&honorific != 0:
			words, titles = 0, 1
		case words == 1 && titles == 1 && length == 2 && role == 0: // "RN de Maria Silva"
			words = 0
		case words == 1:
			if role&givenName == 0 && (titles == 0 || role&familyName == 0) {
				return false
			}
		case role&notPerson != 0:
			return false
		case role&(familyName|givenName|nameSuffix) != 0:
			known++
		}
	}
	return words >= 2 && known >= 1 || words == 1 && titles == 1
}

// wordAt returns, of the word of a name that begins at a place, the length without the
// marks at its edges, what it can be and whether it has letters only, and where the next
// one begins.
func (l *nameLists) wordAt(name []byte, at int) (length int, role nameRole, ok bool, next int) {
	if key, n := shortWord(name, at); n > 0 {
		return n, l.role(key), true, at + n + 1
	}
	word, next := name[at:], len(name)
	if i := bytes.IndexByte(word, ' '); i >= 0 {
		word, next = word[:i], at+i+1
	}
	for len(word) > 0 && isNameMark(word[len(word)-1]) {
		word = word[:len(word)-1]
	}
	for len(word) > 0 && isNameMark(word[0]) {
		word = word[1:]
	}
	role, ok = l.roleOf(word)
	return len(word), role, ok, next
}

// turned reports whether a surname and what stands behind it are a name in full.
func (l *nameLists) turned(surname, given []byte) bool {
	var name [maxName + 1]byte
	return len(surname)+len(given) < maxName && l.full(append(append(append(name[:0], given...), ' '), surname...))
}

// packed reports whether value is a name in full as medical images and messages
// write it, the surname first and a caret behind each part: "SILVA^MARIA^^DRA".
func (l *nameLists) packed(value []byte) bool {
	surname, rest, _ := bytes.Cut(value, []byte{'^'})
	given, _, _ := bytes.Cut(rest, []byte{'^'})
	return l.turned(surname, given)
}

// inDirectory reports whether a value is the distinguished name of a person's entry in a
// directory (RFC 4514): "CN=Ana Lima,OU=Vendas,DC=empresa,DC=local".
func (l *nameLists) inDirectory(value []byte) bool {
	name, _, _ := bytes.Cut(bytes.TrimPrefix(value, []byte("CN=")), []byte{','})
	return l.full(name)
}

// namedInText reports whether value is a given name of the list and a surname or
// second given name, with any articles and particles before these: "a Maria da Silva".
func (l *nameLists) namedInText(value []byte) bool {
	named := false
	for len(value) > 0 {
		var word []byte
		word, value, _ = bytes.Cut(value, []byte{' '})
		switch role, _ := l.roleOf(word); {
		case !named && role&givenName != 0:
			named = true
		case named && role&(familyName|givenName) != 0:
			return role&notPerson == 0
		case len(word) > maxJoint:
			return false
		}
	}
	return false
}

// isSpeaker reports whether value is a time, and behind it the person who writes or speaks in
// a transcript: "10:22 - Ana Souza:".
func (l *nameLists) isSpeaker(value []byte) bool {
	at := bytes.IndexAny(value, "]-")
	name := bytes.TrimSuffix(bytes.TrimLeft(value[at+1:], " "), []byte{':'})
	return l.full(name) || l.isGiven(name)
}

// nameInText is the name of the check that namedInText is.
const nameInText = "text_name"

// mayOpen reports whether a value that passes namedInText may begin at a place of a text.
func (l *nameLists) mayOpen(text []byte, at int) bool {
	key, n := shortWord(text, at)
	return n <= maxJoint || l.role(key)&givenName != 0
}

// maxJoint is the length of the longest word that only joins the parts of a name: "dos".
const maxJoint = 3

// isNameMark reports whether b may stand at the edge of a word of a name.
func isNameMark(b byte) bool { return b == '.' || b == '\'' || b == '-' }

// turnedAt returns the place of the comma or slash after a surname that comes first, or -1.
func turnedAt(value []byte) int {
	if i := bytes.IndexByte(value, ','); i >= 0 {
		return i
	}
	return bytes.IndexByte(value, '/')
}

// The longest name in full and the longest of its words, in bytes.
const (
	maxName     = 120
	maxNameWord = 32
)

// isGiven reports whether value is one given name of the list, or a name of the
// lists beside initials: "Maria S.", "J. A. Souza".
func (l *nameLists) isGiven(value []byte) bool {
	if len(value) < 2 || len(value) > maxNameWord {
		return false
	}
	wanted, written := givenName, 0
	for len(value) > 0 {
		word := value
		if i := bytes.IndexByte(value, ' '); i >= 0 {
			word, value = value[:i], value[i+1:]
		} else {
			value = nil
		}
		word = bytes.TrimSuffix(word, []byte{'.'})
		if len(word) < 2 {
			if written == 0 {
				wanted = familyName
			}
			continue
		}
		if role, _ := l.roleOf(word); written > 0 || role&wanted == 0 {
			return false
		}
		written++
	}
	return written == 1
}

// mostFamily is how many surnames stand in a column of them at most, without those that only join
// them: those of both parents.
const mostFamily = 2

// isFamily reports whether value is one or two surnames of the list: "Lima", "dos Santos Prado".
func (l *nameLists) isFamily(value []byte) bool {
	known := 0
	for at := 0; at < len(value); {
		var length int
		var role nameRole
		length, role, _, at = l.wordAt(value, at)
		switch {
		case role&familyName != 0:
			known++
		case role != 0 || length > maxJoint || at >= len(value):
			return false
		}
	}
	return known > 0 && known <= mostFamily
}
