//go:build !bindings

package main

// makingBindings says that this build only writes the TypeScript of the bridge: it must open nothing.
const makingBindings = false
