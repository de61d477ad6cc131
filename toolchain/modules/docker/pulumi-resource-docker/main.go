// Command pulumi-resource-docker is the part of the Docker provider for Pulumi that mirrors of the
// daemon use, made here because the module of the published one cannot be downloaded from a module
// proxy. It bridges the same upstream provider under the same resource names.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// version is set by the linker, from the version of the @pulumi/docker package.
var version = "0.0.0"

//go:embed schema.json
var schema []byte

func main() {
	docker := tfbridge.ProviderInfo{
		P:       shimv2.NewProvider(provider.New(version)()),
		Name:    "docker",
		Version: version,
		// Pulumi has other names than Terraform for these.
		Resources: map[string]*tfbridge.ResourceInfo{
			"docker_image": {Tok: "docker:index/remoteImage:RemoteImage"},
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"docker_image": {Tok: "docker:index/getRemoteImage:getRemoteImage"},
		},
		EnableAccurateBridgePreview: true,
	}
	docker.MustComputeTokens(
		tokens.SingleModule("docker_", "index", tokens.MakeStandard("docker")))
	tfbridge.Main("docker", version, docker, schema)
}
