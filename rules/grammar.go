package rules

import "sync"

// A Grammar is the words of which the names of columns are made in any system, whatever they
// are about: folded, from grammar.yaml.
type Grammar struct {
	// Prefixes are words that systems set before every column's name and that say nothing of
	// its type: "nr_cpf", "A1_CGC", "tx_email".
	Prefixes []string `yaml:"prefixes"`
	// Flags are first words that make a column a flag or a setting about a thing, not the
	// thing: "fl_email", "tipo_documento".
	Flags []string `yaml:"flags"`
	// Counts are last words that make a column a number of things: "telefone_qtd".
	Counts []string `yaml:"counts"`
	// States are last words that make a column a state or kind of a thing: "email_status".
	States []string `yaml:"states"`
	// Qualifiers are words that make a column one about a thing, wherever they stand:
	// "empresa_porte", "versao_laudo".
	Qualifiers []string `yaml:"qualifiers"`
	// Measures are words that do so unless the thing is sensitive: what somebody needs, how
	// much of it and how urgently, is of that kind, too.
	Measures []string `yaml:"measures"`
	// Providers are words for those who provide a thing, and for where: what only a living
	// being has is not theirs.
	Providers []string `yaml:"providers"`
	// Owners are words that say whose a value is: "telefone_responsavel", "cli_cpf".
	Owners []string `yaml:"owners"`
	// Contacts and Patients are owners that are no persons everywhere: the contact of a
	// company is its office's, an "emp" there is the company, not an employee, and the
	// patients of a veterinary are beasts.
	Contacts []string `yaml:"contacts"`
	Patients []string `yaml:"patients"`
	// Parents are owners whom animals have, too.
	Parents []string `yaml:"parents"`
	// Endings are last words that say how a value is written, which of several it is or in
	// what unit: "racacor_codigo", "email_principal", "peso_kg".
	Endings []string `yaml:"endings"`
	// Aspects are first or last words that say what of a thing a column tells, which is as
	// sensitive as the thing: "tempo_isquemia", "stool_count".
	Aspects []string `yaml:"aspects"`
	// NameWords are words for a name.
	NameWords []string `yaml:"name_words"`
	// Statistics are first or last words that make a column a figure about many, or an end of
	// a range: "median_income", "taxa_desemprego", "chassi_ate".
	Statistics []string `yaml:"statistics"`
	// OwnRates are words before a rate that is somebody's, or of one contract: "interest_rate".
	OwnRates []string `yaml:"own_rates"`
	// Attributes are words for what is written on a document beside its number: "uf_rg",
	// "dt_validade_passaporte".
	Attributes []string `yaml:"attributes"`
	// Handsets are words for what only a telephone or a tablet that somebody uses has.
	Handsets []string `yaml:"handsets"`
	// Days are first words of columns that hold days.
	Days []string `yaml:"days"`
	// Scenes are words for where something happened, not where somebody lives; LoneScenes say so alone.
	Scenes     []string `yaml:"scenes"`
	LoneScenes []string `yaml:"lone_scenes"`
	// Kinds are words for kinds of people and of other things, which have kinds of their own.
	Kinds []string `yaml:"kinds"`
	// Offices are words for offices in the names of columns that are words for other things in those of tables.
	Offices []string `yaml:"offices"`
	// Descriptions are words for what describes the entry of a list.
	Descriptions []string `yaml:"descriptions"`
	// LoneRecords are words that say, alone, that a column is about the record.
	LoneRecords []string `yaml:"lone_records"`
	// RecordWords are last words of columns about the record, not about what it says.
	RecordWords []string `yaml:"record_words"`
	// RecordEndings are those in which what is written together ends without any other sense:
	// "admissionoffset".
	RecordEndings []string `yaml:"record_endings"`
	// Money say that a column is an amount, and not of what.
	Money []string `yaml:"money"`
	// Joints are words that only join others: they are left out of names.
	Joints []string `yaml:"joints"`
	// InnerJoints are those that also stand within what is written together:
	// "datadenascimento".
	InnerJoints []string `yaml:"inner_joints"`
	// Before are last words for where a range begins and for what was before a change, where they
	// join nothing, and After those for what came after it: "chassi_de", "cargo_de" and "cargo_para".
	Before []string `yaml:"before"`
	After  []string `yaml:"after"`
	// Particles join the words of a person's name.
	Particles []string `yaml:"particles"`
	// Asking are further words of no weight in a name that is a question.
	Asking []string `yaml:"asking"`
	// Questions begin questions about anything: "Do you have", "Quantas vezes".
	Questions []string `yaml:"questions"`
	// Unnamed are the words that stand, before a number or a letter, where a column has no name.
	Unnamed []string `yaml:"unnamed"`
	// Keys are first words that make a column a key or a code of a thing.
	Keys []string `yaml:"keys"`
	// Numbering are first words that make a column the number of a record.
	Numbering []string `yaml:"numbering"`
	// Amounts are first words that make a column an amount of a thing, not the thing:
	// "vl_pis", "qtd_telefones".
	Amounts []string `yaml:"amounts"`
	// Measured are those of the Amounts that stand before measures of a body, too, but not
	// before the Paid: what is paid or counted.
	Measured []string `yaml:"measured"`
	Paid     []string `yaml:"paid"`
	// ShortParts are words of three letters that names written together may end in.
	ShortParts []string `yaml:"short_parts"`
	// ShortBeginnings are further words of three letters that such names may begin with or
	// have in their middle.
	ShortBeginnings []string `yaml:"short_beginnings"`
	// MoreWords are words of column names beyond those of the rules, at which names written
	// together are cut.
	MoreWords []string `yaml:"more_words"`
	// ShortPrefixes are prefixes of two letters that names written together begin with.
	ShortPrefixes []string `yaml:"short_prefixes"`
	// TableAttributes are names of columns that say only which attribute of what their table is
	// called: "amount" in "salary".
	TableAttributes []string `yaml:"table_attributes"`
	// KeyEndings are last words of the numbers and codes of those whom a name speaks of.
	KeyEndings []string `yaml:"key_endings"`
	// TableMarks are first words of the names of tables that say only that they are tables: "tb_cliente".
	TableMarks []string `yaml:"table_marks"`
	// NameParts are names of the parts of a person's name, which no animal has.
	NameParts []string `yaml:"name_parts"`
	// OwnNumbers are words whose number belongs to them, with "_" where a separator may
	// stand: it tells no file from the next one of the same table.
	OwnNumbers []string `yaml:"own_numbers"`
	// Months are the names of the months, folded and short ones too: they tell a file from
	// the next one of the same table.
	Months []string `yaml:"months"`
	// PairKeys and PairValues are words for the two columns of an attribute/value table: the last
	// ones of their names, or PairKeys beside one of PairNames or PairValues.
	PairKeys   []string `yaml:"pair_keys"`
	PairNames  []string `yaml:"pair_names"`
	PairValues []string `yaml:"pair_values"`
	// Splits are the ways of keeping a CPF in two columns.
	Splits []Split `yaml:"splits"`
	// Naming are the keys of the members of a tree that hold the names of columns, in order.
	Naming []string `yaml:"naming"`
}

// A Split is a way of keeping a CPF in two columns: its first At digits in one that is named as a
// type, or in one beside the other; the others in a column of which the name has one of Words or,
// where it is named as the type, too, a word that begins with Short.
type Split struct {
	Type  string   `yaml:"type"`
	At    int      `yaml:"at"`
	Words []string `yaml:"words"`
	Short string   `yaml:"short"`
}

// MustGrammar returns the grammar, which nobody may change. It panics where the file, which the program carries, is not
// what it must be.
func MustGrammar() *Grammar { return grammar() }

var grammar = sync.OnceValue(func() *Grammar {
	var g Grammar
	if err := DecodeFile("grammar.yaml", &g); err != nil {
		panic(err)
	}
	return &g
})
