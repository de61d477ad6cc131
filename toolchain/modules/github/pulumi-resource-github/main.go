// Command pulumi-resource-github is the GitHub provider for Pulumi, made here because the module of
// the published one cannot be had from a module proxy. It bridges the same upstream provider under
// the same resource names, so that the @pulumi/github package works against it unchanged.
package main

import (
	_ "embed"

	"github.com/integrations/terraform-provider-github/v6/github"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

// version is set by the linker, from the version of the @pulumi/github package.
var version = "0.0.0"

//go:embed schema.json
var schema []byte

func main() {
	provider := tfbridge.ProviderInfo{
		P:       shimv2.NewProvider(github.NewProvider(version, "")()),
		Name:    "github",
		Version: version,
		// A preview then plans with the provider's own diff instead of echoing the inputs.
		EnableAccurateBridgePreview: true,
	}
	provider.MustComputeTokens(
		tokens.SingleModule("github_", "index", tokens.MakeStandard("github")))
	tfbridge.Main("github", version, provider, schema)
}
