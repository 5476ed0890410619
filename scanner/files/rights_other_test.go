//go:build !linux

package files

import "testing"

// withoutRights does work with the rights that the test has.
func withoutRights(t *testing.T, work func()) {
	t.Helper()
	work()
}
