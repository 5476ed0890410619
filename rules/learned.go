package rules

// Learned are the types that a column may be of where nothing says what it is, by the company that it
// keeps, in the order in which they are asked.
type Learned struct {
	Types []LearnedType `yaml:"types"`
}

// A LearnedType has weights that were learned from labelled columns: how much what stands around a
// column, and what its name and values are like, speaks for its being of the type. Each is the natural
// log of an odds ratio.
type LearnedType struct {
	Type    string                        `yaml:"type"`
	From    float64                       `yaml:"from"` // the probability from which it is said
	Prior   float64                       `yaml:"prior"`
	Weights map[string]map[string]float64 `yaml:"weights"` // by kind of feature, see [FeatureKinds], and feature
}

// The kinds of features.
const (
	FeatureName   = "name"   // a word of the column's name
	FeatureTable  = "table"  // a word of the table's name
	FeatureRows   = "rows"   // what the rows are
	FeatureBeside = "beside" // a type that the column before it or behind it is of; "none" and "edge"
	FeatureAmong  = "among"  // a type that some other column is of, how many tenths of the others are personal, or how many of those with a type are of this one
	FeatureColumn = "column" // what its values are like, or what kind of word its name is
)

// FeatureKinds are all of them.
var FeatureKinds = []string{FeatureName, FeatureTable, FeatureRows, FeatureBeside, FeatureAmong, FeatureColumn}

// A Feature is one thing that a column has or has not.
type Feature struct{ Kind, What string }

// Weight is the weight of a feature; 0 for one that says nothing.
func (l *LearnedType) Weight(f Feature) float64 { return l.Weights[f.Kind][f.What] }

// LoadLearned reads the weights that the program carries.
func LoadLearned() (*Learned, error) {
	var l Learned
	if err := DecodeFile("learned.yaml", &l); err != nil {
		return nil, err
	}
	return &l, nil
}
