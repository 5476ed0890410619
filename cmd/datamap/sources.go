package main

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases"
	"github.com/datamapbr/datamap/scanner/files"
)

// A target is one source to open, as resolved from what the user wrote.
type target struct {
	name     string // of datamap.yaml; empty for an argument
	dsn      string // of a database, else empty
	path     string // of files, else empty
	password databases.Secret
	encoding string
	insecure bool
}

// shown is the target as messages and the ledger may name it: of a connection
// string only scheme, host and database, never the credentials.
func (t target) shown() string {
	switch {
	case t.name != "":
		return t.name
	case t.dsn == "":
		return t.path
	}
	scheme, rest, _ := strings.Cut(t.dsn, ":")
	if strings.EqualFold(scheme, "sqlite") {
		return rest
	}
	u, err := url.Parse(t.dsn)
	if err != nil || strings.Contains(u.Host+u.Path+u.RawQuery+u.Fragment, "@") || u.User == nil && strings.Contains(rest, "@") {
		return scheme + "://" // the host may be a part of a password with "@", "?" or "#" in it
	}
	return u.Scheme + "://" + u.Host + u.Path
}

// same reports whether two targets are one source.
func (t target) same(other target) bool {
	return t == other || t.name == other.name && t.file() != "" && filepath.Clean(t.file()) == filepath.Clean(other.file())
}

// access says how sources are opened.
type access struct {
	catalog  *detectors.Catalog
	timeout  time.Duration
	encoding string
	password databases.Secret // of --password-stdin, for databases that have none
	views    bool
	insecure bool // of --insecure-tls
}

// noLimit stands for --timeout 0 where a statement must have some limit.
const noLimit = 24 * time.Hour

func (a access) statementTimeout() time.Duration {
	if a.timeout == 0 {
		return noLimit
	}
	return a.timeout
}

// targets resolves the arguments: a connection string, a name of datamap.yaml,
// or a path. Without arguments every named source is meant.
func (a *app) targets(args []string) ([]target, error) {
	if len(args) == 0 {
		args = a.file.sourceNames()
		if len(args) == 0 {
			return nil, usage("no_source").hinting("no_source")
		}
	}
	var all []target
	for _, arg := range args {
		t, err := a.resolve(arg)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, t.same) {
			all = append(all, t)
		}
	}
	return all, nil
}

// warnOfNested warns of every source that lies inside of another.
func (a *app) warnOfNested(j *job) {
	for _, outer := range j.targets {
		for _, inner := range j.targets {
			if outer.path != "" && inner.file() != "" && inside(outer.path, inner.file()) {
				a.warn(phrase{"cmd.warning.nested_source", []any{j.catalog.Veil(inner.shown()), j.catalog.Veil(outer.shown())}})
			}
		}
	}
}

var (
	// foreignScheme begins an address of something that datamap cannot read.
	foreignScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+://`)
	// otherAddress is an address of a database as other programs write it, or one with a
	// slip: jdbc:…, Server=…;Pwd=…, user:password@host, postgres//….
	otherAddress = regexp.MustCompile(`(?i)^jdbc:|^(postgres|postgresql|mysql|mariadb)(:|//)|:[^/\\]+@|^"?(host|server|data source|driver|dsn|user|user id|uid)\s*=`)
)

func (a *app) resolve(arg string) (target, error) {
	if databases.IsDSN(arg) {
		if databases.PasswordInURL(arg) {
			a.warn(phrase{key: "cmd.warning.password_argument"}, phrase{key: "cmd.hint.password_argument"})
		}
		return target{dsn: arg}, nil
	}
	if arg == "" {
		return target{}, usage("empty_source").hinting("no_source")
	}
	if scheme := foreignScheme.FindString(arg); scheme != "" {
		return target{}, usage("scheme", scheme).hinting("scheme") // what follows may hold a password
	}
	// Windows takes a quote behind a backslash as a part of the name: "planilhas de RH\" is
	// what its shells complete a folder to.
	if bare, ok := strings.CutSuffix(arg, `"`); ok && !exists(arg) && exists(bare) {
		arg = bare
	}
	var s sourceConfig
	named := false
	if a.file != nil {
		s, named = a.file.Sources[arg]
	}
	switch {
	case !named && otherAddress.MatchString(arg) && !exists(arg):
		return target{}, usage("address").hinting("config_url") // it may hold a password
	case !named:
		return target{path: arg}, nil
	}
	t := target{name: arg, encoding: s.Encoding, insecure: s.InsecureTLS}
	literal := s.Password != "" && !placeholder.MatchString(s.Password)
	if literal || s.URL != "" && !placeholder.MatchString(s.URL) && databases.PasswordInURL(s.URL) {
		a.warn(phrase{"cmd.warning.password_file", []any{a.file.path, arg}}, phrase{key: "cmd.hint.password_file"})
	}
	a.secrets.add(s.Password)
	password, err := a.expand(a.file, s.Password)
	if err != nil {
		return t, err
	}
	t.password = databases.Secret(password)
	dsn, err := a.expand(a.file, s.URL)
	if err != nil {
		return t, err
	}
	a.secrets.addDSN(dsn)
	switch {
	case s.Path != "":
		t.path = a.file.relative(s.Path)
	case databases.IsDSN(dsn):
		t.dsn = dsn
	default:
		return t, usage("config_url", a.file.path, arg).hinting("config_url")
	}
	return t, nil
}

// separate replaces a target that names several databases by one target for each. Where
// they cannot be listed the target stays: opening it will say why.
func (a *app) separate(ctx context.Context, targets []target, how access) []target {
	var all []target
	for _, t := range targets {
		if t.dsn == "" {
			all = append(all, t)
			continue
		}
		each, siblings := databases.Split(t.dsn)
		if siblings {
			t.dsn = each[0]
			if source, err := a.openDatabase(ctx, &t, how); err == nil {
				if found, err := databases.Siblings(ctx, source, t.dsn); err == nil {
					each = found
				}
				source.Close()
			}
		}
		for _, dsn := range each {
			one := t
			if u, err := url.Parse(dsn); err == nil && t.name != "" && len(each) > 1 {
				one.name = t.name + u.Path
			}
			one.dsn = dsn
			all = append(all, one)
		}
	}
	return all
}

// open opens every target of a job, after replacing those that name several databases.
// One that cannot be opened becomes a line of the ledger, unless none could be opened.
func (a *app) open(ctx context.Context, j *job) ([]scanner.Source, error) {
	j.targets = a.separate(ctx, j.targets, j.access)
	targets, how := j.targets, j.access
	var sources []scanner.Source
	var refused []*failure
	for _, t := range targets {
		source, err := a.openOne(ctx, t, how)
		if err == nil {
			for _, other := range sources {
				databases.Share(unnamed(source), unnamed(other))
			}
			sources = append(sources, source)
			continue
		}
		if errors.Is(err, errUnanswered) {
			return nil, &failure{code: exitInterrupted, message: phrase{key: "cmd.error.interrupted"}} // with nothing to write
		}
		if errors.Is(err, databases.ErrDSN) {
			return nil, usage("dsn", t.shown()).hinting("dsn")
		}
		subject := t.shown()
		if t.name != "" && t.path != "" {
			subject += " (" + t.path + ")"
		}
		if t.dsn == "" {
			subject = j.catalog.Veil(subject) // files are called after people
		}
		f := sourceFailure(a.words, subject, err)
		if names := a.file.sourceNames(); len(names) > 0 && t.name == "" && faultOf(err).Code == "no_such_file" {
			f = f.hinting("no_such_source", strings.Join(names, ", "))
		}
		if strings.Contains(t.path, `"`) && faultOf(err).Code == "no_such_file" {
			f = f.hinting("quote")
		}
		refused = append(refused, f)
		sources = append(sources, &failedSource{name: t.shown(), reason: faultOf(err)})
	}
	if len(refused) == len(targets) && ctx.Err() == nil {
		for _, f := range refused[1:] {
			a.fail(f)
		}
		return nil, refused[0]
	}
	for _, f := range refused {
		a.warn(f.message, f.hint)
	}
	return sources, checkNames(sources)
}

// checkNames refuses two sources with the same name: nobody could tell them apart in the
// inventory.
func checkNames(sources []scanner.Source) error {
	seen := map[string]bool{}
	for _, s := range sources {
		name := s.Info().Name
		if seen[name] {
			return usage("source_twice", name).hinting("source_twice")
		}
		seen[name] = true
	}
	return nil
}

func (a *app) openOne(ctx context.Context, t target, how access) (scanner.Source, error) {
	if err := ctx.Err(); err != nil {
		return nil, &scanner.Fault{Reason: scanner.Reason{Code: "interrupted"}, Err: err}
	}
	openSQLite := func(path string) (scanner.Source, error) {
		return databases.Open(ctx, path, databases.Options{Timeout: how.statementTimeout(), Views: how.views})
	}
	var source scanner.Source
	var err error
	switch {
	case t.dsn != "":
		source, err = a.openDatabase(ctx, &t, how)
	case databases.Is(t.path) && isFile(t.path):
		source, err = openSQLite(t.path)
	default:
		source, err = files.Open(t.path, files.Options{
			IsData: how.catalog.IsData, Is: how.catalog.Is, Encoding: cmp.Or(t.encoding, how.encoding), OpenDatabase: openSQLite, Own: ours,
		})
	}
	if err == nil && t.name != "" {
		source = &namedSource{Source: source, name: t.name}
	}
	return source, err
}

// openDatabase opens a database. If the server refuses the password and somebody sits at
// a terminal, it asks for one and keeps the answer in the target.
func (a *app) openDatabase(ctx context.Context, t *target, how access) (scanner.Source, error) {
	opt := databases.Options{
		Password:    cmp.Or(t.password, how.password),
		Timeout:     how.statementTimeout(),
		AppName:     "datamap",
		InsecureTLS: t.insecure || how.insecure,
		Views:       how.views,
	}
	source, err := databases.Open(ctx, t.dsn, opt)
	for try := range promptTries {
		fd, ok := terminal(a.stdin)
		if err == nil || !ok || faultOf(err).Code != "authentication_failed" || how.password != "" {
			break
		}
		if try > 0 {
			a.warn(phrase{"cmd.error.source", []any{t.shown(), report.ReasonText(a.words, faultOf(err))}})
		}
		if opt.Password, err = a.prompt(ctx, fd, *t); err != nil {
			return nil, &scanner.Fault{Reason: scanner.Reason{Code: "authentication_failed"}, Err: err}
		}
		if source, err = databases.Open(ctx, t.dsn, opt); err == nil {
			t.password = opt.Password
		}
	}
	return source, err
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// A namedSource is a source under its name of datamap.yaml.
type namedSource struct {
	scanner.Source
	name string
}

// Info identifies the source by the name that the user gave it.
func (s *namedSource) Info() scanner.SourceInfo {
	info := s.Source.Info()
	info.Name = s.name
	return info
}

// unnamed returns the source behind the name that the user gave it.
func unnamed(source scanner.Source) scanner.Source {
	if named, ok := source.(*namedSource); ok {
		return named.Source
	}
	return source
}

// A failedSource stands in the ledger for a source that could not be opened.
type failedSource struct {
	name   string
	reason scanner.Reason
}

// Info implements [scanner.Source].
func (s *failedSource) Info() scanner.SourceInfo {
	return scanner.SourceInfo{Name: s.name, Kind: "source"}
}

// Tables lists the source itself, which could not be read.
func (s *failedSource) Tables(context.Context) ([]scanner.Table, error) {
	return []scanner.Table{{Name: s.name, Kind: "source", Rows: -1, State: scanner.NotRead, Reason: s.reason}}, nil
}

// Read is never called: there is nothing to read.
func (s *failedSource) Read(context.Context, *scanner.Table, scanner.Sample) *scanner.Reading {
	return &scanner.Reading{Batches: func(yield func(*scanner.Batch, error) bool) {
		yield(nil, &scanner.Fault{Reason: s.reason})
	}}
}

// Close implements [io.Closer].
func (s *failedSource) Close() error { return nil }
