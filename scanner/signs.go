package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// grammar is the words of which names are made whatever they are about.
var grammar = rules.MustGrammar()

// A sign is what one column says of its table.
type sign struct {
	name   []string    // its words …
	topics rules.Topic // … and what they say, all of them,
	first  rules.Topic // … the first
	last   rules.Topic // … and the last
	body   bool        // the name says that it is of an animal, a ward …
	office bool        // the name says that it is of a company, not of one of its people
	area   bool        // it holds parts of contacts that many share
	counts bool        // the name says that it holds numbers of cases …
	heads  int         // … or says only what is counted
	traits []string    // types of what only people have
	family string      // the first word of its name, where columns that begin so are of one type …
	kind   string      // … this
	answer bool        // its values are yes and no …
	blank  bool        // its values say nothing, and are neither keys nor dates
	silent bool        // neither its values nor its name say anything
	hint   string      // the type at which its name only hints
	mute   bool        // … and neither they nor its name say to what
	amount bool        // its values are amounts, and neither they nor its name say of what
	served bool        // the name is a word for whom something is done
	owned  bool        // the name is that of somebody's number or key
	record bool        // the name says that it is about the record
	many   bool        // the name is a word for several people, and no key of theirs
	firm   bool        // it holds the numbers of companies
	street bool        // its values are streets
	unique bool        // nearly every row has one of its own

	documents, deputies, claims, kinds, touches, people, companies, contacts, links, devices, users, figures, secrets, lives, plain, wares, beasts, guests, pays int

	theirs   int // 1 where it is only named as a document, but says whose
	schooled int // 1 where it holds what no animal has
}

// Values tell the people of a table apart where there are more of them than
// codes and groups have, or nearly as many as rows.
const (
	mostCodes = 20
	fewCodes  = 5 // … and fewer than that are no numbers of cases
)

// tellsApart reports whether there are more distinct values than a kind has groups.
func tellsApart(distinct, filled int64) bool { return distinct > mostCodes || 2*distinct > filled }

// counted reports whether a column's name says that it holds numbers of cases,
// or names only the cases: "total_obitos", "populacao".
func counted(subjects *rules.Subjects, name []string) (numbers, cases bool) {
	for len(name) > 1 && subjects.Topics(name[0])&rules.Amounts != 0 {
		name, numbers = name[1:], true
	}
	cases = len(name) == 1 && subjects.Topics(name[0])&rules.Cases != 0
	return numbers && cases || len(name) == 1 && (name[0] == "count" || name[0] == "n"), cases
}

// signOf returns what a column says by its name and by the verdict on it.
func signOf(subjects *rules.Subjects, catalog *detectors.Catalog, name []string, column *ColumnResult) sign {
	s, apart := signOfName(subjects, name), tellsApart(column.Distinct, column.Filled)
	s.record = catalog.OfRecord(s.name)
	s.unique = column.Filled > mostCodes && float64(column.Distinct) >= mixedShare*float64(column.Filled)
	numbers, cases := counted(subjects, s.name)
	if s.counts = numbers; cases && (column.Distinct > fewCodes || 2*column.Distinct > column.Filled) {
		s.heads++
	}
	for i := range column.Types {
		s.hold(subjects, catalog.Rule(column.Types[i].Type), &column.Types[i], apart)
	}
	return s
}

// hold adds what it says that the column is of a type; apart is whether its values tell
// the rows apart.
func (s *sign) hold(subjects *rules.Subjects, r *rules.Rule, v *TypeVerdict, apart bool) {
	whole := v.Mode == WholeValue
	if r.Sensitive() {
		s.touches = 1
	}
	if r.Siblings && whole && v.Confidence >= sureTrait {
		s.kind = r.ID
	}
	if slices.Contains(subjects.Schooling, r.ID) && whole && v.Confidence >= sureTrait {
		s.schooled++
	}
	s.street = s.street || r.ID == "address" && whole && proof(v.Evidence, ofValues...) > looksRight
	switch {
	case r.ID == "cnpj" || r.ID == "company_name":
		s.companies++
		s.firm = s.firm || r.ID == "cnpj" && whole
	case r.FCI == "contato" && r.Subject != "place" && v.Valid == 0 && !apart: // an area code
		s.area = true
	case r.FCI == "contato" && r.Subject != "place":
		if s.links++; whole && v.Confidence >= sureEnough {
			s.contacts++
		}
	case r.ID == "ean" && whole:
		s.wares += manyWares
	case r.ID == "device_id":
		s.devices++
		s.links++
	case r.ID == "user_agent" || r.ID == "username":
		if s.links++; r.ID == "username" && whole && apart && s.topics&rules.Authors == 0 {
			s.users++
		}
	case r.Trait() && v.Confidence >= sureTrait && whole:
		if s.traits = append(s.traits, r.ID); r.Sensitive() {
			s.secrets++
		}
		if apart {
			s.lives++
		}
		if r.ID != "gender" && r.ID != "age" && proof(v.Evidence, "name") > nameHints {
			s.plain++
		}
	case r.Amounts && v.Confidence >= sureTrait && whole:
		s.pays++
	case r.Identifies && v.Confidence >= sureEnough:
		s.identify(r, v, apart)
	}
}

// identify adds that the column tells who somebody is, by a document or a name.
func (s *sign) identify(r *rules.Rule, v *TypeVerdict, apart bool) {
	switch {
	case r.FCI != "documento_oficial" && s.topics&rules.Eponyms != 0 && !detectors.OfPerson(s.name): // named after somebody
	case r.FCI != "documento_oficial":
		if s.people++; v.Mode == WholeValue && s.served && apart {
			s.guests++
		}
	case proof(v.Evidence, ofValues...) > looksRight:
		if s.documents++; detectors.OfPerson(s.name) {
			s.deputies++
		}
	case apart:
		if s.claims++; detectors.OfPerson(s.name) {
			s.theirs++
		}
	default:
		s.kinds++
	}
}

// signOfName returns what the words of a column's name say by themselves.
func signOfName(subjects *rules.Subjects, name []string) (s sign) {
	s.name = name
	for i, word := range s.name {
		said := subjects.Topics(word)
		if s.topics |= said; i == 0 {
			s.first = said
		}
		s.last = said
		if said&(rules.People|rules.Events) == rules.People {
			s.links = 1
		}
	}
	s.owned = s.links > 0 && len(s.name) > 1 && (detectors.IsKey(s.name) || detectors.IsKeyWord(s.name[0]) || slices.Contains(grammar.KeyEndings, s.name[len(s.name)-1]))
	s.many = s.links > 0 && !s.owned && slices.ContainsFunc(s.name, func(word string) bool {
		one, plural := strings.CutSuffix(word, "s")
		return plural && subjects.Topics(one)&subjects.Topics(word)&rules.People != 0
	})
	if s.owned && s.topics&rules.Authors == 0 {
		s.users = 1
	}
	s.body = s.topics&(rules.Bodies|rules.Places) != 0
	s.office = len(s.name) > 1 && s.first&rules.Companies != 0 && !detectors.OfPerson(s.name)
	s.served = slices.ContainsFunc(s.name, subjects.Serves)
	if detectors.IsFigure(s.name) {
		s.figures++
	}
	if s.topics&rules.Beasts != 0 {
		s.beasts++
	}
	if s.topics&rules.Wares != 0 {
		s.wares++
	}
	s.family = detectors.Family(s.name)
	return s
}

// sureEnough is the confidence from which a column identifies those whom its
// table is about.
const sureEnough = 0.9

// ofValues are the kinds of evidence that values give.
var ofValues = []string{"values", "text", "mixture", "halves", "digest"}

// proof returns the weight of the evidence of some kinds.
func proof(all []Evidence, kinds ...string) (weight float64) {
	for _, e := range all {
		if slices.Contains(kinds, e.Kind) {
			weight += e.Weight
		}
	}
	return weight
}

// add counts the signs of a column in or, with -1, out; that its rows are numbers
// of cases is never taken back.
func (c *tableContext) add(s *sign, n int) {
	c.documents += n * s.documents
	c.deputies += n * s.deputies
	c.claims += n * s.claims
	c.kinds += n * s.kinds
	c.touches += n * s.touches
	c.lives += n * s.lives
	c.plain += n * s.plain
	c.wares += n * s.wares
	c.people += n * s.people
	c.companies += n * s.companies
	c.contacts += n * s.contacts
	c.links += n * s.links
	c.devices += n * s.devices
	c.users += n * s.users
	c.figures += n * s.figures
	c.secrets += n * s.secrets
	c.pays += n * s.pays
	c.heads += n * s.heads
	c.counts = c.counts || n > 0 && s.counts
	c.beasts += n * s.beasts
	c.guests += n * s.guests
	c.schooled += n * s.schooled
	c.owners += n * s.theirs
	if s.kind != "" {
		c.asked += n
		c.families[s.family+" "+s.kind] += n
	}
	for _, id := range s.traits {
		if c.traits[id] += n; c.traits[id] == 0 {
			delete(c.traits, id)
		}
	}
}
