package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// The exit codes, the same for every command and format.
const (
	exitDone        = 0
	exitFailed      = 1   // no usable result
	exitUsage       = 2   // wrong usage, configuration or rule file
	exitFound       = 3   // what --fail-on names is there; diff: something new
	exitGaps        = 4   // the ledger has objects partly read or not read
	exitInterrupted = 130 // the partial result was written and says so
)

// An outcome ends a command that did its work with a code other than 0. It is
// no failure and prints nothing.
type outcome int

func (o outcome) Error() string { return fmt.Sprintf("exit code %d", int(o)) }

// outcomeOf returns the code as an error; 0 is nil.
func outcomeOf(code int) error {
	if code == exitDone {
		return nil
	}
	return outcome(code)
}

// A phrase is a text of the words files, by its key, and the arguments of its verbs.
type phrase struct {
	key  string
	args []any
}

func (p phrase) in(w *rules.Words) string { return w.T(p.key, p.args...) }

// A failure is an error as a person reads it: a message, a hint where there is
// one, and the exit code. Its cause is kept for callers and never shown.
type failure struct {
	code    int
	message phrase
	hint    phrase
	cause   error
}

func (f *failure) Error() string {
	if f.cause != nil {
		return fmt.Sprintf("%s: %v", f.message.key, f.cause)
	}
	return f.message.key
}

func (f *failure) Unwrap() error { return f.cause }

// usage returns a failure of usage, configuration or rule file.
// The key is looked up below "cmd.error.".
func usage(key string, args ...any) *failure {
	return &failure{code: exitUsage, message: phrase{"cmd.error." + key, args}}
}

// failed returns a failure that leaves no usable result.
func failed(cause error, key string, args ...any) *failure {
	return &failure{code: exitFailed, message: phrase{"cmd.error." + key, args}, cause: cause}
}

// failures are several, each with its own message; there is at least one.
type failures []*failure

func (f failures) Error() string { return f[0].Error() }

// hinting adds a hint; the key is looked up below "cmd.hint.".
func (f *failure) hinting(key string, args ...any) *failure {
	f.hint = phrase{"cmd.hint." + key, args}
	return f
}

// because adds a cause.
func (f *failure) because(cause error) *failure {
	f.cause = cause
	return f
}

// sourceFailure is the failure to open a source, with the hint that belongs to its
// reason. subject is shown and must hold no password.
func sourceFailure(w *rules.Words, subject string, err error) *failure {
	reason := faultOf(err)
	f := failed(err, "source", subject, report.ReasonText(w, reason))
	for _, section := range []string{"cmd.hint.", "advice."} {
		if hint := section + reason.Code; w.Has(hint) {
			f.hint = phrase{key: hint}
			break
		}
	}
	return f
}

// faultOf returns the reason of err, also for errors of the operating system
// that a source passed on as they were.
func faultOf(err error) scanner.Reason {
	reason := scanner.ReasonOf(err)
	if reason.Code != "internal_error" {
		return reason
	}
	switch {
	case errors.Is(err, context.Canceled):
		return scanner.Reason{Code: "interrupted"}
	case errors.Is(err, context.DeadlineExceeded):
		return scanner.Reason{Code: "timeout"}
	}
	if _, ok := errors.AsType[syscall.Errno](err); ok || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return scanner.FileReason(err)
	}
	return reason
}

// unforeseen is the failure for an error that no command has turned into one.
func (a *app) unforeseen(err error) *failure {
	if errors.Is(err, context.Canceled) {
		return &failure{code: exitInterrupted, message: phrase{key: "cmd.error.interrupted"}}
	}
	if written, ok := errors.AsType[*fs.PathError](err); ok && written.Path == os.Stdout.Name() {
		return a.stdoutFailure(err)
	}
	return failed(err, "unexpected", err.Error()).hinting("unexpected")
}

// stdoutFailure is the failure to write to standard output.
func (a *app) stdoutFailure(err error) *failure {
	return failed(err, "stdout", report.ReasonText(a.words, faultOf(err)))
}

// fail prints an error and its hint, and returns the exit code.
func (a *app) fail(err error) int {
	if done, ok := errors.AsType[outcome](err); ok {
		return int(done)
	}
	if all, ok := errors.AsType[failures](err); ok {
		code := exitDone
		for i, one := range all {
			shown := *one
			if i+1 < len(all) && all[i+1].hint.in(a.words) == one.hint.in(a.words) {
				shown.hint = phrase{} // one of several in a row is enough
			}
			code = max(code, a.fail(&shown))
		}
		return code
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		f = a.unforeseen(err)
	}
	a.say("error", f.message)
	if f.hint.key != "" {
		a.say("hint", f.hint)
	}
	return f.code
}

// warn prints a warning, and the hints of those given that are not empty.
func (a *app) warn(message phrase, hints ...phrase) {
	a.say("warning", message)
	for _, hint := range hints {
		if hint.key != "" {
			a.say("hint", hint)
		}
	}
}

// say writes one line of the conversation: "datamap: erro: …". It is not broken to the
// width of the terminal, because it may hold a command to copy. Secrets and control
// characters do not get through.
func (a *app) say(kind string, p phrase) {
	a.progress.clear()
	fmt.Fprintf(a.stderr, "datamap: %s: %s\n", a.words.T("cmd.label."+kind), report.Shown(a.secrets.scrub(p.in(a.words))))
}
