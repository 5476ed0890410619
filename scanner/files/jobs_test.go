package files

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner"
)

// mixedCSV has numbers, names, texts, documents and attributes of many kinds, most
// of them more often than a sketch or a set of parts holds.
func mixedCSV(rows int) string {
	r := rand.New(rand.NewPCG(11, 12))
	var b strings.Builder
	b.WriteString("id;cpf;nome;obs;doc;atributo;valor;hash;nascimento\n")
	for i := range rows {
		number := fmt.Sprintf("%011d", r.Int64N(1e11))
		note := ""
		if i%3 == 0 {
			note = fmt.Sprintf("\"pedido %d, \"\"urgente\"\"\ncpf 111.444.777-35 ou maria%d@exemplo.com.br; tel (11) 9%04d-%04d\"", i, i, r.IntN(1e4), r.IntN(1e4))
		}
		fmt.Fprintf(&b, "%d;%s;%s %s;%s;\"{\"\"k%d\"\":{\"\"email\"\":\"\"a%d@exemplo.com\"\"}}\";campo_%d;%s;%x;%04d-%02d-%02d\n",
			i, number, []string{"Maria", "José", "Ana"}[r.IntN(3)], []string{"Silva", "Souza", "N/A", "Conceição"}[r.IntN(4)], note,
			r.IntN(300), r.IntN(5000), r.IntN(300), number[:r.IntN(12)], r.Uint64(), 1900+r.IntN(130), 1+r.IntN(12), 1+r.IntN(31))
	}
	return b.String()
}

// TestJobsChangeNothing: with any number of goroutines a scan gives the same bytes,
// also of a file in which quotes do not come in pairs, and says that it is one.
func TestJobsChangeNothing(t *testing.T) {
	catalog, err := detectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	sound := mixedCSV(6000)
	before, after, found := strings.Cut(sound, "\n3000;")
	if !found {
		t.Fatal("there is no record 3000")
	}
	for _, tc := range []struct {
		name, text string
		rows       int64
		state      scanner.State
		reasons    []string
	}{
		{"sound", sound, 6000, scanner.Covered, nil},
		{"a quote that does not close", before + "\n2999;\"11144477735;Ana Silva;;;;;;\n3000;" + after, 6001, scanner.Partial, []string{"unterminated_quote"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := writeFile(t, "dados.csv", tc.text)
			var want []byte
			for _, jobs := range []int{1, 2, 16, 16} {
				source, err := Open(path, Options{IsData: catalog.IsData})
				if err != nil {
					t.Fatal(err)
				}
				result, err := scanner.Scan(context.Background(), []scanner.Source{source}, scanner.Options{Catalog: catalog, Jobs: jobs, Sample: scanner.Sample{Seed: 1}})
				if err != nil {
					t.Fatal(err)
				}
				got, err := json.Marshal(result)
				if err != nil {
					t.Fatal(err)
				}
				if want == nil {
					want = got
				}
				if !bytes.Equal(got, want) {
					t.Errorf("with %d jobs:\n%s\nwith one:\n%s", jobs, got, want)
				}
				table := &result.Tables[0]
				if table.Read != tc.rows || table.State != tc.state {
					t.Errorf("with %d jobs %d rows are read: %s", jobs, table.Read, table.State)
				}
				wantCodes(t, "reasons", table.Reasons, tc.reasons...)
			}
		})
	}
}
