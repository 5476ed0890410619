package main

import (
	"context"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/files"
)

// The defaults of scan.
const (
	defaultSample  = sampleSize(10_000)
	defaultTimeout = limit(5 * time.Minute)
	mostJobs       = 4 // by default: more would be felt by a production server
)

// failOn are the values of --fail-on.
var failOn = []string{"low", "moderate", "high", "sensitive", "new"}

// scanOptions are the flags of scan, and its arguments.
type scanOptions struct {
	sources       []string
	outputs       []string
	format        string
	sample        sampleSize
	seed          uint64
	only, exclude []string
	config        string
	answers       string
	baseline      string
	failOn        *choices
	jobs          count
	timeout       limit
	encoding      *choice
	csvExcel      bool
	quiet         bool
	verbose       bool
	passwordStdin bool
	views         bool
	insecureTLS   bool
}

func (a *app) scanCommand() *cobra.Command {
	c := a.command("scan ["+a.words.T("cmd.arg.source")+"...]", "scan")
	opt := &scanOptions{}
	a.sourceFlags(c, opt)
	f, w := c.Flags(), a.words
	f.StringArrayVarP(&opt.outputs, "output", "o", nil, w.T("cmd.flag.output"))
	f.StringVar(&opt.format, "format", "", w.T("cmd.flag.format"))
	f.StringVar(&opt.answers, "answers", "", w.T("cmd.flag.answers"))
	f.StringVar(&opt.baseline, "baseline", "", w.T("cmd.flag.baseline"))
	f.Var(opt.failOn, "fail-on", w.T("cmd.flag.fail_on"))
	f.BoolVar(&opt.csvExcel, "csv-excel", false, w.T("cmd.flag.csv_excel"))
	f.BoolVarP(&opt.quiet, "quiet", "q", false, w.T("cmd.flag.quiet"))
	f.BoolVarP(&opt.verbose, "verbose", "v", false, w.T("cmd.flag.verbose"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		opt.sources = args
		return a.scan(cmd.Context(), opt)
	}
	return c
}

// sourceFlags are the flags that say what is read, and how: those of scan and plan.
func (a *app) sourceFlags(c *cobra.Command, opt *scanOptions) {
	opt.sample, opt.timeout = defaultSample, defaultTimeout
	opt.jobs = count(min(runtime.NumCPU(), mostJobs))
	opt.failOn, opt.encoding = &choices{valid: failOn}, newChoice("", files.Encodings)
	f, w := c.Flags(), a.words
	f.Var(&opt.sample, "sample", w.T("cmd.flag.sample"))
	f.Uint64Var(&opt.seed, "seed", 1, w.T("cmd.flag.seed"))
	f.StringArrayVar(&opt.only, "only", nil, w.T("cmd.flag.only"))
	f.StringArrayVar(&opt.exclude, "exclude", nil, w.T("cmd.flag.exclude"))
	f.StringVar(&opt.config, "config", "", w.T("cmd.flag.config"))
	f.Var(&opt.jobs, "jobs", w.T("cmd.flag.jobs"))
	f.Var(&opt.timeout, "timeout", w.T("cmd.flag.timeout"))
	f.Var(opt.encoding, "encoding", w.T("cmd.flag.encoding"))
	f.BoolVar(&opt.views, "views", false, w.T("cmd.flag.views"))
	f.BoolVar(&opt.insecureTLS, "insecure-tls", false, w.T("cmd.flag.insecure_tls"))
	f.BoolVar(&opt.passwordStdin, "password-stdin", false, w.T("cmd.flag.password_stdin"))
}

// scan runs the command: whatever can be refused is refused before the first byte
// of a source is read.
func (a *app) scan(ctx context.Context, opt *scanOptions) error {
	job, err := a.prepare(opt)
	if err != nil {
		return err
	}
	outputs, err := a.planOutputs(opt.outputs, opt.format)
	if err != nil {
		return err
	}
	if opt.csvExcel {
		forExcel(outputs)
	}
	if err := a.sparesSources(outputs, job.targets); err != nil {
		return err
	}
	before, err := a.readBaseline(opt)
	if err != nil {
		return err
	}
	answers, err := a.readAnswers(opt.answers, outputs)
	if err != nil {
		return err
	}
	job.outputs = outputs
	inv, err := a.look(ctx, job, opt)
	if err != nil {
		return err
	}
	answers = answers.Follow(inv)
	if err := inv.Review(answers); err != nil {
		return err
	}
	if before != nil {
		inv.Changes = report.Compare(before, inv)
	}
	doc := &document{inventory: inv, rules: job.all, answers: answers, quiet: opt.quiet, verbose: opt.verbose}
	if err := a.deliver(doc, outputs); err != nil {
		return err
	}
	return outcomeOf(exitCode(inv, opt.failOn.values))
}

// A job is what a scan reads and with which rules.
type job struct {
	*ruleSet
	catalog *detectors.Catalog
	targets []target
	access  access
	outputs []output
}

// prepare loads the rules and resolves the sources.
func (a *app) prepare(opt *scanOptions) (*job, error) {
	j := &job{}
	if slices.Contains(slices.Concat(opt.only, opt.exclude), "") {
		return nil, usage("pattern")
	}
	if err := a.compileRules(j); err != nil {
		return nil, err
	}
	var err error
	if j.targets, err = a.targets(opt.sources); err != nil {
		return nil, err
	}
	a.warnOfNested(j)
	j.access = access{catalog: j.catalog, timeout: time.Duration(opt.timeout), encoding: opt.encoding.value, views: opt.views, insecure: opt.insecureTLS}
	if opt.views {
		a.warn(phrase{key: "cmd.warning.views"})
	}
	if opt.passwordStdin {
		if j.access.password, err = a.passwordFromStdin(); err != nil {
			return nil, err
		}
	}
	return j, nil
}

// compileRules loads and compiles the rules.
func (a *app) compileRules(j *job) error {
	set, err := a.loadRules()
	if err != nil {
		return err
	}
	j.ruleSet = set
	if j.catalog, err = detectors.Compile(j.all, j.ignored...); err != nil {
		return usage("rules", err.Error())
	}
	return nil
}

// look opens the sources, scans them and builds the inventory.
func (a *app) look(ctx context.Context, j *job, opt *scanOptions) (*report.Inventory, error) {
	sources, err := a.open(ctx, j)
	defer closeAll(sources)
	if err != nil {
		return nil, err
	}
	sample := scanner.Sample{Rows: int64(opt.sample), Seed: opt.seed, Timeout: time.Duration(opt.timeout)}
	options := scanner.Options{
		Catalog: j.catalog, Sample: sample, Jobs: int(opt.jobs), Only: opt.only, Exclude: opt.exclude, Silences: j.silences,
		Moment: a.moment, Turns: slices.ContainsFunc(j.outputs, func(o output) bool { return o.format.Name == "json" }),
	}
	var times timings
	if opt.verbose {
		options.Timed = times.add
	}
	if !opt.quiet {
		a.progress = a.startProgress()
		options.Progress = a.progress.update
	}
	result, scanErr := scanner.Scan(ctx, sources, options)
	if a.progress != nil {
		a.progress.stop()
		a.progress = nil
	}
	if scanErr != nil {
		return nil, usage("pattern")
	}
	if err := a.unusable(result, opt); err != nil {
		return nil, err
	}
	if opt.verbose && !opt.quiet {
		a.writeTimings(times.slowest(), j.catalog)
	}
	a.warnOfRights(result)
	if result.Interrupted {
		a.warn(phrase{key: "cmd.warning.interrupted"})
	}
	run := report.Run{
		Version: programVersion(), Moment: a.moment,
		Settings: report.Settings{Seed: opt.seed, SampleRows: int64(opt.sample), Only: opt.only, Exclude: opt.exclude},
	}
	run.Settings.Rules = j.reported()
	if a.file != nil {
		run.Organization = report.Organization(a.file.Organization)
		if cnpj := a.file.Organization.CNPJ; cnpj != "" && !j.catalog.Is("cnpj", []byte(cnpj)) {
			a.warn(phrase{"cmd.warning.organization_cnpj", []any{a.file.path}})
		}
	}
	return report.Build(result, j.all, run)
}

// warnOfRights warns of every user of a database who could change what a scan only reads:
// once of an administrator of several databases, and with one hint.
func (a *app) warnOfRights(result *scanner.Result) {
	var all []phrase
	administered := map[string][]string{} // by user
	for _, s := range result.Sources {
		switch {
		case s.Access == nil:
		case s.Access.Superuser:
			administered[s.User] = append(administered[s.User], s.Name)
		case s.Access.CanWrite > 0:
			all = append(all, phrase{"cmd.warning.can_write", []any{s.User, s.Access.CanWrite, s.Name}})
		}
	}
	for _, user := range slices.Sorted(maps.Keys(administered)) {
		all = append(all, phrase{"cmd.warning.superuser", []any{user, strings.Join(administered[user], ", ")}})
	}
	for i, warning := range all {
		hint := phrase{}
		if i == len(all)-1 {
			hint.key = "cmd.hint.rights"
		}
		a.warn(warning, hint)
	}
}

// unusable returns why a result is of no use: there was nothing to read, the filters left
// everything out, or every source failed. An interrupted result is of use.
func (a *app) unusable(result *scanner.Result, opt *scanOptions) error {
	if result.Interrupted {
		return nil
	}
	if len(result.Tables) == 0 {
		return failed(nil, "nothing_listed").hinting("nothing_listed")
	}
	if reason, subject, ok := nothingRead(result); ok {
		return sourceFailure(a.words, subject, &scanner.Fault{Reason: reason})
	}
	excluded := scanner.TotalsOf(result.Tables).States[scanner.Excluded]
	if excluded == len(result.Tables) && len(opt.only)+len(opt.exclude) > 0 {
		first := &result.Tables[0].Entry
		return usage("all_excluded", excluded).hinting("all_excluded", report.ObjectName(first))
	}
	return nil
}

// nothingRead reports whether every source failed as a whole (a database that could not be
// listed, a single file that could not be read), and why the first one did.
func nothingRead(result *scanner.Result) (reason scanner.Reason, subject string, ok bool) {
	folders := map[string]bool{}
	for _, s := range result.Sources {
		folders[s.Name] = s.Kind == "folder"
	}
	for _, t := range result.Tables {
		whole := t.Kind == "source" || t.Kind == "file" && (!folders[t.Source] || path.Base(t.Source) == t.Table)
		if !whole || t.State != scanner.NotRead {
			return reason, "", false
		}
	}
	first := result.Tables[0]
	if len(first.Reasons) > 0 {
		reason = first.Reasons[0]
	}
	return reason, first.Source, true
}

func closeAll(sources []scanner.Source) {
	for _, s := range sources {
		s.Close()
	}
}

// exitCode is that of a scan.
func exitCode(inv *report.Inventory, failOn []string) int {
	switch {
	case inv.Interrupted:
		return exitInterrupted
	case slices.ContainsFunc(failOn, func(what string) bool { return reached(inv, what) }):
		return exitFound
	case !inv.Complete():
		return exitGaps
	}
	return exitDone
}

// reached reports whether one of the things that --fail-on names is there.
func reached(inv *report.Inventory, what string) bool {
	switch what {
	case "new":
		return inv.Changes != nil && inv.Changes.HasNew()
	case "sensitive":
		return inv.Findings.SensitiveColumns > 0
	}
	wanted := false // from the named band upwards
	for _, band := range report.Bands {
		wanted = wanted || string(band) == what
		for _, n := range inv.Findings.ByRisk {
			if wanted && n.Risk == band && n.Tables > 0 {
				return true
			}
		}
	}
	return false
}
