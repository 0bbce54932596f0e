package library

import "syscall"

// fullDisk are the system's ways to say that there is no space left: ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
var fullDisk = []error{syscall.Errno(112), syscall.Errno(39)}

// syncDir does nothing: Windows has no way to make a folder durable, NTFS journals its names itself.
func syncDir(string) error { return nil }
