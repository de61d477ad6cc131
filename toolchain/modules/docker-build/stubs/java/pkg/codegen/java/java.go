// Package java stands in for one that cannot be had from a module proxy. The provider uses this one
// type of it, to describe in its schema how a Java package would be made; nothing here makes one.
package java

// PackageInfo is what the schema says about the Java package.
type PackageInfo struct {
	BuildFiles                      string            `json:"buildFiles,omitempty"`
	GradleNexusPublishPluginVersion string            `json:"gradleNexusPublishPluginVersion,omitempty"`
	Dependencies                    map[string]string `json:"dependencies,omitempty"`
}
