package scanner

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/datamapbr/datamap/detectors"
)

// The values of one column may be of many kinds, told apart by a key: the
// attribute beside the value of an attribute/value table, the path in a JSON
// document. Each kind is a part with a profile of its own; judged together they
// would dilute each other.

// maxParts is how many kinds of one column are told apart; further ones share otherPart.
const maxParts = 128

// otherPart is the key of the parts beyond maxParts, and stands for a key that
// may itself be somebody's data.
const otherPart = "*"

// keyColumns returns for each column the one whose cells say what its own
// cells are, or -1.
func keyColumns(columns []Column) []int {
	keys := make([]int, len(columns))
	key, value := -1, -1
	for i, c := range columns {
		keys[i] = -1
		words := detectors.Tokens(c.Name)
		if len(words) == 0 {
			continue
		}
		has := func(list []string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
		}
		last, ofKey := words[len(words)-1], has(grammar.PairKeys)
		switch {
		case slices.Contains(grammar.PairValues, last) || ofKey && has(grammar.PairValues):
			if value < 0 && kindOf(c.DataType) == anyKind {
				value = i
			}
		case key < 0 && (slices.Contains(grammar.PairKeys, last) || ofKey && slices.Contains(grammar.PairNames, last)):
			key = i
		}
	}
	if key >= 0 && value >= 0 {
		keys[value] = key
	}
	return keys
}

// part returns the profile of the part with this key. Of more than maxParts keys
// those with the smallest hashes have a part of their own: the same ones in whatever
// order they come.
func (p *profile) part(c *columnProfile, key []byte) *columnProfile {
	if part := c.parts[string(key)]; part != nil {
		return part
	}
	return c.newPart(string(key))
}

// newPart makes room for the part of a key that has none; where there is no room
// it returns that of the others.
func (c *columnProfile) newPart(key string) *columnProfile {
	if c.parts == nil {
		c.parts = map[string]*columnProfile{}
	}
	hash := keyHash(key)
	own := len(c.parts)
	if c.parts[otherPart] != nil {
		own--
	}
	if key != otherPart && own >= maxParts {
		if hash >= c.lastKey {
			key = otherPart
		} else {
			c.giveUpLast()
		}
	}
	part := c.parts[key]
	if part == nil {
		part = c.empty()
		c.parts[key] = part
		if key != otherPart {
			c.lastKey = max(c.lastKey, hash)
		}
	}
	return part
}

// giveUpLast adds the part of the key with the largest hash to that of the others.
func (c *columnProfile) giveUpLast() {
	last, before := "", uint64(0) // and the largest hash but one
	for key := range c.parts {
		switch hash := keyHash(key); {
		case key == otherPart:
		case hash == c.lastKey:
			last = key
		default:
			before = max(before, hash)
		}
	}
	if c.parts[otherPart] == nil {
		c.parts[otherPart] = c.empty()
	}
	c.parts[otherPart].merge(c.parts[last])
	delete(c.parts, last)
	c.lastKey = before
}

func keyHash(key string) uint64 { return mix(xxhash.Sum64String(key)) }

// judgeParts adds to a verdict what the parts of the column hold: what any part
// is or contains, the column contains. Where the cells are words about things,
// their keys say what these are, not what is in the cells.
func (j *columnJudge) judgeParts(r *ColumnResult) {
	if j.context != nil && j.context.wordings {
		return
	}
	room := j.hearing.room()
	defer j.hearing.rooms.Put(room)
	found := map[string]*TypeVerdict{}
	for _, key := range slices.Sorted(maps.Keys(j.profile.parts)) {
		part := j.profile.parts[key]
		if part.filled == 1 && isQuestion(key) {
			continue
		}
		judged := j.judgePart(key, room)
		r.Ages = r.Ages.and(judged.Ages)
		if isPersonal(j.catalog, key) {
			key = otherPart
		}
		for i := range judged.Types {
			v := &judged.Types[i]
			if found[v.Type] == nil {
				found[v.Type] = &TypeVerdict{Type: v.Type, Mode: Contains, Shape: v.Shape}
			}
			found[v.Type].addPart(part, key, v)
		}
	}
	for _, t := range slices.SortedFunc(maps.Values(found), func(a, b *TypeVerdict) int { return cmp.Compare(a.Type, b.Type) }) {
		filled := j.profile.filled
		t.Matched, t.Valid = min(t.Matched, filled), min(t.Valid, filled)
		t.ShareLow, t.ShareHigh = wilson(t.Valid, filled)
		if slices.ContainsFunc(r.Types, func(v TypeVerdict) bool { return v.Type == t.Type && v.Mode == WholeValue && v.Valid > 0 }) {
			continue // a UUID in braces is like a list of one
		}
		r.Types = slices.DeleteFunc(r.Types, func(v TypeVerdict) bool { return v.Type == t.Type })
		r.Types = append(r.Types, *t)
	}
}

// judgePart gives the verdict on the part with a key, of which the last word is its name; the
// elements of a list have that of the column.
func (j *columnJudge) judgePart(key string, room *tallyRoom) ColumnResult {
	name := key[strings.LastIndexByte(key, '.')+1:]
	if key == "" {
		name = j.column.Name
	}
	part := columnJudge{
		catalog: j.catalog, hearing: j.hearing, budget: j.budget, rows: j.rows, room: room,
		column: &Column{Name: name}, position: j.position, name: j.catalog.Words(name), table: j.table, context: j.context,
	}
	part.hear()
	part.take(j.profile.parts[key])
	return part.judge()
}

// addPart adds the verdict on a part, with its key as it may be shown, to that on its column. The
// surest one gives the evidence.
func (v *TypeVerdict) addPart(part *columnProfile, key string, own *TypeVerdict) {
	v.Matched += part.rows(own.Matched)
	v.Valid += part.rows(own.Valid)
	if own.Confidence > v.Confidence {
		v.Confidence = own.Confidence
		v.Evidence = append([]Evidence{{Kind: "part", Detail: key, N: part.filled, Hits: own.Valid}}, own.Evidence...)
	}
}

// rows returns in how many rows at most there are n values: a document may hold many.
func (c *columnProfile) rows(n int64) int64 {
	if c.documents > 0 {
		return min(n, c.documents)
	}
	return n
}

// isQuestion reports whether a key is a sentence: where it stands once, the value
// beside it explains a thing and is not one.
func isQuestion(key string) bool {
	return strings.Count(strings.TrimSpace(key), " ") >= questionWords-1
}

// questionWords is how many words a sentence has at least.
const questionWords = 4

// isPersonal reports whether a key is, or holds, somebody's data itself: then it
// must not be shown.
func isPersonal(catalog *detectors.Catalog, key string) bool {
	var m detectors.Matches
	for _, word := range append(strings.Split(key, "."), key) {
		catalog.Match(detectors.Clean([]byte(word)), &m)
		for _, h := range m.Hits() {
			if h.Valid && catalog.Type(int(h.Type)).Rule.Personal {
				return true
			}
		}
	}
	return strings.ContainsAny(key, "0123456789@ ")
}
