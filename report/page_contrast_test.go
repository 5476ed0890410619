package report

import (
	"cmp"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Texts of the page stand out from what is behind them as WCAG 2 AA asks, by 4.5 to
// 1, and drawings by 3 to 1, in its light colours and in its dark ones.
func TestPageHasContrast(t *testing.T) {
	css := string(write(t, "html", "en", sample(t)))
	blocks := regexp.MustCompile(`:root\{(.*?)\}`).FindAllStringSubmatch(css, -1)
	if len(blocks) != 2 || !strings.Contains(css, "@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;") {
		t.Fatalf("the page has %d sets of colours", len(blocks))
	}
	for _, block := range blocks {
		colors := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+):(#[0-9a-f]+)`).FindAllStringSubmatch(block[1], -1) {
			colors[m[1]] = m[2]
		}
		for _, pair := range strings.Fields("ink/paper ink/back soft/paper soft/back brand/paper #fff/head #d5e0ee/head #fff/high alarm/paper " +
			"#3d2a00/mid low-ink/low edge/paper=3 bar/paper=3 dim/paper=3 done/paper=3 part/paper=3 some/paper=3 alarm/back=3") {
			pair, least, _ := strings.Cut(pair, "=")
			ink, paper, _ := strings.Cut(pair, "/")
			for _, c := range []*string{&ink, &paper} {
				if *c = cmp.Or(colors[*c], *c); !strings.Contains(css, *c) || (*c)[0] != '#' {
					t.Fatalf("the page has no colour %s", *c)
				}
			}
			want, err := strconv.ParseFloat(cmp.Or(least, "4.5"), 64)
			if err != nil {
				t.Fatal(err)
			}
			a, b := luminance(t, ink), luminance(t, paper)
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < want {
				t.Errorf("%s: %s on %s has a contrast of %.1f", pair, ink, paper, ratio)
			}
		}
	}
}

// luminance is that of a colour by WCAG 2, from 0 to 1.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = "#" + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:3], 2) + strings.Repeat(hex[3:4], 2)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
