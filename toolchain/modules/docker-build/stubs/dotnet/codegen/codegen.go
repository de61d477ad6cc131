// Package codegen stands in for one that cannot be had from a module proxy. The provider uses this
// one type of it, to describe in its schema how a .NET package would be made; nothing here makes one.
package codegen

// CSharpPackageInfo is what the schema says about the .NET package.
type CSharpPackageInfo struct {
	RespectSchemaVersion bool              `json:"respectSchemaVersion,omitempty"`
	PackageReferences    map[string]string `json:"packageReferences,omitempty"`
}
