package rules

import (
	"bytes"
	"io/fs"
	"reflect"
	"testing"

	"gopkg.in/yaml.v3"
)

// sample has fields of all kinds that are read.
type sample struct {
	A string              `yaml:"a"`
	B bool                `yaml:"b"`
	C float64             `yaml:"c"`
	D int                 `yaml:"d"`
	E []string            `yaml:"e"`
	F map[string]sample   `yaml:"f"`
	G []sample            `yaml:"g"`
	H any                 `yaml:"h"`
	I int64               `yaml:"i"`
	J map[string][]string `yaml:"j"`
	K []struct {
		Code string            `yaml:"code"`
		Rest map[string]string `yaml:",inline"`
	} `yaml:"k"`
}

// readsLikeLibrary reports whether the reader reads a text, and fails where it makes
// something else of it than the library.
func readsLikeLibrary[T any](t *testing.T, text []byte) bool {
	t.Helper()
	var got, want T
	if !new(plainReader).read(string(text), target{reflect.ValueOf(&got).Elem()}) {
		return false
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&want); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%q is read as\n%+v, the library reads\n%+v (error %v)", text, got, want, err)
	}
	return true
}

// TestPlainFiles: none of the built-in files needs the library.
func TestPlainFiles(t *testing.T) {
	check := func(pattern string, like func(*testing.T, []byte) bool) {
		paths, err := fs.Glob(files, pattern)
		if err != nil || len(paths) == 0 {
			t.Fatal(pattern, err)
		}
		for _, path := range paths {
			data, err := files.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !like(t, data) {
				t.Errorf("%s is left to the library", path)
			}
		}
	}
	check("types/*.yaml", readsLikeLibrary[Rule])
	check("subjects.yaml", readsLikeLibrary[Subjects])
	check("grammar.yaml", readsLikeLibrary[Grammar])
	check("learned.yaml", readsLikeLibrary[Learned])
	for _, lang := range Languages {
		check(lang+".yaml", readsLikeLibrary[map[string]any])
	}
}

func FuzzPlainReader(f *testing.F) {
	for _, text := range []string{
		"a: 1\n", "g:\n- a: b\n- c: 0.5\n  e: [f, 'g''h', \"\\n\"] # i\nf: {k: {a: l, b: true}, m: {d: -7}}\n", "e: &x [b,\n  c]\ng:\n  - {e: *x}\n",
		"a: |\n  b\n\n    c\n\nd: 1\n", "a: b\n  c\n", "a: 'b\n", "e:\n  - a\n  - \"-1\"\n", "a: b: c\n", "a:\n", "a: ~\n", "a: 1\na: 2\n",
		"e: [b c,d:e, f: g]\n", "h: {b: }\n", "\ta: b\n", "a: b #c\n# d\n e: f\n", "a: &x {b: *x}\n", "a: |2\n   b\n", "a: |\n\n  b\n",
		"---\na: b\n...\n", "%YAML 1.2\n", "a: 2001-01-01\n", "h: 2001-01-01\n", "<<: {a: b}\n", "a: !!str 1\n", "a: \"\\u00e1\"\n", "h: {\"yes\": no, x: null}\n",
		"c: 1e3\n", "c: .5\n", "c: -0.5\n", "c: -0\n", "c: - 1\n", "c: -.5\n", "d: 0x10\n", "i: 010\n", "b: yes\n", "e: []\n", "e: [a,\n  b, # c\n\n  d]\nj: {a: [b]}\nk:\n  - {code: a, en: b}\n  - code: c\n    pt-BR: d\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { readsLikeLibrary[sample](t, text) })
}
