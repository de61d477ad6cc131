package java

type PackageInfo struct{}
