package databases

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// A Secret is a password that must not appear in any text. Printed or encoded in any
// format it is "***"; only a conversion to string gives it away.
type Secret string

const hidden = "***"

// Format implements [fmt.Formatter].
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText implements [encoding.TextMarshaler].
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Forms returns every way in which a text may hold the secret: raw, URL-encoded, base64.
func (s Secret) Forms() []string {
	raw := string(s)
	bytes := []byte(raw)
	return []string{
		raw, url.QueryEscape(raw), url.PathEscape(raw), url.UserPassword("", raw).String()[1:],
		base64.StdEncoding.EncodeToString(bytes), base64.RawStdEncoding.EncodeToString(bytes),
		base64.URLEncoding.EncodeToString(bytes), base64.RawURLEncoding.EncodeToString(bytes),
	}
}

// scrub replaces every form of the secret in text.
func (s Secret) scrub(text string) string {
	if s == "" {
		return text
	}
	for _, form := range s.Forms() {
		text = strings.ReplaceAll(text, form, hidden)
	}
	return text
}
