package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"
)

// secretsOf are the values of a planted table that must be nowhere: whole cells,
// and what is unmistakable inside them. Dates are left out: they are too short
// to be told from those of a report.
func secretsOf(rows [][]string) (all []string) {
	for _, row := range rows[1:] {
		all = append(all, strings.Fields(row[0])[:2]...)
		all = append(all, row[1], strings.NewReplacer(".", "", "-", "").Replace(row[1]), row[2], row[3][5:], row[4], row[6][10:26], row[6][38:52])
		user, _, _ := strings.Cut(row[2], "@")
		all = append(all, user)
	}
	return all
}

// forms are the ways in which a secret might hide.
func forms(secret string) map[string][]byte {
	quoted, _ := json.Marshal(secret)
	f := map[string][]byte{
		"raw": []byte(secret), "json": bytes.Trim(quoted, `"`), "html": []byte(html.EscapeString(secret)),
		"url query": []byte(url.QueryEscape(secret)), "url path": []byte(url.PathEscape(secret)),
		"hex": []byte(hex.EncodeToString([]byte(secret))), "upper hex": []byte(strings.ToUpper(hex.EncodeToString([]byte(secret)))),
		"reversed": []byte(reversed(secret)),
	}
	for shift := range 3 { // base64 looks different at each place in a longer text
		padded := append(bytes.Repeat([]byte{'x'}, shift), secret...)
		for name, enc := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
			text := enc.EncodeToString(padded)
			f[fmt.Sprint(name, " at ", shift)] = []byte(text[min(4, (shift*4+2)/3+1):max(5, len(text)-2)])
		}
	}
	units := utf16.Encode([]rune(secret))
	little, big := make([]byte, 0, 2*len(units)), make([]byte, 0, 2*len(units))
	for _, u := range units {
		little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
	}
	f["utf-16le"], f["utf-16be"] = little, big
	return f
}

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// A haystack collects everything that a run of the program gave away.
type haystack struct {
	mu    sync.Mutex
	parts map[string][]byte
}

func (h *haystack) add(name string, data []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.parts[name] = append(h.parts[name], data...)
}

// addFile adds a file, and what is in it where it is a workbook.
func (h *haystack) addFile(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(path)
	h.add(name, data)
	if filepath.Ext(path) != ".xlsx" {
		return
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		h.add(name+"/"+f.Name, part)
	}
}

// watch collects what passes through a folder of temporary files, until stop.
func (h *haystack) watch(dir string) (stop func()) {
	done := make(chan struct{})
	var ended sync.WaitGroup
	ended.Go(func() {
		for {
			filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					if data, err := os.ReadFile(path); err == nil {
						h.mu.Lock()
						h.parts["temporary "+filepath.Base(path)] = data
						h.mu.Unlock()
					}
				}
				return nil
			})
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	})
	return func() { close(done); ended.Wait() }
}

// find tells where any of the secrets is, in whatever form.
func (h *haystack) find(secrets []string) (found []string) {
	for name, data := range h.parts {
		lower := bytes.ToLower(data)
		for _, secret := range secrets {
			for form, needle := range forms(secret) {
				hay := data
				if form == "raw" || form == "json" || form == "html" {
					hay, needle = lower, bytes.ToLower(needle)
				}
				if i := bytes.Index(hay, needle); i >= 0 {
					found = append(found, fmt.Sprintf("%s holds %q as %s: …%q…", name, secret, form, data[max(0, i-60):min(len(data), i+60)]))
				}
			}
		}
	}
	return found
}

// TestLeakTestFinds shows that the search finds what it looks for.
func TestLeakTestFinds(t *testing.T) {
	const secret = "Zoraide@plantado-0001"
	for form, needle := range forms(secret) {
		if len(needle) < 8 {
			t.Errorf("%s: %q is too short to be told from other text", form, needle)
		}
		h := &haystack{parts: map[string][]byte{"somewhere": append([]byte("before "), needle...)}}
		if len(h.find([]string{secret})) == 0 {
			t.Errorf("%s is not found", form)
		}
	}
	for shift := range 3 {
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 3+shift) + secret + "kk"))
		h := &haystack{parts: map[string][]byte{"somewhere": []byte(text)}}
		if len(h.find([]string{secret})) == 0 {
			t.Errorf("base64 at %d is not found in %s", shift, text)
		}
	}
	for _, rows := range [][][]string{plant(0), plant(5)} {
		h := &haystack{parts: map[string][]byte{"somewhere": []byte(delimited(rows, ";"))}}
		if got, want := len(h.find(secretsOf(rows))), 9*(len(rows)-1); got < want {
			t.Errorf("%d of the planted values are found, want %d", got, want)
		}
	}
}
