package scanner

import (
	"maps"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// The weights of what stands around a column.
const (
	atHome         = 1.5  // the table is one in which the type is at home
	amongPeople    = 1.0  // a type about people in a table about people
	amongThings    = -4.0 // … in one about things or companies that names no person
	nobodys        = -8.0 // … in one about animals, which have names and mothers too
	somebodys      = -1.5 // … under a name that says whose it is
	amongSiblings  = 3.0  // columns whose names begin alike are of the type
	besideItsKind  = 3.0  // a column stands beside it that goes with the type
	referenceTable = -6.0 // a word list, each word once, in a table that names no person
	referenceRows  = 1000 // the most rows of a word list
)

// Subjects of a table.
const (
	aboutPeople    = "people"
	aboutCompanies = "companies"
	aboutThings    = "things"
)

// A tableContext is what a table says of its columns beyond their own values.
type tableContext struct {
	named     string   // what the table's name says its rows are about, or ""
	alone     bool     // that is people, and nothing else
	mentions  bool     // people are named in it, if only beside others
	documents int      // columns of documents that identify a person, by their values
	deputies  int      // … of which the name says whose they are
	claims    int      // … by their names alone
	kinds     int      // … with few values: classes of licences, or the same doctors again and again
	touches   int      // columns that hold something sensitive, surely or not
	people    int      // columns of people's names
	companies int      // columns that identify a company
	contacts  int      // columns of e-mail addresses and telephones
	heads     int      // columns that may be numbers of people
	links     int      // columns by which a person can be reached or looked up
	devices   int      // … of these, columns of devices
	figures   int      // columns of means, shares and rates
	secrets   int      // columns of what is sensitive of a person
	asked     int      // … and has siblings: one says of a person what the next one does
	lives     int      // columns of what only people have that tell them apart: births, ages in years
	plain     int      // columns of what products have no kinds for: a race, a creed
	wares     int      // columns of what only things have
	beasts    int      // columns of what only animals have
	wordings  bool     // its cells are words about things, as those of translations
	bodies    bool     // its rows are animals, wards …
	reference bool     // its rows are all that there is of a kind
	counts    bool     // its rows are numbers of cases, not cases
	holders   []string // categories of data subjects
	columns   []sign
	names     detectors.Neighbours
	families  map[string]int  // columns of each family and kind
	traits    map[string]int  // columns of each kind of what only people have: sex, birth, race …
	homes     map[string]bool // types that are at home in a table of its name
	company   company         // its answers
	rows      int64
}

// sureEnough is the confidence from which a column identifies those whom its
// table is about.
const sureEnough = 0.9

// What people have decides what a table is about that says nothing else: a sex
// and an age. So many outweigh what its name says: hospitals have beds, but no race.
const (
	someTraits = 2
	manyTraits = 3
	sureTrait  = 0.75

	manyAsked = 3 // columns of what only somebody can be asked, whoever it is
	someWares = 2 // columns of what only things have
	manyWares = 4
)

// subject returns what the rows are about, or "" when nothing tells. A person's
// document decides: a row of any kind that holds one is about them too. A
// person's name does so only where the table's name says nothing else: shops have
// managers, and dogs have names.
func (c *tableContext) subject() string {
	switch {
	case c.ofCompanies():
		return aboutCompanies
	case c.documents > 0, c.claimed():
		return aboutPeople
	case c.counts && c.people == 0, c.heads > 0 && c.people == 0 && (len(c.traits) < manyTraits || c.lives == 0):
		return aboutThings
	case len(c.traits) >= manyTraits && !c.ofBodies() && (c.lives+c.people+c.links+c.plain > 0 || c.named != aboutThings), len(c.traits) >= someTraits && c.people > 0 && !c.ofBodies(), c.mentions && c.people+c.contacts > 0:
		return aboutPeople
	case c.secrets >= manyTraits && !c.ofBodies() && !c.reference && (c.links > 0 || c.atHome()):
		return aboutPeople
	case c.named != "":
		return c.named
	case c.asked >= manyAsked && !c.ofBodies():
		return aboutPeople
	case c.ofWares():
		return aboutThings
	case c.people > 0, len(c.traits) >= someTraits && !c.ofBodies():
		return aboutPeople
	case c.companies > 0:
		return aboutCompanies
	}
	return ""
}

// ofCompanies reports whether the rows are companies although persons are named
// in them: the one who signs for each, or nobody but by the word for a customer.
func (c *tableContext) ofCompanies() bool {
	switch c.named {
	case aboutCompanies:
		return c.documents > 0 && c.documents == c.deputies
	case aboutPeople:
		return c.companies > c.people && c.documents+c.claims+c.kinds+len(c.traits) == 0
	}
	return false
}

// claimed reports whether what is only named as a document makes the rows those of
// people: not in a table of things, nor classes of it in one of numbers of cases.
func (c *tableContext) claimed() bool {
	claims := c.claims
	if !c.counts && c.heads == 0 {
		claims += c.kinds
	}
	return claims > 0 && (c.named != aboutThings && c.named != aboutCompanies && !c.ofWares() || len(c.traits)+c.touches > 0)
}

// ofWares reports whether the columns of a table that has no name for it are
// those of things: a price and a brand, a voltage and a firmware. Many of them
// outweigh what may be somebody: the visitors of a match.
func (c *tableContext) ofWares() bool {
	return c.named == "" && c.people == 0 && len(c.traits) == 0 && (c.wares >= manyWares || c.wares >= someWares && c.links == c.contacts+c.devices)
}

// ofBodies reports whether the rows are animals, wards or the like.
func (c *tableContext) ofBodies() bool {
	return c.bodies || c.beasts > 0 && c.documents+c.claims+c.people+c.links == 0
}

// atHome reports whether a column stands in a table of its own name: medicines
// in one of prescriptions.
func (c *tableContext) atHome() bool {
	for id := range c.homes {
		if c.traits[id] > 0 {
			return true
		}
	}
	return false
}

// aboutCases reports whether a row is one case of what a type says: not a
// number of cases, nor an entry of a word list or of a table of things. Where
// nothing tells, a party or an illness needs somebody whose it is, and so does a
// pay or an age beside means and rates, which are of many.
func (c *tableContext) aboutCases(r *rules.Rule) bool {
	switch c.subject() {
	case aboutPeople:
		return true
	case "":
		return !r.Sensitive() && c.figures == 0 || c.links > 0 || len(c.traits) >= someTraits || c.homes[r.ID]
	}
	return false
}

// ofBody reports whether what a column says is of an animal or a thing, though
// of a kind that people have too: the sex in a table of dogs, but for "tutor_sexo".
func (c *tableContext) ofBody(i int) bool {
	return (c.columns[i].body || c.ofBodies()) && !detectors.OfPerson(c.columns[i].name)
}

// ofOffice reports whether a column's name says that it is of a company or an
// office, not of one of its people: "loja_telefone", but not "agencia_conta".
func (c *tableContext) ofOffice(r *rules.Rule, i int) bool {
	name := c.columns[i].name
	return c.columns[i].office && !slices.Contains(r.Roles, name[0])
}

// personal reports whether a type that column i of the table holds is personal
// data there: an address is that of a company in a table of companies, a sex
// that of an animal in one of animals, a place that of a person only beside one
// or under a name that says so.
func (c *tableContext) personal(r *rules.Rule, i int) bool {
	subject := c.subject()
	switch r.Subject {
	case "contact":
		return r.Personal && !c.ofOffice(r, i) && (subject == aboutPeople || subject == "" && (c.links > 0 || !c.columns[i].area) || detectors.OfPerson(c.columns[i].name))
	case "person":
		return r.Personal && c.aboutCases(r) && !c.ofBody(i)
	case "place":
		return r.Personal && !c.ofOffice(r, i) && (subject == aboutPeople || subject == "" && c.links > 0 || detectors.OfPerson(c.columns[i].name))
	}
	return r.Personal
}

// holds reports whether a verdict on column i is one on personal data. A text in
// which somebody can be reached is, whatever its table is about; one that speaks
// of an illness is where its table speaks of people.
func (c *tableContext) holds(r *rules.Rule, v *TypeVerdict, column *ColumnResult, i int) bool {
	if v.Mode == Contains && column.FreeText {
		switch r.Subject {
		case "contact":
			return r.Personal
		case "person":
			return r.Personal && (c.subject() == aboutPeople || c.subject() == "" && c.links > 0)
		}
	}
	return c.personal(r, i)
}

// tableWords say in a comment that it is one on a table.
var tableWords = []string{"tabela", "table", "tabla", "cadastro", "dados", "lista", "tipo", "tipos"}

// contextOf gathers the signs: the words of the table's name, of which the
// first that says anything counts, those of its folder or its comment where it
// says nothing, and what its columns hold by themselves.
func contextOf(t *Table, subjects *rules.Subjects, catalog *detectors.Catalog, columns []ColumnResult, rows int64) *tableContext {
	c := &tableContext{rows: rows, traits: map[string]int{}, families: map[string]int{}, homes: map[string]bool{}}
	words := detectors.Tokens(t.Name[strings.LastIndexByte(t.Name, '/')+1:])
	for i := range catalog.Len() {
		if typ := catalog.Type(i); typ.AtHome(words) {
			c.homes[typ.Rule.ID] = true
		}
	}
	c.read(words, subjects)
	c.alone = c.named == aboutPeople && !slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains(subjects.Things, w) || slices.Contains(subjects.Companies, w) || slices.Contains(subjects.Events, w)
	})
	if c.named == "" && len(c.holders) == 0 && !c.counts {
		c.read(detectors.Tokens(t.Name), subjects)
		if c.named != aboutPeople { // a folder says where its files were put: in a hospital's there are patients
			c.named, c.reference = "", false
		}
	}
	if c.named == "" && len(c.holders) == 0 && !c.counts {
		c.read(slices.DeleteFunc(wordsOf(catalog, t.Comment), func(w string) bool { return slices.Contains(tableWords, w) }), subjects)
	}
	slices.Sort(c.holders)
	c.holders = slices.Compact(c.holders)
	for i := range columns {
		s := signOf(subjects, catalog, &columns[i])
		c.columns = append(c.columns, s)
		c.add(&s, 1)
		c.names.Add(s.name)
	}
	if c.named == "" && c.documents+c.claims+c.people+c.contacts == 0 && listsItself(words, columns) {
		c.named, c.reference = aboutThings, true
	}
	return c
}

// mostListed is how many columns the table of a list has at most: keys, names, a
// short form, and who wrote it down when.
const mostListed = 6

// listsItself reports whether a table is the list of what it is called, with a
// code and a name for each entry: "nacionalidade" with "cod_nacionalidade" and
// "nome_nacionalidade".
func listsItself(table []string, columns []ColumnResult) bool {
	if len(columns) > mostListed || len(table) == 0 {
		return false
	}
	entry, own := table[len(table)-1], 0
	for i := range columns {
		words := detectors.Tokens(columns[i].Name)
		if len(words) == 2 && (words[1] == entry && detectors.IsPrefix(words[0]) || words[0] == entry && detectors.IsEnding(words[1])) {
			own++
		}
	}
	return own >= 2
}

// read takes in the words of a name.
func (c *tableContext) read(words []string, subjects *rules.Subjects) {
	for _, word := range words {
		about := ""
		word = subjects.Known(word)
		if holder := holderOf(subjects, word); holder != "" {
			c.holders = append(c.holders, holder)
			if !slices.Contains(subjects.Ambiguous, word) {
				about = aboutPeople
			}
		}
		c.bodies = c.bodies || slices.Contains(subjects.Bodies, word)
		c.counts = c.counts || slices.Contains(subjects.Aggregates, word)
		c.wordings = c.wordings || slices.Contains(subjects.Wordings, word)
		switch {
		case slices.Contains(subjects.Things, word):
			about = aboutThings
		case slices.Contains(subjects.Companies, word):
			about = aboutCompanies
		}
		if reference := slices.Contains(subjects.References, word); c.named == "" || reference {
			c.named, c.reference = about, c.reference || reference
		}
		c.mentions = c.mentions || about == aboutPeople
	}
}

// with runs judge while column i of the table is another. Nothing is copied that
// grows with the table: every column is judged so, several times.
func (c *tableContext) with(i int, other sign, judge func()) {
	before, own := *c, c.columns[i]
	c.exchange(i, other)
	judge()
	c.exchange(i, own)
	*c = before
}

// exchange puts another column in the place of column i.
func (c *tableContext) exchange(i int, s sign) {
	c.add(&c.columns[i], -1)
	c.company.count(&c.columns[i], -1)
	c.add(&s, 1)
	c.company.count(&s, 1)
	c.columns[i] = s
}

// siblings returns how many other columns of a type have a name that begins like
// that of column i.
func (c *tableContext) siblings(i int, typ *detectors.Type) int {
	if c == nil || c.columns[i].family == "" || c.columns[i].kind != "" || !typ.Rule.Siblings {
		return 0
	}
	return c.families[c.columns[i].family+" "+typ.Rule.ID]
}

// namesPeople reports whether the table's name says that each row is a person.
func (c *tableContext) namesPeople() bool { return c != nil && c.alone }

// holderOf returns the category of data subjects that a word names, or "".
func holderOf(subjects *rules.Subjects, word string) string {
	for _, holder := range slices.Sorted(maps.Keys(subjects.People)) {
		if slices.Contains(subjects.People[holder], word) {
			return holder
		}
	}
	return ""
}

// surroundings adds what stands around the column to a hypothesis.
func (j *columnJudge) surroundings(typ *detectors.Type, h *hypothesis) {
	c := j.context
	if c == nil {
		return
	}
	if typ.AtHome(j.table) {
		h.add(Evidence{Kind: "table", Weight: atHome})
	}
	j.neighbours(typ, h)
	j.whoseName(typ, h)
	if n := c.siblings(j.position, typ); n > 0 {
		h.add(Evidence{Kind: "sibling", Weight: amongSiblings, Detail: c.columns[j.position].family, N: int64(n)})
	}
	if own := &c.columns[j.position]; typ.Rule.Subject == "contact" && h.named == 0 && h.values >= rivalFrom && c.documents+c.claims+c.people > own.documents+own.claims+own.people {
		h.add(Evidence{Kind: "table", Weight: amongPeople, Detail: aboutPeople})
	}
	if typ.Rule.Personal && typ.Rule.Subject == "" && j.nobodys(typ.Rule, h) {
		h.add(Evidence{Kind: "table", Weight: amongThings, Detail: c.subject()})
	}
	if typ.Rule.Subject != "person" {
		return
	}
	switch {
	case c.ofBody(j.position):
		h.add(Evidence{Kind: "table", Weight: amongThings, Detail: aboutThings})
	case c.subject() == aboutPeople:
		h.add(Evidence{Kind: "table", Weight: amongPeople, Detail: aboutPeople})
	case c.subject() != "":
		h.add(Evidence{Kind: "table", Weight: amongThings, Detail: c.subject()})
	}
	n := int64(len(j.profile.sketch.entries))
	if c.documents+c.claims == 0 && c.people == 0 && c.named != aboutPeople && h.values > 0 && n >= 3 && n == j.profile.filled && c.rows <= referenceRows {
		h.add(Evidence{Kind: "table", Weight: referenceTable, Detail: "reference"})
	}
}

// nobodys reports whether a name alone says a type in a table of things or
// companies where nothing else is anybody's: a document, or what is written on
// one, and what an empty column is named as among other words.
func (j *columnJudge) nobodys(r *rules.Rule, h *hypothesis) bool {
	c, own := j.context, &j.context.columns[j.position]
	others := c.people + len(c.traits) - own.people - len(own.traits)
	switch subject := c.subject(); {
	case subject != aboutThings && subject != aboutCompanies, h.values > 0, detectors.OfPerson(own.name):
		return false
	case c.counts || c.heads > 0: // the traits are those of groups
		others = c.people - own.people
	case subject == aboutThings:
		others += c.contacts + c.links - own.contacts - own.links
	}
	if j.profile.filled == 0 && h.named < nameIs && r.Check == "" {
		return true
	}
	return others == 0 && r.FCI == "documento_oficial" && (r.Check == "" || j.profile.filled > 0 && !tellsApart(j.profile.sketch.distinct(), j.profile.filled))
}

// neighbours adds that a column which goes with the type stands beside, where the
// column's own name or values speak for the type.
func (j *columnJudge) neighbours(typ *detectors.Type, h *hypothesis) {
	c := j.context
	main := j.tallies[h.typ].mainForm()
	vouched := h.named > 0 && h.values >= 0 || main >= 0 && typ.Form(main).Beside && j.tallies[h.typ].valid >= weakValues
	if !vouched {
		return
	}
	beside := typ.Beside(&c.names, j.position)
	if beside == "" && h.named < nameTruncated && (c.amongItsKind(typ.Rule.ID, j.position) || typ.Rule.Siblings && c.homes[typ.Rule.ID] && c.subject() == aboutPeople) {
		beside = typ.Rule.ID
	}
	if beside != "" {
		h.add(Evidence{Kind: "neighbour", Weight: besideItsKind, Detail: beside})
	}
}

// whoseName adds, for a name that only its words prove, what the table says of
// whose it is: a name in a table of things is that of a thing, but for somebody's.
func (j *columnJudge) whoseName(typ *detectors.Type, h *hypothesis) {
	c := j.context
	if typ.Rule.Called != "" && c.ofBody(j.position) {
		h.add(Evidence{Kind: "table", Weight: nobodys, Detail: aboutThings})
	} else if typ.Rule.Identifies && typ.Rule.Check == "" && (h.named < nameTruncated || h.values <= 0 && typ.Rule.Called != "" && !detectors.OfPerson(j.name)) {
		switch {
		case c.subject() == aboutThings && detectors.OfPerson(j.name):
		case c.subject() == aboutThings && slices.Contains(typ.Rule.Roles, j.heard[h.typ].word):
			h.add(Evidence{Kind: "table", Weight: somebodys, Detail: aboutThings})
		case c.subject() == aboutThings:
			h.add(Evidence{Kind: "table", Weight: amongThings, Detail: aboutThings})
		case c.subject() == aboutCompanies && h.named == nameHints && typ.Rule.Called != "":
			h.add(Evidence{Kind: "table", Weight: -nameHints, Detail: aboutCompanies})
		case c.named == aboutPeople && h.named > 0:
			h.add(Evidence{Kind: "table", Weight: amongPeople, Detail: aboutPeople})
		}
	}
}
