package files

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// withoutRights does work as somebody who is not root, to whom no right is denied.
func withoutRights(t *testing.T, work func()) {
	t.Helper()
	if os.Getuid() != 0 {
		work()
		return
	}
	// Only this thread's rights change; it ends with the goroutine.
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if err := syscall.Setfsuid(65534); err != nil {
			t.Error(err)
			return
		}
		work()
	}()
	<-done
}
