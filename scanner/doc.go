// Package scanner reads tables from sources, profiles their columns, gives each
// a verdict, and keeps the ledger of what was and was not read.
//
// # The verdict on a column
//
// A column is weighed for every type t of the catalogue. The weight of a piece of
// evidence is the natural logarithm of an odds ratio: how much likelier it is found
// on a column of t than on another. Weights add up to the type's score,
//
//	score(t) = prior + name + data type + values + what stands around
//
// where values are the distinct ones in the column's sketch: with v of m that pass a
// check which a share c of other values passes, and q of the type's own,
//
//	values(t) = v·ln(q/c) + (m-v)·ln((1-q)/(1-c)),
//
// limited by ln(1/lookalike), the share of other columns whose values all look so.
// "None of them" has the score 0. With R, the types that t rules out, the probability is
//
//	p(t) = e^score(t) / (1 + e^score(t) + Σ e^score(r) over r in R),
//
// and the confidence is p on the line that the labelled corpus gives ([Calibrated]).
// A type is said of the column from one half on. That some cells are, or hold in
// their text, a value of t is weighed by itself, without rivals.
//
// A table is judged twice: every column by itself first (signs), then again with what
// all of them, its name and its source say of its rows (tableContext). Whether what a
// column holds is somebody's is decided last, by what the rows are about
// (tableContext.personal): an address is that of a company in a table of companies.
// A column of which nothing is said by then may still be somebody's (company): weights that
// were learned from labelled columns add up to the log odds of that.
package scanner
