package scanner

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A filter is the user's choice of tables.
type filter struct{ only, exclude []*regexp.Regexp }

func newFilter(only, exclude []string) (*filter, error) {
	f := &filter{}
	for _, p := range []struct {
		globs []string
		into  *[]*regexp.Regexp
	}{{only, &f.only}, {exclude, &f.exclude}} {
		for _, glob := range p.globs {
			re, err := compileGlob(glob)
			if err != nil {
				return nil, err
			}
			*p.into = append(*p.into, re)
		}
	}
	return f, nil
}

// compileGlob compiles a glob in which "*" stands for any run of characters,
// slashes and dots included, and "?" for one.
func compileGlob(glob string) (*regexp.Regexp, error) {
	if glob == "" {
		return nil, fmt.Errorf("compiling a filter: the glob is empty")
	}
	s := regexp.QuoteMeta(glob)
	s = strings.ReplaceAll(s, `\*`, ".*")
	s = strings.ReplaceAll(s, `\?`, ".")
	return regexp.Compile(`(?s)\A` + s + `\z`)
}

// admits reports whether a table is to be read: it matches a glob of only, if there are
// any, and none of exclude. Globs are matched with "source/schema.table", or
// "source/table" where there is no schema.
func (f *filter) admits(source, schema, table string) bool {
	name := objectName(source, schema, table)
	return (len(f.only) == 0 || matchAny(f.only, name)) && !matchAny(f.exclude, name)
}

// objectName is how users name a table: "source/schema.table".
func objectName(source, schema, table string) string {
	name := strings.TrimSuffix(source, "/") + "/"
	if schema != "" {
		name += schema + "."
	}
	return name + table
}

func matchAny(globs []*regexp.Regexp, name string) bool {
	return slices.ContainsFunc(globs, func(g *regexp.Regexp) bool { return g.MatchString(name) })
}
