// Command registry is the reference registry with files as its only storage, and without logins,
// which the sandbox adds. The storages of the original are nearly half of its packages.
package main

import (
	"os"

	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
)

func main() {
	if registry.RootCmd.Execute() != nil {
		os.Exit(1)
	}
}
