package scanner

import (
	"cmp"
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// Contents is what the binary values of a column are, of which a scan reads no more
// than the first bytes.
type Contents struct {
	Values  int64           `json:"values"`
	Bytes   int64           `json:"bytes"`   // of all of them
	Largest int64           `json:"largest"` // bytes
	Kinds   []ContentOfKind `json:"kinds"`   // most values first
}

// A ContentOfKind counts the values of one content.
type ContentOfKind struct {
	Kind   detectors.Content `json:"kind"`
	Values int64             `json:"values"`
	Bytes  int64             `json:"bytes"`
}

func (c *Contents) add(kind detectors.Content, values, bytes, largest int64) {
	c.Values += values
	c.Bytes += bytes
	c.Largest = max(c.Largest, largest)
	i := slices.IndexFunc(c.Kinds, func(k ContentOfKind) bool { return k.Kind == kind })
	if i < 0 {
		i = len(c.Kinds)
		c.Kinds = append(c.Kinds, ContentOfKind{Kind: kind})
	}
	c.Kinds[i].Values += values
	c.Kinds[i].Bytes += bytes
}

// of counts the values of some kinds.
func (c *Contents) of(kinds ...detectors.Content) (n int64) {
	if c == nil {
		return 0
	}
	for _, k := range c.Kinds {
		if slices.Contains(kinds, k.Kind) {
			n += k.Values
		}
	}
	return n
}

// sorted returns c with its kinds in order; nil for nil.
func (c *Contents) sorted() *Contents {
	if c == nil {
		return nil
	}
	slices.SortFunc(c.Kinds, func(a, b ContentOfKind) int {
		return cmp.Or(cmp.Compare(b.Values, a.Values), slices.Index(detectors.Contents, a.Kind)-slices.Index(detectors.Contents, b.Kind))
	})
	return c
}

// addBinaries counts the binary values of a batch. Texts among them are judged like
// any other.
func (p *profile) addBinaries(b *Batch) {
	for _, v := range b.Binaries {
		if v.Col >= len(p.columns) {
			continue
		}
		c, kind := &p.columns[v.Col], detectors.ContentOf(v.Head, v.Size)
		if c.contents == nil {
			c.contents = &Contents{}
		}
		c.contents.add(kind, 1, v.Size, v.Size)
		if kind != detectors.PlainText {
			c.filled++
			continue
		}
		p.addCell(c, v.Head, true)
		if key := p.keys[v.Col]; key >= 0 && key < b.Cols {
			p.addCell(p.part(c, detectors.Clean(b.Row(v.Row)[key])), v.Head, false)
		}
	}
}

// mergeContents adds the values of d, which may be nil.
func (c *columnProfile) mergeContents(d *Contents) {
	if d == nil {
		return
	}
	if c.contents == nil {
		c.contents = &Contents{}
	}
	for _, k := range d.Kinds {
		c.contents.add(k.Kind, k.Values, k.Bytes, d.Largest)
	}
}

// The contents that say that a column is of a type, or agree with a name that does.
var (
	biometricContents = []detectors.Content{detectors.Fingerprint, detectors.FaceOrIris}
	pictureContents   = []detectors.Content{detectors.JPEG, detectors.PNG, detectors.OtherPicture}
	soundContents     = []detectors.Content{detectors.Recording}
	documentContents  = []detectors.Content{detectors.PDF, detectors.OfficeDocument, detectors.ZIP}
)

const (
	biometricType  = "biometric"
	photoType      = "photo"
	signatureType  = "signature"
	contentProves  = 12.0 // a format in which nothing else is kept
	contentAgrees  = 3.5  // a picture under a name that may be that of one
	contentAllows  = 2.0  // … under no such name: whose it is the table must tell
	contentsOfKind = 0.5  // share of the binary values from which they are said to be of a kind
)

// addContents adds what the first bytes of the binary values say.
func (j *columnJudge) addContents(h *hypothesis) {
	c := j.profile.contents
	if c == nil {
		return
	}
	e := Evidence{Kind: "contents", N: c.Values}
	switch h.typ.Rule.ID {
	case biometricType:
		e.Hits, e.Weight = c.of(biometricContents...), contentProves
	case photoType:
		e.Hits, e.Weight = c.of(pictureContents...), contentAllows
		if h.named > 0 {
			e.Hits, e.Weight = e.Hits+c.of(soundContents...), contentAgrees
		}
	case signatureType:
		if h.named > 0 {
			e.Hits, e.Weight = c.of(pictureContents...), contentAgrees
		}
	}
	if e.Hits > 0 && float64(e.Hits) >= contentsOfKind*float64(c.Values) {
		h.values += e.Weight
		h.add(e)
	}
}

// contentNotes tell the auditor which binary values of a table were not read to their
// end, and what they are.
func (p *profile) contentNotes() (notes []Reason) {
	for _, kind := range []struct {
		code     string
		contents []detectors.Content
	}{
		{"biometric_values", biometricContents}, {"pictures", pictureContents}, {"recordings", soundContents},
		{"scanned_documents", documentContents}, {"binary_values", []detectors.Content{detectors.OtherContent}},
	} {
		n := int64(0)
		for i := range p.columns {
			n += p.columns[i].contents.of(kind.contents...)
		}
		if n > 0 {
			notes = append(notes, Reason{Code: kind.code, Count: n})
		}
	}
	return notes
}
