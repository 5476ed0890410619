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
	holdings             // 0 or 1 of most
	name     []string    // its words …
	topics   rules.Topic // … and what they say, all of them,
	first    rules.Topic // … the first
	last     rules.Topic // … and the last
	body     bool        // the name says that it is of an animal, a ward …
	scene    bool        // the name says that it is where something happened
	office   bool        // the name says that it is of a company, not of one of its people
	area     bool        // it holds parts of contacts that many share
	counts   bool        // the name says that it holds numbers of cases
	traits   []string    // types of what only people have
	family   string      // the first word of its name, where columns that begin so are of one type …
	kind     string      // … this
	answer   bool        // its values are yes and no …
	blank    bool        // its values say nothing, and are neither keys nor dates
	silent   bool        // neither its values nor its name say anything
	desk     bool        // its values are words of the desk
	ask      string      // its family and the type that a word of its name suggests, where its values are yes and no
	hint     string      // the type at which its name only hints
	amount   bool        // its values are amounts, and neither they nor its name say of what
	served   bool        // the name is a word for whom something is done
	record   bool        // the name says that it is about the record
	many     bool        // the name is a word for several people, and no key of theirs
	firm     bool        // it holds the numbers of companies
	street   bool        // its values are streets
	postcode bool        // its values are, or may be, postcodes
	side     side        // what it tells together with another column
}

// Holdings are how many columns hold what tells of whom a table is.
type holdings struct {
	documents int // that identify a person, by their values …
	deputies  int // … of which the name says whose they are
	claims    int // … by their names alone
	owners    int // … of which the name says whose they are
	kinds     int // … with few values: classes of licences, or the same doctors again and again
	touches   int // something sensitive, surely or not
	people    int // people's names
	guests    int // … of those for whom something is done
	spokes    int // … of whom a company's contact is one, or of which its values say nothing
	companies int // what identifies a company
	firms     int // … by numbers that tell the rows apart
	contacts  int // e-mail addresses and telephones
	heads     int // what may be numbers of people
	links     int // that by which a person can be reached or looked up
	devices   int // … of these, devices
	selves    int // … and the table's own keys, by words that are not only for people
	owned     int // somebody's number or key, by its name
	fulls     int // … and which tell the rows apart
	wards     int // who is cared for, by a word that is for nobody else
	whose     int // whatever it is, of which the name says whose: "emp_no"
	reached   int // e-mail addresses and telephones of which nearly every row has its own
	told      int // what is neither about the record nor its key
	mute      int // yes or no, of which nothing says to what
	still     int // other values of which nothing says of what
	users     int // who has or uses what a row is about
	figures   int // means, shares and rates
	pays      int // what somebody is paid
	secrets   int // what is sensitive of a person
	asked     int // what has siblings: one says of a person what the next one does
	lives     int // what only people have and tells them apart: births, ages in years
	plain     int // what products have no kinds for: a race, a creed
	schooled  int // what no animal has
	beasts    int // what only animals have
	places    int // parts of addresses, surely
	wares     int // what only things have; some count as several
}

// add counts n times what o holds in.
func (h *holdings) add(o *holdings, n int) {
	h.documents += n * o.documents
	h.deputies += n * o.deputies
	h.claims += n * o.claims
	h.owners += n * o.owners
	h.kinds += n * o.kinds
	h.touches += n * o.touches
	h.people += n * o.people
	h.guests += n * o.guests
	h.spokes += n * o.spokes
	h.companies += n * o.companies
	h.firms += n * o.firms
	h.contacts += n * o.contacts
	h.heads += n * o.heads
	h.links += n * o.links
	h.devices += n * o.devices
	h.selves += n * o.selves
	h.owned += n * o.owned
	h.fulls += n * o.fulls
	h.wards += n * o.wards
	h.whose += n * o.whose
	h.reached += n * o.reached
	h.told += n * o.told
	h.mute += n * o.mute
	h.still += n * o.still
	h.users += n * o.users
	h.figures += n * o.figures
	h.pays += n * o.pays
	h.secrets += n * o.secrets
	h.asked += n * o.asked
	h.lives += n * o.lives
	h.plain += n * o.plain
	h.schooled += n * o.schooled
	h.beasts += n * o.beasts
	h.wares += n * o.wares
	h.places += n * o.places
}

// Values tell the people of a table apart where there are more of them than
// codes and groups have, or nearly as many as rows.
const (
	mostCodes = 20
	fewCodes  = 5 // … and fewer than that are no numbers of cases
)

// tellsApart reports whether there are more distinct values than a kind has groups.
func tellsApart(distinct, filled int64) bool { return distinct > mostCodes || 2*distinct > filled }

// isMany reports whether there are enough distinct values for numbers: of cases, or amounts.
func isMany(distinct, filled int64) bool { return distinct > fewCodes || 2*distinct > filled }

// counted reports whether a column's name says that it holds numbers of cases,
// or names only the cases: "total_obitos", "populacao".
func counted(subjects *rules.Subjects, name []string) (numbers, cases bool) {
	if joined := strings.Join(name, ""); subjects.Topics(joined)&rules.Cases != 0 { // "head_count"
		name = []string{joined}
	}
	crowd := len(name) > 1 && slices.Contains(subjects.Crowds, name[0])
	for len(name) > 1 && subjects.Topics(name[0])&rules.Amounts != 0 {
		name, numbers = name[1:], true
	}
	if crowd && len(name) == 1 && slices.Contains(subjects.Staff, subjects.Holder(name[0])) && subjects.Topics(name[0])&rules.Events == 0 {
		return true, true
	}
	cases = len(name) == 1 && subjects.Topics(name[0])&rules.Cases != 0
	return numbers && cases || len(name) == 1 && slices.Contains(subjects.LoneAmounts, name[0]), cases
}

// signOf returns what a column says by its name and by the verdict on it.
func signOf(subjects *rules.Subjects, catalog *detectors.Catalog, name []string, column *ColumnResult) sign {
	s, apart := signOfName(subjects, name), tellsApart(column.Distinct, column.Filled)
	s.record = catalog.OfRecord(s.name)
	if !s.record && !detectors.IsKey(s.name) {
		s.told = 1
	}
	numbers, cases := counted(subjects, s.name)
	if s.counts = numbers; cases && isMany(column.Distinct, column.Filled) {
		s.heads++
	}
	for i := range column.Types {
		v := &column.Types[i]
		s.hold(catalog.Rule(v.Type), v, apart)
		s.lead(subjects, v)
	}
	if s.companies > 0 && len(s.name) > 1 && detectors.IsKeyWord(s.name[0]) && column.Distinct <= fewCodes && column.Filled > mostCodes { // a few places that the rows pass by
		s.companies = 0
	}
	if s.contacts > 0 && column.Filled > mostCodes && float64(column.Distinct) >= mixedShare*float64(column.Filled) {
		s.reached = 1
	}
	if len(column.Types) == 0 && column.Filled > 0 && slices.Contains(name, "cnpj") && !slices.Contains(name, "cpf") { // made up, but of a company
		s.companies, s.firm = 1, true
	}
	return s
}

// lead adds what the type tells by itself, however sure it is: a company, or that by which somebody
// can be looked up; and, where it is sure, that no animal has it.
func (s *sign) lead(subjects *rules.Subjects, v *TypeVerdict) {
	if slices.Contains(subjects.CompanyTypes, v.Type) {
		s.companies++
	}
	if slices.Contains(subjects.LinkTypes, v.Type) {
		s.links++
	}
	if slices.Contains(subjects.DeviceTypes, v.Type) {
		s.devices++
	}
	if v.sure() && slices.Contains(subjects.Schooling, v.Type) {
		s.schooled++
	}
}

// sure reports whether the cells are of the type surely enough to tell what a table is about.
func (v *TypeVerdict) sure() bool { return v.Mode == WholeValue && v.Confidence >= sureTrait }

// hold adds what it says that the column is of a type; apart is whether its values tell
// the rows apart.
func (s *sign) hold(r *rules.Rule, v *TypeVerdict, apart bool) {
	whole := v.Mode == WholeValue
	s.firm = s.firm || r.ID == "cnpj" && whole
	if r.ID == "cnpj" && whole && apart {
		s.firms = 1
	}
	s.street = s.street || r.ID == "address" && whole && proof(v.Evidence, ofValues...) > looksRight
	if r.Sensitive() {
		s.touches = 1
	}
	if r.Subject == "place" && r.IsContact() && v.sure() {
		s.places = 1
	}
	if r.Siblings && v.sure() {
		s.kind, s.asked = r.ID, 1
	}
	switch {
	case r.ID == "ean" && whole:
		s.wares += manyWares
	case r.ID == "device_id" && whole && apart && slices.ContainsFunc(s.name, func(w string) bool { return slices.Contains(grammar.Handsets, w) }):
		s.users++
	case r.ID == "username" && whole && apart && s.topics&rules.Authors == 0:
		s.users++
	case r.IsContact() && r.Subject != "place":
		s.reach(v, apart)
	case r.Trait() && v.sure():
		s.tell(r, v, apart)
	case r.Amounts && v.sure():
		s.pays++
	case r.Identifies && v.Confidence >= sureEnough:
		s.identify(r, v, apart)
	}
}

// reach adds that the column tells how somebody is reached, or only an area code.
func (s *sign) reach(v *TypeVerdict, apart bool) {
	if v.Valid == 0 && !apart {
		s.area = true
		return
	}
	if s.links++; v.Mode == WholeValue && v.Confidence >= sureEnough {
		s.contacts++
	}
}

// tell adds that the column tells what only people have.
func (s *sign) tell(r *rules.Rule, v *TypeVerdict, apart bool) {
	s.traits = append(s.traits, r.ID)
	if r.Sensitive() {
		s.secrets++
	}
	if apart {
		s.lives++
	}
	if r.ID != "gender" && r.ID != "age" && proof(v.Evidence, "name") > nameHints {
		s.plain++
	}
}

// identify adds that the column tells who somebody is, by a document or a name.
func (s *sign) identify(r *rules.Rule, v *TypeVerdict, apart bool) {
	switch {
	case !r.IsDocument() && s.topics&rules.Eponyms != 0 && !detectors.OfPerson(s.name): // named after somebody
	case !r.IsDocument():
		if s.people++; v.Mode == WholeValue && apart {
			s.fulls = 1
			if s.served {
				s.guests++
			}
		}
		if v.Valid == 0 || slices.ContainsFunc(s.name, func(w string) bool { return slices.Contains(grammar.Contacts, w) }) {
			s.spokes++
		}
	case proof(v.Evidence, ofValues...) > looksRight:
		if s.documents++; detectors.OfPerson(s.name) {
			s.deputies++
		}
	case apart:
		if s.claims++; detectors.OfPerson(s.name) {
			s.owners++
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
	if s.links > 0 && len(s.name) > 1 && (detectors.IsKey(s.name) || detectors.IsKeyWord(s.name[0]) || slices.Contains(grammar.KeyEndings, s.name[len(s.name)-1])) {
		s.owned = 1
	}
	if s.links > 0 && slices.ContainsFunc(s.name, func(w string) bool {
		return subjects.Topics(w)&(rules.Events|rules.Ambiguous) == 0 && subjects.Holder(w) == patients
	}) {
		s.wards = 1
	}
	s.many = s.links > 0 && s.owned == 0 && slices.ContainsFunc(s.name, func(word string) bool {
		one, plural := strings.CutSuffix(word, "s")
		return plural && subjects.Topics(one)&subjects.Topics(word)&rules.People != 0
	})
	if s.topics&rules.Authors == 0 {
		s.users = s.owned
	}
	if detectors.OfPerson(s.name) {
		s.whose = 1
	}
	s.scene = isScene(s.name)
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

// isScene reports whether the words of a column's name say that it is where something happened:
// the "local" of a fine, a "logradouro_infracao".
func isScene(name []string) bool {
	if slices.ContainsFunc(name, func(w string) bool { return slices.Contains(grammar.Scenes, w) }) {
		return true
	}
	last := len(name) - 1
	return last >= 0 && slices.Contains(grammar.LoneScenes, name[last]) && !slices.ContainsFunc(name[:last], func(w string) bool { return !slices.Contains(grammar.Prefixes, w) })
}

// within adds what the name of its table makes of a key: the table's own leads to nobody, where the
// word is not only one for people, and that of what happens to patients leads to one of them elsewhere.
func (s *sign) within(subjects *rules.Subjects, table []string) {
	if !detectors.IsKey(s.name) {
		return
	}
	own := isOwnKey(s.name, table)
	switch {
	case own && s.links > 0 && s.topics&rules.Ambiguous != 0:
		s.selves = s.links
	case !own && s.links == 0 && slices.ContainsFunc(s.name, func(word string) bool {
		return subjects.Topics(word)&rules.Events != 0 && subjects.Holder(word) == patients
	}):
		s.links = 1
	}
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
	c.holdings.add(&s.holdings, n)
	c.counts = c.counts || n > 0 && s.counts
	count := func(columns map[string]int, id string) {
		if columns[id] += n; columns[id] == 0 {
			delete(columns, id)
		}
	}
	for _, id := range s.traits {
		count(c.traits, id)
	}
	if s.kind != "" {
		count(c.families, s.family+" "+s.kind)
	}
	if s.kind != "" && s.answer {
		count(c.answers, s.kind)
	}
	if s.ask != "" {
		count(c.asks, s.ask)
	}
	if s.hint != "" {
		count(c.hints, s.hint)
	}
}
