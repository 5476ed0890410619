package dbtest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// find returns the path of the server's program, or "".
func (s *server) find() string {
	for _, p := range s.programs {
		if path, err := exec.LookPath(p); err == nil {
			if real, err := filepath.EvalSymlinks(path); err == nil {
				return real
			}
			return path
		}
		for _, folder := range s.folders {
			found, _ := filepath.Glob(filepath.Join(folder, p))
			slices.Sort(found)
			if len(found) > 0 {
				return found[len(found)-1] // the newest version
			}
		}
	}
	return ""
}

// beside returns the first of the programs that stands in the folder of path,
// in the bin folder next to it, or in PATH.
func beside(path string, programs ...string) (string, error) {
	dir := filepath.Dir(path)
	for _, p := range programs {
		for _, d := range []string{dir, filepath.Join(dir, "..", "bin"), filepath.Join(dir, "..", "scripts")} {
			if _, err := os.Stat(filepath.Join(d, p)); err == nil {
				return filepath.Join(d, p), nil
			}
		}
		if found, err := exec.LookPath(p); err == nil {
			return found, nil
		}
	}
	return "", fmt.Errorf("none of %s is beside %s", strings.Join(programs, ", "), path)
}

// aptScript installs a package without starting its service: policy-rc.d
// answers 101 ("not allowed") to the maintainer scripts, and is taken away again.
const aptScript = `set -e
if [ ! -e /usr/sbin/policy-rc.d ]; then
	trap 'rm -f /usr/sbin/policy-rc.d' EXIT
	printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
	chmod 755 /usr/sbin/policy-rc.d
fi
apt-get update -q
apt-get install -y -q --no-install-recommends "$1"
`

// install gets the server from the distribution. Test processes that want the
// same take turns.
func (s *server) install() error {
	apt, err := exec.LookPath("apt-get")
	if err != nil {
		return errors.New("there is no apt-get to install it with")
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("%s may install %s only as root", apt, s.apt)
	}
	unlock, err := lock(filepath.Join(os.TempDir(), "datamap-test-apt.lock"))
	if err != nil {
		return fmt.Errorf("waiting for another installation: %w", err)
	}
	defer unlock()
	if s.find() != "" {
		return nil // the one before us did it
	}
	cmd := exec.Command("sh", "-c", aptScript, "sh", s.apt)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("installing %s failed: %w\n%s", s.apt, err, tail(out))
	}
	return nil
}

// freePort returns a loopback port that nobody listens on now.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// tail returns the last lines of a program's output.
func tail(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}
