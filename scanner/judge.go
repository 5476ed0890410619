package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// judge gives the verdict on every column of a table: first on each by itself,
// then again with what all of them say of the table. The columns of a table that is
// too wide for turns share one room, which is laid out anew for each.
func (p *profile) judge(t *Table, subjects *rules.Subjects) ([]ColumnResult, *tableContext) {
	results := make([]ColumnResult, len(t.Columns))
	judges := make([]columnJudge, len(t.Columns))
	table := detectors.Tokens(t.Name)
	room := p.hearing.room()
	defer p.hearing.rooms.Put(room)
	shared := len(judges) > MostTurned
	names := p.namesOf(t.Columns)
	for i := range t.Columns {
		own := room
		if !shared {
			own = p.hearing.room()
			defer p.hearing.rooms.Put(own)
		}
		judges[i] = p.newJudge(i, &t.Columns[i], names[i], table, own)
		results[i] = judges[i].judge()
	}
	back := func(i int) { // into the room, where another column may be by now
		if shared {
			judges[i].take(judges[i].profile)
		}
	}
	alone := slices.Clone(results)
	around := contextOf(t, subjects, p.catalog, names, alone, p.rows)
	around.among = p.among
	around.introduce(judges, alone)
	for i := range judges {
		back(i)
		judges[i].settle(around)
		results[i] = judges[i].judge()
	}
	for i := range judges {
		if of := p.digestOf(i, results); of != nil {
			back(i)
			judges[i].digest, judges[i].digestType = of, p.digestType(&results[i], of)
			results[i] = judges[i].judge()
			results[i].DigestOf = of
		}
	}
	w := whatIf{profile: p, subjects: subjects, room: room}
	for i := range judges {
		if p.turns && !shared {
			w.judge, w.verdict, w.alone = &judges[i], &results[i], alone[i]
			results[i].Turns = w.turns()
		}
		results[i].Dates = judges[i].span(&results[i])
	}
	c := companyOf(t, around, judges, results)
	if p.cases != nil {
		c.tell(t, p.learned, p.cases)
	}
	c.addKept(p, p.turns && !shared)
	return results, around
}

// newJudge begins the judgement of column i by itself.
func (p *profile) newJudge(i int, column *Column, name, table []string, room *tallyRoom) columnJudge {
	c := &p.columns[i]
	c.memo = detectors.Memo{} // of no use any more
	j := columnJudge{
		catalog: p.catalog, hearing: p.hearing, budget: &p.budget, rows: p.rows, room: room,
		column: column, position: i, name: name, table: table, halves: p.halvesOf(i, true),
	}
	if p.silences != nil {
		j.silences = p.silences[i]
	}
	j.hear()
	j.take(c)
	return j
}

// A columnJudge weighs the evidence on one column.
type columnJudge struct {
	catalog     *detectors.Catalog
	hearing     *hearing
	rows        int64 // of the table, that were read
	column      *Column
	profile     *columnProfile
	position    int // in the table
	name, table []string
	kind        dataKind
	key         bool       // it is a key by its name and its values
	clocks      bool       // the values are times of day
	yesOrNo     bool       // the values are the two answers to a question
	sure, who   int        // see surely and called
	room        *tallyRoom // where tallies and heard are
	tallies     []tally
	hit         detectors.Set // types of which some value has a form or a word
	said, heard []heard       // what the name says of each type, by itself and after borrow
	commented   bool          // or the comment says it
	context     *tableContext // nil while it is not known
	silences    []silence
	budget      *detectors.Budget // of the table's rules
	halves      []half            // that it and another column are the halves of a CPF, the best first
	digest      *DigestOf         // what its values are the digests of; nil for nothing
	digestType  int               // that the column then is of
	trial       bool              // only types and whether they are personal are asked for
}

// hear listens to the name of a column and to its comment.
func (j *columnJudge) hear() {
	j.commented = false
	j.said = j.hearing.hear(j.name, j.context)
	j.listenToTable()
	j.listen()
}

// say puts what the name says of type k: what the hearing remembers stays as it is.
func (j *columnJudge) say(k int, h heard) {
	j.said = slices.Clone(j.said)
	j.said[k] = h
}

// settle puts the column among the others of its table.
func (j *columnJudge) settle(around *tableContext) {
	again := j.context.namesPeople() != around.namesPeople()
	if j.context = around; again {
		j.hear()
	}
	own := &around.columns[j.position]
	say := func(k int, h heard) {
		j.say(k, h)
		again = true
	}
	for k := range j.said {
		if m := j.said[k].match; own.desk && j.catalog.Type(k).Rule.Siblings && (m == detectors.NameHints || m == detectors.NameSuggests) {
			say(k, heard{})
		}
	}
	for k := range j.said {
		switch typ := j.catalog.Type(k); {
		case j.said[k].match == detectors.NameSilent && around.siblings(j.position, typ) > 0 && !spoken(j.said) && !j.recordsOf(own.family):
			say(k, heard{match: detectors.NameHints, word: own.family})
		case around.keepsCompany(j.position, typ.Rule):
			say(k, heard{match: detectors.NameHints, word: strings.Join(j.name, "_"), silent: true})
		case around.paid(j.position, typ.Rule), typ.Rule.ID == "address" && j.inAddress():
			say(k, heard{match: detectors.NameHints, word: strings.Join(j.name, "_")})
		}
	}
	if k, suggested := j.suggested(); k >= 0 {
		say(k, suggested)
	}
	if again || j.denied() >= 0 {
		j.take(j.profile)
	}
}

// recordsOf reports whether the column's name says, behind the first word that others begin with, too,
// something about the record: the maker beside the name of a vaccine, which is no sibling of it.
func (j *columnJudge) recordsOf(family string) bool {
	i := slices.Index(j.name, family)
	return j.catalog.OfRecord(j.name[i+1:])
}

// suggested returns the type that a word of the column's name suggests in a table of
// people, where neither the name nor the values say anything, with the word; -1 for none.
func (j *columnJudge) suggested() (int, heard) {
	c, own := j.context, &j.context.columns[j.position]
	if !own.blank || detectors.IsKey(j.name) || spoken(j.said) || c.subject() != aboutPeople || c.counts || c.ofBody(j.position) || !c.hasSomebody() {
		return -1, heard{}
	}
	k, said := j.suggests()
	if k < 0 {
		return -1, heard{}
	}
	if r := j.catalog.Type(k).Rule; r.Siblings && (own.record || !c.houses(r.ID) && c.traits[r.ID] == 0) {
		return -1, heard{}
	}
	return k, said
}

// suggests returns the type that a word of the column's name suggests, is cut off from or is
// a term of, with the word; -1 for none.
func (j *columnJudge) suggests() (int, heard) {
	said := heard{match: detectors.NameSuggests}
	k, word := j.catalog.Suggests(j.name)
	if k < 0 {
		said.match = detectors.NameHints
		k, word = j.catalog.CutOff(j.name)
	}
	if k < 0 {
		k, word = j.catalog.Term(j.name)
	}
	if k < 0 || j.said[k].match == detectors.NameDenies {
		return -1, heard{}
	}
	said.word = word
	return k, said
}

// isKey reports whether the column is a key of records: by its name, where the
// values are more than those of a kind or it is the table's own, or by the word for a
// number, where every row has its own.
func (j *columnJudge) isKey() bool {
	if detectors.IsKey(j.name) && isOwnKey(j.name, j.table) {
		return j.profile.filled == 0 || j.keys()
	}
	if detectors.IsKey(j.name) && j.numbersRows() {
		return true
	}
	many := detectors.IsKey(j.name) && j.profile.sketch.distinct() > mostCodes || detectors.IsNumber(j.name) && j.numbered()
	return many && j.keys()
}

// leastKeys is how many rows show at least that the first column numbers them.
const leastKeys = 3

// isOwnKey reports whether a key is called what its table is: "exame_id" in "exames".
func isOwnKey(key, table []string) bool {
	if len(table) > 1 && slices.Contains(grammar.TableMarks, table[0]) {
		table = table[1:]
	}
	called := strings.Join(table, "")
	for _, words := range [][]string{key[1:], key[:len(key)-1]} {
		word := strings.Join(words, "")
		if stem, plural := strings.CutSuffix(word, "ao"); plural && strings.HasPrefix(called, stem) && len(called)-len(stem) == len("oes") {
			return true
		}
		if len(word) > 2 && strings.HasPrefix(called, word) && len(called)-len(word) <= 2 {
			return true
		}
	}
	return false
}

// take begins the judgement of the column, of which hear has heard the name, with these values.
func (j *columnJudge) take(c *columnProfile) {
	c.sketch.finish()
	j.profile, j.kind = c, kindOf(j.column.DataType)
	if j.kind == numberKind && c.sketch.lettered() { // SQLite keeps any value in any column
		j.kind = anyKind
	}
	j.key, j.clocks, j.yesOrNo = j.isKey(), c.sketch.all((*detectors.Shape).Clock), j.answersBoth()
	j.room.heard = append(j.room.heard[:0], j.said...)
	j.heard = j.room.heard
	j.tallies, j.hit = j.room.count(c.sketch.entries)
	for k := range j.tallies {
		if j.heard[k].match != detectors.NameSilent || j.hit.Has(k) { // else count has left it as it is
			j.assess(k)
		}
	}
	j.borrow()
	if i := j.denied(); i >= 0 {
		j.lend(i)
	}
	j.sure, j.who = j.surely(), j.called()
}
