package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"golang.org/x/term"

	"github.com/datamapbr/datamap/scanner/databases"
)

// promptTries is how often a password is asked for before giving up.
const promptTries = 3

// errUnanswered tells that the program was interrupted while it asked for a password.
var errUnanswered = errors.New("no password was typed")

// prompt asks for a password without showing it.
func (a *app) prompt(ctx context.Context, fd int, t target) (databases.Secret, error) {
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	io.WriteString(a.stderr, a.secrets.scrub(a.words.T("cmd.note.password_prompt", t.shown())))
	defer io.WriteString(a.stderr, "\n")
	type answer struct {
		password []byte
		err      error
	}
	typed := make(chan answer, 1)
	go func() { // which a terminal keeps until somebody types
		password, err := term.ReadPassword(fd)
		typed <- answer{password, err}
	}()
	select {
	case <-ctx.Done():
		return "", errors.Join(errUnanswered, term.Restore(fd, before))
	case got := <-typed:
		a.secrets.add(string(got.password))
		return databases.Secret(got.password), got.err
	}
}

// passwordFromStdin reads the first line of stdin.
func (a *app) passwordFromStdin() (databases.Secret, error) {
	line, err := bufio.NewReader(a.stdin).ReadString('\n')
	password := strings.TrimRight(line, "\r\n")
	if password == "" {
		return "", usage("password_stdin").hinting("password_stdin").because(err)
	}
	a.secrets.add(password)
	return databases.Secret(password), nil
}
