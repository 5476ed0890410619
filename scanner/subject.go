package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// Subjects of a table.
const (
	aboutPeople    = "people"
	aboutCompanies = "companies"
	aboutThings    = "things"
)

// patients is the category of data subjects to whom examinations, stays and the like happen.
const patients = "pacientes"

// What people have decides what a table is about that says nothing else: a sex
// and an age. So many outweigh what its name says: hospitals have beds, but no race.
const (
	someTraits = 2
	manyTraits = 3
	sureTrait  = 0.75

	manyAsked = 3 // columns of what only somebody can be asked, whoever it is
	someWares = 2 // columns of what only things have
	manyWares = 4

	someBeasts = 2 // columns of what only animals have
)

// subject returns what the rows are about, or "" when nothing tells. A person's
// document decides: a row of any kind that holds one is about them too. A
// person's name does so only where the table's name says nothing else: shops have
// managers, and dogs have names. Of a column by itself nothing is known.
func (c *tableContext) subject() string {
	switch {
	case c == nil:
		return ""
	case c.ofCompanies():
		return aboutCompanies
	case c.documents > 0, c.claimed():
		return aboutPeople
	case c.ofGoods(), c.ofCases():
		return aboutThings
	case c.ofFirms():
		return aboutCompanies
	case c.mentions && c.people+c.contacts > 0, c.ofPeople() && !c.ofBodies():
		return aboutPeople
	case c.named != "":
		return c.named
	case c.people > 0, (c.asked >= manyAsked || len(c.traits) >= someTraits || len(c.traits) > 0 && len(c.holders) > 0) && !c.ofBodies():
		return aboutPeople
	case c.wards > 0 && c.homes["health"] && !c.ofBodies():
		return aboutPeople
	case c.ofWares():
		return aboutThings
	case c.companies > 0:
		return aboutCompanies
	case c.listsOffices():
		return aboutCompanies
	case c.ofContacts():
		return c.among
	}
	return ""
}

// ofPeople reports whether the columns are those of people, whatever the table is called, unless
// its rows are animals or the like.
func (c *tableContext) ofPeople() bool {
	switch {
	case len(c.traits) >= manyTraits && c.theirs(), len(c.traits) >= someTraits && c.people > 0, c.guests > 0:
		return true
	case c.secrets >= someTraits && c.fulls > 0 && !c.reference && c.companies == 0: // authorisations of treatments, each with its patient
		return true
	case c.pays >= someTraits && c.links > 0 && c.named == aboutThings: // a job is what somebody has
		return true
	case len(c.traits) >= someTraits && c.lives > 0 && c.named == aboutCompanies && c.companies == 0: // an airline has passengers with a sex and an age
		return true
	case len(c.traits) >= someTraits && c.lives > 0 && c.schooled+c.pays > 0: // a bank has customers with an age and a marital status
		return true
	}
	return c.secrets >= manyTraits && !c.reference && c.theirs() && (c.links > 0 || c.atHome())
}

// ofCases reports whether the rows are numbers of cases, in which nobody is named: unless they
// are of one person each, or tell of whoever is counted what only one can have.
func (c *tableContext) ofCases() bool {
	return c.people == 0 && (c.counts && c.owned == 0 || c.heads > 0 && c.wards == 0 && (len(c.traits) < manyTraits || c.lives == 0))
}

// listsOffices reports whether the first column that is no key is called by a word for companies or offices,
// or their name, and others tell how they are reached: each row is one of them.
func (c *tableContext) listsOffices() bool {
	for i := range c.columns {
		s := &c.columns[i]
		if detectors.IsKey(s.name) {
			continue
		}
		name := s.name
		if len(name) == 2 && detectors.IsNameWord(name[0]) {
			name = name[1:]
		} else if len(name) == 2 && detectors.IsNameWord(name[1]) {
			name = name[:1]
		}
		return len(name) == 1 && (c.subjects.Topics(name[0])&rules.Companies != 0 || slices.Contains(grammar.Offices, name[0])) && c.contacts > 0 && c.owned+c.users+c.devices+c.pays+c.asked == 0
	}
	return false
}

// ofContacts reports whether the table is named as one of addresses, telephones or
// the like: it says nothing of whose they are.
func (c *tableContext) ofContacts() bool {
	return slices.ContainsFunc(c.subjects.ContactTables, func(id string) bool { return c.homes[id] })
}

// ofCompanies reports whether the rows are companies although persons are named
// in them: the one who signs for each, or nobody but by the word for a customer. The
// company beside a customer's telephone is the one that connects it.
func (c *tableContext) ofCompanies() bool {
	switch c.named {
	case aboutCompanies:
		return c.documents > 0 && c.documents == c.deputies && !c.mentions || c.documents == 1 && c.companies > 1 && len(c.traits) == 0
	case aboutPeople:
		return c.companies > c.people && c.documents+c.claims+c.kinds+len(c.traits) == 0 && !c.natural() && !c.ofContacts()
	}
	return false
}

// ofFirms reports whether each row of a table whose name says nothing has the number of another company, and names
// at most whom to ask for there.
func (c *tableContext) ofFirms() bool {
	return c.named == "" && c.firms > 0 && c.people > 0 && c.people == c.spokes && c.claims+c.kinds+c.pays+len(c.traits) == 0
}

// theirs reports whether traits are those of the rows: companies have rooms and
// courses for people of all kinds, and things kinds of their own.
func (c *tableContext) theirs() bool {
	switch c.named {
	case aboutCompanies:
		return c.lives+c.people > 0
	case aboutThings:
		return c.lives+c.people+c.links+c.plain > 0
	}
	return true
}

// natural reports whether the table's name is for those who can be no companies:
// employees, patients.
func (c *tableContext) natural() bool {
	return slices.ContainsFunc(c.holders, func(h string) bool { return !slices.Contains(c.subjects.Traders, h) })
}

// claimed reports whether what is only named as a document makes the rows those of
// people: not in a table of things, nor classes of it in one of numbers of cases.
func (c *tableContext) claimed() bool {
	claims := c.claims
	if !c.counts && c.heads == 0 {
		claims += c.kinds
	}
	return claims > 0 && (c.named != aboutThings && c.named != aboutCompanies && !c.ofWares() || len(c.traits)+c.touches > 0 || c.named == aboutThings && c.owners > 0)
}

// ofWares reports whether the columns of a table that has no name for it are
// those of things: a price and a brand, a voltage and a firmware. Many of them
// outweigh what may be somebody: the visitors of a match.
func (c *tableContext) ofWares() bool {
	return c.named == "" && c.people == 0 && len(c.traits) == 0 && (c.wares >= manyWares || c.wares >= someWares && c.links == c.contacts+c.devices)
}

// ofGoods reports whether the columns are those of things and nobody is named or
// can be reached: goods have an age, a colour and a sex, too, and machines symptoms.
func (c *tableContext) ofGoods() bool {
	links := c.links
	if c.named == aboutThings && c.wares >= someWares { // the telephone of who made them
		links -= c.contacts
	}
	return (c.wares >= max(someWares, len(c.traits)) || c.wares > 0 && c.named == aboutThings) && c.named != aboutPeople && c.people+links == 0
}

// ofBodies reports whether the rows are animals, wards or the like.
func (c *tableContext) ofBodies() bool {
	people := c.people
	if c.beasts >= someBeasts { // which have names, and so have their fathers
		people = 0
	}
	return c.bodies || c.beasts > 0 && c.documents+c.claims+people+c.links == c.selves && c.schooled == 0
}

// hasSomebody reports whether some column names a person, or leads to one.
func (c *tableContext) hasSomebody() bool { return c.documents+c.claims+c.people+c.links > 0 }

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
// pay or an age beside means and rates, which are of many; a trade needs somebody who has it.
func (c *tableContext) aboutCases(r *rules.Rule) bool {
	switch c.subject() {
	case aboutPeople:
		return true
	case "":
		return !r.Sensitive() && c.figures == 0 && (r.Trait() || r.Amounts || c.hasSomebody() || c.whose > 0) || c.links > 0 || len(c.traits) >= someTraits || c.homes[r.ID]
	}
	return false
}

// born reports whether a column's name says that it is the birth of somebody, whatever the rows are
// about: the "dt_nascimento_crianca" of a list of creches.
func (c *tableContext) born(r *rules.Rule, i int) bool {
	return r.ID == "birth_date" && !c.counts && detectors.OfPerson(c.columns[i].name, grammar.Patients)
}

// ofBody reports whether what a column says is of an animal or a thing, though
// of a kind that people have too: the sex in a table of dogs, but for "tutor_sexo".
func (c *tableContext) ofBody(i int) bool {
	if c == nil {
		return false
	}
	name := c.columns[i].name
	return c.columns[i].body && !detectors.OfPerson(name) || c.ofBodies() && !detectors.OfPerson(name, grammar.Patients, grammar.Parents)
}

// ofOffice reports whether a column's name says that it is of a company or an
// office, not of one of its people: "loja_telefone", but not "agencia_conta".
func (c *tableContext) ofOffice(r *rules.Rule, i int) bool {
	name := c.columns[i].name
	return c.columns[i].office && !slices.Contains(r.Roles, name[0])
}

// ofFirm reports whether a column's name says whose it is, and others of whose it is
// say that it is a company: the address beside "destinatario_cnpj".
func (c *tableContext) ofFirm(i int) bool {
	owner, firm := detectors.Owner(c.columns[i].name), false
	for k := range c.columns {
		if s := &c.columns[k]; owner != "" && k != i && detectors.Owner(s.name) == owner {
			if s.people+s.documents+s.claims > 0 {
				return false
			}
			firm = firm || s.firm
		}
	}
	return firm
}

// somebodys reports whether a column's name says that what it holds is a person's,
// whatever the rows are: in a company's "email_contato" is its own.
func (c *tableContext) somebodys(i int) bool {
	if c.subject() == aboutCompanies {
		return detectors.OfPerson(c.columns[i].name, grammar.Contacts)
	}
	return detectors.OfPerson(c.columns[i].name)
}

// personal reports whether a type that column i of the table holds is personal
// data there: an address is that of a company in a table of companies, a sex
// that of an animal in one of animals, a place that of a person only beside one
// or under a name that says so.
func (c *tableContext) personal(r *rules.Rule, i int) bool {
	if !r.Personal || c.wordings && c.documents+c.people == 0 { // examples and what to write where
		return false
	}
	subject := c.subject()
	switch r.Subject {
	case "person":
		return (c.aboutCases(r) || c.born(r, i)) && !c.ofBody(i)
	case "owner":
		return subject != aboutCompanies || c.companies == 0 || c.somebodys(i)
	case "contact", "place":
		if c.ofOffice(r, i) || c.ofFirm(i) || r.Subject == "place" && c.columns[i].scene {
			return false
		}
		if r.Class == "financeiro" && subject == aboutCompanies && c.people > 0 && c.companies == 0 { // banks have no account with themselves
			return true
		}
		known := c.links > 0 || r.Subject == "contact" && !c.columns[i].area
		return subject == aboutPeople || subject == "" && known || c.somebodys(i) || c.inUse(r)
	}
	return true
}

// inUse reports whether what a type tells of a thing, where it is and how it is reached, is
// told of somebody: of whoever has it, who stands in the row. A telephone has a number.
func (c *tableContext) inUse(r *rules.Rule) bool {
	if c.subject() != aboutThings {
		return false
	}
	if r.Subject == "contact" {
		return c.users > 0 && c.devices > 0
	}
	return (c.users > 0 || c.people > 0 && c.reached > 0) && !r.IsContact()
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
	return c.personal(r, i) && !(r.Class == "pseudonimizado" && c.ofNobody() && borrowed(r, v))
}

// ofNobody reports whether nothing in the table is anybody's.
func (c *tableContext) ofNobody() bool {
	return c.subject() != aboutPeople && c.documents+c.claims+c.people+c.links+len(c.traits) == 0
}

// borrowed reports whether a column is of a type by values that prove little and
// the name of one that it stands for: a "parent" that is the hash of a version.
func borrowed(r *rules.Rule, v *TypeVerdict) bool {
	return proof(v.Evidence, ofValues...) < rivalFrom && slices.ContainsFunc(v.Evidence, func(e Evidence) bool { return e.Kind == "name" && !slices.Contains(r.Names, e.Detail) })
}
