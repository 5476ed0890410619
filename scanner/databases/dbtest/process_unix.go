//go:build unix

package dbtest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// lock takes the lock file at path and returns what releases it.
func lock(path string) (func(), error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

// A place is a temporary folder and the unprivileged user that works in it.
type place struct {
	dir    string
	cred   *syscall.Credential // nil when this process is not root
	served bool                // the folder is the keeper's now
}

// newPlace makes the folder. Servers refuse to run as root, and socket paths
// must be short: hence /tmp and not the folder of a test.
func newPlace(preferred string) (*place, error) {
	dir, err := os.MkdirTemp("/tmp", "datamap-test-")
	if err != nil {
		return nil, err
	}
	p := &place{dir: dir}
	if os.Geteuid() != 0 {
		return p, nil
	}
	for _, name := range []string{preferred, "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		p.cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return p, os.Chown(dir, uid, gid)
	}
	return nil, fmt.Errorf("this process is root and there is neither a user %s nor nobody to run the server as", preferred)
}

func (p *place) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = p.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.dir, "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.cred, Setpgid: true}
	return cmd
}

// own gives a file to the user of the server.
func (p *place) own(path string) error {
	if p.cred == nil {
		return nil
	}
	return os.Chown(path, int(p.cred.Uid), int(p.cred.Gid))
}

// run runs a program of the server to its end.
func (p *place) run(program string, args ...string) error {
	if out, err := p.command(program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, tail(out))
	}
	return nil
}

// keeper starts the server and waits for the end of its own standard input, a
// pipe from the test process. The pipe closes when that process ends, also by a
// panic or SIGKILL; then the server is stopped and the folder removed. It has a
// process group of its own, so that Ctrl-C does not end it before its work.
const keeper = `trap '' INT TERM HUP
dir=$1; signal=$2; shift 2
"$@" >"$dir/server.log" 2>&1 </dev/null &
pid=$!
cat >/dev/null
kill -s "$signal" "$pid"
wait "$pid"
cd /
rm -rf "$dir"
`

// serve starts the server under its keeper; signal stops it at once.
func (p *place) serve(signal, program string, args ...string) error {
	cmd := p.command("/bin/sh", append([]string{"-c", keeper, "keeper", p.dir, signal, program}, args...)...)
	// The write end stays open until this process is gone: never closed.
	if _, err := cmd.StdinPipe(); err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	p.served = true
	go cmd.Wait() //nolint:errcheck // reaps the keeper, should it end first
	return nil
}
