package detectors

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// grammar is the words of which names are made whatever they are about.
var grammar = rules.MustGrammar()

// OfPerson reports whether the words of a column's name say that its values are
// somebody's: "user_lat". The words of the other lists do not say it.
func OfPerson(words []string, others ...[]string) bool {
	says := func(w string) bool {
		return slices.Contains(grammar.Owners, w) && !slices.ContainsFunc(others, func(other []string) bool { return slices.Contains(other, w) })
	}
	return len(words) > 1 && (says(words[0]) || says(words[len(words)-1]))
}

// Owner returns the first of the words of a column's name that says whose it is, or "".
func Owner(words []string) string {
	if i := slices.IndexFunc(words, IsOwner); i >= 0 {
		return words[i]
	}
	return ""
}

// IsOwner reports whether a word says whose a value is.
func IsOwner(word string) bool { return slices.Contains(grammar.Owners, word) }

// IsPrefix reports whether systems set a word before every column's name.
func IsPrefix(word string) bool { return slices.Contains(grammar.Prefixes, word) || IsNameWord(word) }

// Means reports whether a first word says what a column is for, or whose: no code of
// a table does.
func Means(word string) bool {
	for _, list := range [][]string{grammar.Prefixes, grammar.NameWords, grammar.Owners, grammar.Flags, grammar.Amounts, grammar.Statistics, grammar.Keys, grammar.Numbering} {
		if slices.Contains(list, word) {
			return true
		}
	}
	return false
}

// IsEnding reports whether a last word says how a value is written.
func IsEnding(word string) bool {
	return word == "id" || slices.Contains(grammar.Endings, word) || IsNameWord(word)
}

// isNumeral reports whether a word is a number.
func isNumeral(word string) bool { return word != "" && onlyDigits([]byte(word)) }

// IsNameWord reports whether a folded word is one for a name.
func IsNameWord(word string) bool { return slices.Contains(grammar.NameWords, word) }

// IsFigure reports whether the words of a column's name say that it holds
// figures about many.
func IsFigure(words []string) bool {
	if n := len(words); n > 1 && words[n-1] == "rate" && slices.Contains(grammar.OwnRates, words[n-2]) {
		return false
	}
	return len(words) > 1 && (slices.Contains(grammar.Statistics, words[0]) || slices.Contains(grammar.Statistics, words[len(words)-1])) && !slices.Contains(grammar.Before, words[len(words)-1])
}

// OfRecord reports whether the words of a column's name say that it is about the
// record, not about what the record tells of somebody: "ml_dia" is so much a day.
func (c *Catalog) OfRecord(words []string) bool {
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(c.daily.Doses, w) }) {
		return false
	}
	return len(words) == 1 && slices.Contains(grammar.LoneRecords, words[0]) || slices.ContainsFunc(words, func(w string) bool {
		return c.daily.ofRecord(w) || slices.ContainsFunc(grammar.RecordEndings, func(e string) bool { return strings.HasSuffix(w, e) })
	})
}

// OfWhat returns the words of an amount's name without those that only say that it is
// one: a "total_deducoes" is no more about the record than "deducoes".
func OfWhat(amount []string) []string { return drop(amount, grammar.Money) }

// minQuestion is how many words a question has at least.
const minQuestion = 4

// withoutJoints returns words without those that only join others, unless none is left.
func withoutJoints(words []string) []string {
	if n := len(words) - 1; n > 0 && slices.Contains(grammar.Before, words[n]) {
		return append(withoutJoints(words[:n]), words[n])
	}
	out := drop(words, grammar.Joints)
	if len(words) >= minQuestion {
		out = drop(out, grammar.Asking)
	}
	return out
}

func drop(words, of []string) []string {
	if !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(of, w) }) {
		return words
	}
	out := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(of, w) })
	if len(out) == 0 {
		return words
	}
	return out
}

// IsKeyWord reports whether a folded word is one for a key or a code.
func IsKeyWord(word string) bool { return slices.Contains(grammar.Keys, word) }

// IsKey reports whether the words of a column's name are those of a key.
func IsKey(words []string) bool {
	last := len(words) - 1
	return last > 0 && (words[last] == "id" || words[0] == "id" || words[0] == "fk" || words[0] == "pk")
}

// NamesDay reports whether one of the first two words of a column's name, not the last, says that it holds days.
func NamesDay(words []string) bool {
	return len(words) > 1 && slices.ContainsFunc(words[:min(len(words)-1, 2)], func(w string) bool { return slices.Contains(grammar.Days, w) })
}

// IsNumber reports whether the words of a column's name may be those of a
// record's number.
func IsNumber(words []string) bool {
	return len(words) > 1 && slices.Contains(grammar.Numbering, words[0])
}
