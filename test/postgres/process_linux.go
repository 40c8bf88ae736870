package postgres

// On Linux a server ends with the tests that started it, whatever ends them.

import "syscall"

func endsWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT} }
