package codegen

type CSharpPackageInfo struct{}
