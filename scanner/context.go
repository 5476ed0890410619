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
	documents int      // columns of documents that identify a person
	people    int      // columns of people's names
	companies int      // columns that identify a company
	contacts  int      // columns of e-mail addresses and telephones
	heads     int      // columns that may be numbers of people
	links     int      // columns by which a person can be reached or looked up
	secrets   int      // columns of what is sensitive of a person
	asked     int      // … and has siblings: one says of a person what the next one does
	bodies    bool     // its rows are animals, wards …
	counts    bool     // its rows are numbers of cases, not cases
	holders   []string // categories of data subjects
	columns   []sign
	families  map[string]int  // columns of each family and kind
	traits    map[string]int  // columns of each kind of what only people have: sex, birth, race …
	homes     map[string]bool // types that are at home in a table of its name
	company   company         // its answers
	rows      int64
}

// A sign is what one column says of its table.
type sign struct {
	name   []string // its words
	body   bool     // the name says that it is of an animal, a ward …
	counts bool     // the name says that it holds numbers of cases …
	heads  int      // … or says only what is counted
	traits []string // types of what only people have
	family string   // the first word of its name, where columns that begin so are of one type …
	kind   string   // … this
	answer bool     // its values are yes and no …
	mute   bool     // … and neither they nor its name say to what

	documents, people, companies, contacts, links, secrets int
}

// countWords are the names, or the first words of the names, of columns of
// numbers, and caseWords what is counted: tables with "total_obitos" or
// "populacao" hold numbers of cases.
var (
	countWords = []string{"qtd", "qtde", "qt", "quantidade", "count", "total", "numero", "num", "n", "nr", "number", "media", "taxa"}
	caseWords  = []string{
		"caso", "casos", "obito", "obitos", "populacao", "population", "habitantes", "pessoas", "people", "persons", "nascimentos", "births", "deaths", "cases",
		"internacoes", "matriculas", "votos", "votes", "eleitores", "voters", "alunos", "students", "beneficiarios", "familias", "vitimas", "ocorrencias",
		"atendimentos", "notificacoes", "admissoes", "admitidos", "desligamentos", "desligados", "funcionarios", "empregados", "servidores", "pacientes", "patients",
		"candidatos", "inscritos", "visitantes", "turistas", "headcount", "homens", "mulheres", "men", "women",
	}
)

// counted reports whether a column's name says that it holds numbers of cases,
// or names only the cases: "total_obitos", "populacao".
func counted(name []string) (numbers, cases bool) {
	for len(name) > 1 && slices.Contains(countWords, name[0]) {
		name, numbers = name[1:], true
	}
	cases = len(name) == 1 && slices.Contains(caseWords, name[0])
	return numbers && cases || len(name) == 1 && (name[0] == "count" || name[0] == "n"), cases
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
)

// subject returns what the rows are about, or "" when nothing tells. A person's
// document decides: a row of any kind that holds one is about them too. A
// person's name does so only where the table's name says nothing else: shops have
// managers, and dogs have names.
func (c *tableContext) subject() string {
	switch {
	case c.documents > 0:
		return aboutPeople
	case c.counts && c.people == 0, c.heads > 0 && c.people == 0 && len(c.traits) < manyTraits:
		return aboutThings
	case len(c.traits) >= manyTraits && !c.bodies, len(c.traits) >= someTraits && c.people > 0 && !c.bodies, c.mentions && c.people+c.contacts > 0:
		return aboutPeople
	case c.secrets >= manyTraits && !c.bodies && (c.links > 0 || c.atHome()):
		return aboutPeople
	case c.named != "":
		return c.named
	case c.asked >= manyAsked && !c.bodies:
		return aboutPeople
	case c.people > 0, len(c.traits) >= someTraits && !c.bodies:
		return aboutPeople
	case c.companies > 0:
		return aboutCompanies
	}
	return ""
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
// nothing tells, a party or an illness needs somebody whose it is; an age
// is always one.
func (c *tableContext) aboutCases(r *rules.Rule) bool {
	switch subject := c.subject(); {
	case c.documents > 0 || subject == aboutPeople:
		return true
	case subject == "":
		return !r.Sensitive() || c.links > 0 || len(c.traits) >= someTraits || c.homes[r.ID]
	}
	return false
}

// ofBody reports whether what a column says is of an animal or a thing, though
// of a kind that people have too: the sex in a table of dogs, but for "tutor_sexo".
func (c *tableContext) ofBody(i int) bool {
	return c.columns[i].body || c.bodies && !detectors.OfPerson(c.columns[i].name)
}

// personal reports whether a type that column i of the table holds is personal
// data there: an address is that of a company in a table of companies, a sex
// that of an animal in one of animals, a place that of a person only beside one
// or under a name that says so.
func (c *tableContext) personal(r *rules.Rule, i int) bool {
	subject := c.subject()
	switch r.Subject {
	case "contact":
		return r.Personal && (subject == aboutPeople || subject == "" || detectors.OfPerson(c.columns[i].name))
	case "person":
		return r.Personal && c.aboutCases(r) && !c.ofBody(i)
	case "place":
		return r.Personal && (subject == aboutPeople || subject == "" && c.links > 0 || detectors.OfPerson(c.columns[i].name))
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

// contextOf gathers the signs: the words of the table's name, of which the
// first that says anything counts, those of its folder where it says nothing,
// and what its columns hold by themselves.
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
	}
	slices.Sort(c.holders)
	c.holders = slices.Compact(c.holders)
	for i := range columns {
		s := signOf(subjects, catalog, &columns[i])
		c.columns = append(c.columns, s)
		c.add(&s, 1)
	}
	return c
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
		switch {
		case slices.Contains(subjects.Things, word):
			about = aboutThings
		case slices.Contains(subjects.Companies, word):
			about = aboutCompanies
		}
		if c.named == "" || slices.Contains(subjects.References, word) {
			c.named = about
		}
		c.mentions = c.mentions || about == aboutPeople
	}
}

// add counts the signs of a column in or, with -1, out; that its rows are numbers
// of cases is never taken back.
func (c *tableContext) add(s *sign, n int) {
	c.documents += n * s.documents
	c.people += n * s.people
	c.companies += n * s.companies
	c.contacts += n * s.contacts
	c.links += n * s.links
	c.secrets += n * s.secrets
	c.heads += n * s.heads
	c.counts = c.counts || n > 0 && s.counts
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

// with returns the context of a table of which column i is another.
func (c *tableContext) with(i int, s sign) *tableContext {
	d := *c
	d.columns, d.traits, d.families = slices.Clone(c.columns), maps.Clone(c.traits), maps.Clone(c.families)
	d.company.of = maps.Clone(c.company.of)
	d.add(&d.columns[i], -1)
	d.company.count(&d.columns[i], -1)
	d.add(&s, 1)
	d.company.count(&s, 1)
	d.columns[i] = s
	return &d
}

func signOf(subjects *rules.Subjects, catalog *detectors.Catalog, column *ColumnResult) (s sign) {
	s.name = catalog.Words(column.Name)
	s.body = slices.ContainsFunc(s.name, func(word string) bool {
		return slices.Contains(subjects.Bodies, word) || slices.Contains(subjects.Places, word)
	})
	if slices.ContainsFunc(s.name, func(word string) bool { return holderOf(subjects, word) != "" }) {
		s.links++
	}
	numbers, cases := counted(s.name)
	if s.counts = numbers; cases {
		s.heads++
	}
	s.family = detectors.Family(s.name)
	for _, v := range column.Types {
		if r := catalog.Rule(v.Type); r.Siblings && v.Mode == WholeValue && v.Confidence >= sureTrait {
			s.kind = r.ID
		}
		switch r := catalog.Rule(v.Type); {
		case r.ID == "cnpj" || r.ID == "company_name":
			s.companies++
		case r.FCI == "contato" && r.Subject != "place":
			s.links++
			if v.Mode == WholeValue && v.Confidence >= sureEnough {
				s.contacts++
			}
		case r.ID == "user_agent" || r.ID == "username" || r.ID == "device_id":
			s.links++
		case r.Trait() && v.Confidence >= sureTrait && v.Mode == WholeValue:
			if s.traits = append(s.traits, r.ID); r.Sensitive() {
				s.secrets++
			}
		case !r.Identifies || v.Confidence < sureEnough:
		case r.FCI == "documento_oficial":
			s.documents++
		default:
			s.people++
		}
	}
	return s
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
	if own := &c.columns[j.position]; typ.Rule.Subject == "contact" && h.named == 0 && h.values >= rivalFrom && c.documents+c.people > own.documents+own.people {
		h.add(Evidence{Kind: "table", Weight: amongPeople, Detail: aboutPeople})
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
	if c.documents == 0 && c.people == 0 && c.named != aboutPeople && h.values > 0 && n >= 3 && n == j.profile.filled && c.rows <= referenceRows {
		h.add(Evidence{Kind: "table", Weight: referenceTable, Detail: "reference"})
	}
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
	beside := ""
	for i := range c.columns {
		if i != j.position && beside == "" {
			beside = typ.Beside(c.columns[i].name)
		}
	}
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
	} else if typ.Rule.Identifies && typ.Rule.Check == "" && (h.named < nameTruncated || h.values == 0 && typ.Rule.Called != "" && !detectors.OfPerson(j.name)) {
		switch {
		case c.subject() == aboutThings && detectors.OfPerson(j.name):
		case c.subject() == aboutThings && slices.Contains(typ.Rule.Roles, j.heard[h.typ].word):
			h.add(Evidence{Kind: "table", Weight: somebodys, Detail: aboutThings})
		case c.subject() == aboutThings:
			h.add(Evidence{Kind: "table", Weight: amongThings, Detail: aboutThings})
		case c.named == aboutPeople && h.named > 0:
			h.add(Evidence{Kind: "table", Weight: amongPeople, Detail: aboutPeople})
		}
	}
}
