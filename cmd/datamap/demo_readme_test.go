package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the READMEs show anew")

// What the READMEs show of the demo is what the program prints.
func TestGoldenReadmes(t *testing.T) {
	shown := regexp.MustCompile("(?s)(<!-- output:demo -->\n```\n)(.*?)(```\n<!-- /output:demo -->)")
	for name, lang := range map[string]string{"README.md": "en", "README.pt-BR.md": "pt-BR"} {
		t.Run(lang, func(t *testing.T) {
			path, err := filepath.Abs(filepath.Join("../..", name))
			if err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			found := shown.FindSubmatch(data)
			if found == nil {
				t.Fatalf("%s lacks the output between its markers", name)
			}
			t.Chdir(t.TempDir())
			var stdout, stderr bytes.Buffer
			env := func(name string) (string, bool) { return lang, name == "DATAMAP_LANG" }
			if code := run(t.Context(), []string{"demo", "demo/"}, strings.NewReader(""), &stdout, &stderr, env); code != exitDone {
				t.Fatalf("exit code %d: %s", code, stderr.String())
			}
			if got := stdout.Bytes(); *update {
				data = shown.ReplaceAllFunc(data, func([]byte) []byte { return bytes.Join([][]byte{found[1], got, found[3]}, nil) })
				if err := os.WriteFile(path, data, 0o644); err != nil {
					t.Fatal(err)
				}
			} else if want := found[2]; !bytes.Equal(got, want) {
				t.Errorf("%s shows\n%s\nthe demo prints\n%s", name, want, got)
			}
		})
	}
}
