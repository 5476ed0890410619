package detectors

import "bytes"

const (
	minLoginName  = 4 // letters of the one name in a user name …
	minJoinedName = 3 // … and of each of two
	maxLoginParts = 3
)

// isLogin reports whether value is a user name made of somebody's name: parts with a
// stop between, each of the lists or an initial, or one word that is an initial beside a
// surname, a given name beside a surname or, before digits, a given name. Digits may stand at
// the end: "ana.lima", "alima", "analima2", "ana_l".
func (l *nameLists) isLogin(value []byte) bool {
	word := bytes.TrimRight(value, "0123456789")
	if !bytes.ContainsAny(word, "._-") {
		return l.isJoinedLogin(word, len(word) < len(value))
	}
	parts, listed := 0, 0
	for len(word) > 0 {
		part := word
		if i := bytes.IndexAny(word, "._-"); i >= 0 {
			part, word = word[:i], word[i+1:]
		} else {
			word = nil
		}
		role, _ := l.roleOf(part)
		switch parts++; {
		case len(part) == 0 || role&notPerson != 0 || parts > maxLoginParts:
			return false
		case len(part) >= minJoinedName && role&(givenName|familyName) != 0:
			listed++
		case len(part) > 1:
			return false
		}
	}
	return parts > 1 && listed > 0
}

// isJoinedLogin is [nameLists.isLogin] for one word.
func (l *nameLists) isJoinedLogin(word []byte, numbered bool) bool {
	is := func(part []byte, wanted nameRole) bool {
		role, _ := l.roleOf(part)
		return role&wanted != 0 && role&notPerson == 0
	}
	n := len(word)
	if n <= minLoginName {
		return n == minLoginName && numbered && is(word, givenName)
	}
	if is(word[1:], familyName) || is(word[:n-1], familyName) || numbered && is(word, givenName) {
		return true
	}
	for i := minJoinedName; i <= n-minJoinedName; i++ {
		if is(word[:i], givenName) && is(word[i:], familyName) || is(word[:i], familyName) && is(word[i:], givenName) {
			return true
		}
	}
	return false
}
