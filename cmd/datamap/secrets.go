package main

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/datamapbr/datamap/scanner/databases"
)

// secrets keeps the passwords of a run out of everything it prints.
type secrets struct {
	forms []string // every way in which a known secret may be written
}

// hidden stands where a secret was.
const hidden = "***"

// shortestSecret is the length below which replacing a secret wherever its
// characters occur would damage the text without hiding it.
const shortestSecret = 4

var (
	userinfo      = regexp.MustCompile(`(://[^/\s:@]*):\S*@`)
	passwordParam = regexp.MustCompile(`(?i)\b(password|passwd|pwd|senha)=[^&\s]*`)
)

// add makes a secret known.
func (s *secrets) add(secret string) {
	if len(secret) < shortestSecret {
		return
	}
	s.forms = append(s.forms, databases.Secret(secret).Forms()...)
}

// addDSN makes the password in a connection string known, even if no parser accepts the
// string.
func (s *secrets) addDSN(dsn string) {
	_, rest, ok := strings.Cut(dsn, "://")
	if !ok {
		return
	}
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		if _, password, ok := strings.Cut(rest[:at], ":"); ok {
			s.add(password)
		}
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return
	}
	if password, ok := u.User.Password(); ok {
		s.add(password)
	}
	for name, values := range u.Query() {
		if passwordParam.MatchString(name + "=") {
			for _, v := range values {
				s.add(v)
			}
		}
	}
}

// scrub returns text without any known secret, and without what stands in the
// place of a password in a connection string.
func (s *secrets) scrub(text string) string {
	for _, form := range s.forms {
		text = strings.ReplaceAll(text, form, hidden)
	}
	text = userinfo.ReplaceAllString(text, "$1:"+hidden+"@")
	return passwordParam.ReplaceAllString(text, "$1="+hidden)
}
