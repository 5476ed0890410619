//go:build !unix

package dbtest

import "errors"

var errUnix = errors.New("servers for tests are started on Unix only: set DATAMAP_TEST_POSTGRES and DATAMAP_TEST_MYSQL")

func lock(string) (func(), error) { return nil, errUnix }

type place struct {
	dir    string
	served bool
}

func newPlace(string) (*place, error) { return nil, errUnix }

func (p *place) own(string) error { return errUnix }

func (p *place) run(string, ...string) error { return errUnix }

func (p *place) serve(string, string, ...string) error { return errUnix }
