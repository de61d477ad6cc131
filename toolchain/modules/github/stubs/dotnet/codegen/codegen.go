// Package codegen stands in for one that cannot be had from a module proxy. Only code that is not
// linked into the provider imports it; the module's graph wants it to exist.
package codegen
