package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Mistake is something wrong in a rule file, without words of any language:
// its Key is looked up below "cmd.rule.", and Args fill the verbs of that text.
type Mistake struct {
	Path         string // of the value concerned, from the top of the file: "forms.0.pattern"
	Line, Column int    // from 1; 0 where the rule comes from no file
	Key          string
	Args         []any
}

// Error implements error, for the mistakes of the program itself.
func (m Mistake) Error() string {
	return fmt.Sprintf("%d:%d: %s: %s %v", m.Line, m.Column, m.Path, m.Key, m.Args)
}

// Mistakes are those of one file, in the order in which they were found.
type Mistakes []Mistake

// Add adds a mistake; the parts of its path are joined with dots.
func (m *Mistakes) Add(path, key string, args ...any) {
	*m = append(*m, Mistake{Path: path, Key: key, Args: args})
}

// Located returns the mistakes with their places in the file, ordered by place.
func (f *RuleFile) Located(m Mistakes) Mistakes {
	for i := range m {
		if m[i].Line == 0 {
			m[i].Line, m[i].Column = f.places.of(m[i].Path)
		}
	}
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column)
	})
	return m
}

// places are where the values of a file begin, by their paths.
type places map[string][2]int

// of returns the place of a path or of the nearest thing above it.
func (p places) of(path string) (line, column int) {
	for {
		if at, ok := p[path]; ok || path == "" {
			return max(1, at[0]), max(1, at[1])
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
}
