module pulumi-ghcr/engine/shell

go 1.25.0

require (
	golang.org/x/sys v0.33.0 // indirect
	golang.org/x/term v0.32.0 // indirect
	mvdan.cc/sh/v3 v3.12.0 // indirect
)

tool mvdan.cc/sh/v3/cmd/gosh
